import type { JSX } from "preact";
import { renderToString } from "preact-render-to-string";
import { printableData } from "../core/printable.ts";
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
  const policy = [
    "default-src 'none'",
    `script-src '${await hashOf(client)}'`,
    `style-src '${await hashOf(STYLE)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>\n${renderToString(<Document model={model} policy={policy} client={client} />)}\n`;
}

function Document(props: { model: PageModel; policy: string; client: string }): JSX.Element {
  const { model, policy, client } = props;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${model.badge.word}: ${model.title}`}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <div id="page">
          <Page model={model} />
        </div>
        <script type="application/json" id="model" dangerouslySetInnerHTML={{ __html: dataText(model) }} />
        <script dangerouslySetInnerHTML={{ __html: client }} />
      </body>
    </html>
  );
}

/** JSON that no parser of HTML takes for the end of its element. */
function dataText(model: PageModel): string {
  return JSON.stringify(model).replaceAll("<", String.raw`\u003c`);
}

export async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`;
}
