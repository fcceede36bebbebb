import { printableData } from "../core/printable.ts";
import { documentText } from "./document.tsx";
import type { PageModel } from "./model.ts";
import { ROOMS, type Room } from "./room.ts";
import { STYLE } from "./style.ts";
import { Page } from "./view/page.tsx";

/** What fits into a mail. */
const LARGEST = 500_000;

/** Makes the page with as much as fits into 500 KB. */
export async function pageThatFits(make: (room: Room) => PageModel, client: string): Promise<string> {
  let html = "";
  for (const room of ROOMS) {
    html = await renderPage(make(room), client);
    if (new TextEncoder().encode(html).length < LARGEST) break;
  }
  return html;
}

/**
 * One file that needs nothing else, and may ask for nothing: its policy allows our own script and style, by their hashes, and
 * nothing besides. Text of logs and modules is text all the way: cleaned of control characters, escaped, never markup.
 * @param client the script of `client.tsx`, bundled
 */
export async function renderPage(raw: PageModel, client: string): Promise<string> {
  const model = printableData(raw);
  return documentText({
    title: `${model.badge.word}: ${model.title}`,
    style: STYLE,
    script: client,
    children: (
      <>
        <div id="page">
          <Page model={model} />
        </div>
        <script type="application/json" id="model" dangerouslySetInnerHTML={{ __html: dataText(model) }} />
      </>
    ),
  });
}

/** JSON that no parser of HTML takes for the end of its element. */
function dataText(model: PageModel): string {
  return JSON.stringify(model).replaceAll("<", String.raw`\u003c`);
}
