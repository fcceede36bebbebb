import type { JSX } from "preact";
import { printableData } from "../core/printable.ts";
import { documentText } from "./document.tsx";
import type { Tone } from "./model.ts";
import { STYLE } from "./style.ts";
import { Facts } from "./view/facts.tsx";

/** What the page of many jobs shows: plain text, in sections. */
export interface SweepPage {
  readonly title: string;
  readonly badge: { readonly word: string; readonly tone: Tone };
  readonly lead: string;
  readonly facts: readonly string[];
  readonly sections: readonly SweepSection[];
  readonly footer: string;
}

export interface SweepSection {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Cell {
  readonly text: string;
  /** A page beside this one. */
  readonly href?: string;
  readonly notes?: readonly string[];
}

const OWN_STYLE = `${STYLE}
.table { border-collapse: collapse; width: 100%; }
.table :is(th, td) { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--edge); }
.table :is(th, td):not(:first-child) { overflow-wrap: normal; }
.table small { display: block; color: var(--faint); font-size: .8rem; }
@media (max-width: 640px) {
  .stacked :is(table, tbody, tr, td) { display: block; }
  .stacked thead { position: absolute; clip-path: inset(50%); }
  .stacked tr { border-bottom: 1px solid var(--edge); padding: 6px 0; }
  .stacked td { border: 0; padding: 1px 0; }
  .stacked td:not(:first-child) { display: inline-block; margin-right: 12px; color: var(--faint); font-size: .85rem; overflow-wrap: anywhere; }
}
`;

/** One file that asks for nothing, and has no script: tables, and links to the timelines beside it. */
export async function renderSweepPage(raw: SweepPage): Promise<string> {
  const page = printableData(raw);
  return documentText({
    title: `${page.badge.word}: ${page.title}`,
    style: OWN_STYLE,
    children: (
      <>
        <header class="top">
          <p class={`badge ${page.badge.tone}`}>{page.badge.word}</p>
          <h1>{page.title}</h1>
          <p class="lead">{page.lead}</p>
          <Facts facts={page.facts} />
        </header>
        <main>
          {page.sections.map((section, i) => (
            <Section key={i} section={section} id={`part-${i}`} />
          ))}
        </main>
        <footer>
          <code>{page.footer}</code>
        </footer>
      </>
    ),
  });
}

function Section({ section, id }: { section: SweepSection; id: string }): JSX.Element {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{section.title}</h2>
      <div class={section.columns.length > 3 ? "scroll stacked" : "scroll"}>
        <table class="table">
          <thead>
            <tr>
              {section.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {section.rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j}>
                    {cell.href === undefined ? cell.text : <a href={cell.href}>{cell.text}</a>}
                    {cell.notes?.map((note, k) => (
                      <small key={k}>{note}</small>
                    ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
