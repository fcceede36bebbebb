import type { JSX } from "preact";
import type { PlayedPart } from "../model.ts";
import { LogLines, Text } from "./log.tsx";

/** What a real kernel did, scenario by scenario. */
export function PlayedView({ played }: { readonly played: readonly PlayedPart[] }): JSX.Element | null {
  if (played.length === 0) return null;
  return (
    <section aria-labelledby="played">
      <h2 id="played">What the real kernel did</h2>
      {played.map(({ title, said, tone, notes, crash, console }, i) => (
        <details key={i} open={tone === "bad"}>
          <summary>
            <span class={`word ${tone}`}>{said}</span> {title}
          </summary>
          <ul class="lines">
            {notes.map((note, n) => (
              <li key={n}>{note}</li>
            ))}
          </ul>
          {crash.length > 0 && <LogLines lines={crash} title="The crash, explained" number={i + 1} />}
          <figure class="print">
            <figcaption>The whole console</figcaption>
            <Text lines={console} label={`Console ${i + 1}`} />
          </figure>
        </details>
      ))}
    </section>
  );
}
