import type { JSX } from "preact";
import type { PageModel } from "../model.ts";
import { Facts } from "./facts.tsx";
import { LogView } from "./log.tsx";
import { PatchView } from "./patch.tsx";
import { PlayedView } from "./played.tsx";
import { Stories } from "./stories.tsx";

/** The whole page; the same on the server, as text to read and print, and alive in the browser. */
export function Page({ model }: { readonly model: PageModel }): JSX.Element {
  return (
    <>
      <header class="top">
        <Outcome model={model} title={<h1>{model.title}</h1>} />
      </header>
      <main>
        <Parts model={model} />
      </main>
      <footer>
        <code>{model.footer}</code>
      </footer>
    </>
  );
}

/** What it comes to, in a word and a sentence. */
export function Outcome(props: { readonly model: PageModel; readonly title: JSX.Element }): JSX.Element {
  const { badge, lead, facts } = props.model;
  return (
    <>
      <p class={`badge ${badge.tone}`}>{badge.word}</p>
      {props.title}
      <p class="lead">{lead}</p>
      <Facts facts={facts} />
    </>
  );
}

/** Everything that was found out, one section each. */
export function Parts({ model }: { readonly model: PageModel }): JSX.Element {
  const { logs, patch, tries, played, advice, coverage, assumptions } = model;
  return (
    <>
      {logs.map((log, i) => (
        <LogView key={i} log={log} number={logs.length > 1 ? i + 1 : undefined} />
      ))}
      <PlayedView played={played} />
      <Stories model={model} />
      {patch && <PatchView patch={patch} story={model.stories[patch.removes ?? -1]} />}
      {tries.length > 0 && (
        <section aria-labelledby="tries">
          <h2 id="tries">What else was tried</h2>
          <ul class="tries">
            {tries.map((one, i) => (
              <li key={i}>
                <span class={`word ${one.tone}`}>{one.word}</span> {one.title}
                {one.said !== "" && <small>{one.said}</small>}
              </li>
            ))}
          </ul>
        </section>
      )}
      <Lines id="advice" title="What to do" lines={advice} />
      <Lines id="coverage" title="What was covered" lines={coverage} />
      <Lines id="assumptions" title="What was taken for granted" lines={assumptions} />
    </>
  );
}

function Lines(props: { id: string; title: string; lines: readonly string[] }): JSX.Element | null {
  if (props.lines.length === 0) return null;
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <ul class="lines">
        {props.lines.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
