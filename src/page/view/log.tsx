import type { JSX } from "preact";
import type { ExplainedLine, LogPart, PrintedText } from "../model.ts";
import { Facts } from "./facts.tsx";

/** A crash of the log: what it means, its lines explained, and beside them what is predicted. */
export function LogView({
  log,
  number,
}: {
  readonly log: LogPart;
  readonly number: number | undefined;
}): JSX.Element {
  const { headline, summary, facts, evidence, predicted } = log;
  const id = `log-${number ?? 0}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{number === undefined ? "What the log says" : `Crash ${number}`}</h2>
      <p class="headline">
        <code>{headline}</code>
      </p>
      <Facts facts={facts} />
      <p class="summary">{summary}</p>
      <ul class="evidence">
        {evidence.map(({ certainty, text }, i) => (
          <li key={i}>
            <span class={`word ${certainty === "certain" ? "good" : "doubt"}`}>{certainty}</span> {text}
          </li>
        ))}
      </ul>
      {(log.lines.length > 0 || predicted) && (
        <div class={predicted ? "beside even" : ""}>
          {log.lines.length > 0 && (
            <LogLines
              lines={log.lines}
              title="The log, explained"
              number={number}
              same={new Set((predicted?.lines ?? []).map(bare))}
            />
          )}
          {predicted && (
            <figure class="print">
              <figcaption>
                What the model predicts{predicted.when === "always" ? "" : `, when ${predicted.when}`}
              </figcaption>
              <Text
                lines={predicted.lines}
                label="Predicted text"
                same={new Set(log.lines.map(({ text }) => bare(text)))}
              />
            </figure>
          )}
        </div>
      )}
      {log.rows.length > 0 && <Agreements log={log} />}
      {log.excerpts.map((excerpt, i) => (
        <ExcerptView key={i} excerpt={excerpt} number={number} />
      ))}
    </section>
  );
}

interface LogLinesProps {
  readonly lines: readonly ExplainedLine[];
  readonly title: string;
  /** Where there are several. */
  readonly number: number | undefined;
  /** Lines that were predicted, without what differs from run to run. */
  readonly same?: ReadonlySet<string>;
}

export function LogLines({ lines, title, number, same }: LogLinesProps): JSX.Element {
  return (
    <figure class="print">
      <figcaption>{title}</figcaption>
      <div class="code" tabIndex={0} role="region" aria-label={`${title} ${number ?? ""}`.trim()}>
        <ol class="log">
          {lines.map(({ text, note }, i) => (
            <li key={i} class={same?.has(bare(text)) ? "same" : ""}>
              <code>{text}</code>
              {note !== undefined && <span class="note">{note}</span>}
            </li>
          ))}
        </ol>
      </div>
    </figure>
  );
}

/** Where a function of the trace was. */
function ExcerptView(props: {
  readonly excerpt: LogPart["excerpts"][number];
  readonly number: number | undefined;
}): JSX.Element {
  const { excerpt, number } = props;
  const { function: name, file, line, from, lines } = excerpt;
  const label = `${name}() in ${file}`;
  return (
    <figure class="source">
      <figcaption>{label}</figcaption>
      <div class="code" tabIndex={0} role="region" aria-label={`${label} ${number ?? ""}`.trim()}>
        <ol start={from}>
          {lines.map((text, i) => (
            <li key={i} class={from + i === line ? "here fatal" : ""}>
              <span class="number" aria-hidden="true">
                {from + i}
              </span>
              <code>{text === "" ? " " : text}</code>
            </li>
          ))}
        </ol>
      </div>
    </figure>
  );
}

/** A line without what differs from run to run: addresses, offsets. */
function bare(line: string): string {
  return line
    .replace(/\[<[^>]*>\]|\+0x[0-9a-f]+\/0x[0-9a-f]+/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function Agreements({ log: { rows } }: { readonly log: LogPart }): JSX.Element {
  const agreed = rows.filter(({ agrees }) => agrees).length;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="How much agrees">
      <table class="agreement">
        <caption>
          {agreed} of {rows.length} agree
        </caption>
        <thead>
          <tr>
            <th scope="col">what</th>
            <th scope="col">the log</th>
            <th scope="col">predicted</th>
            <th scope="col">
              <span class="unseen">agrees</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, log, predicted, agrees }, i) => (
            <tr key={i}>
              <th scope="row">{what}</th>
              <td>
                <code>{log}</code>
              </td>
              <td>
                <code>{predicted}</code>
              </td>
              <td>
                <span class={`word ${agrees ? "good" : "doubt"}`}>{agrees ? "same" : "differs"}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Each way in which it may come out on a real kernel. */
export function PrintedView({
  predicted,
}: {
  readonly predicted: readonly PrintedText[];
}): JSX.Element | null {
  if (predicted.length === 0) return null;
  return (
    <div class="predicted">
      <h4>What the kernel prints</h4>
      {predicted.map(({ when, headline, lines }, i) => (
        <details key={i} open={i === 0}>
          <summary>
            <code>{headline}</code> {when !== "always" && <span class="when">when {when}</span>}
          </summary>
          {lines.length > 0 && <Text lines={lines} label={`Predicted text ${i + 1}`} />}
        </details>
      ))}
    </div>
  );
}

interface TextProps {
  readonly lines: readonly string[];
  readonly label: string;
  /** Lines that stand in the log as well, without what differs from run to run. */
  readonly same?: ReadonlySet<string>;
}

export function Text({ lines, label, same }: TextProps): JSX.Element {
  return (
    <pre class="code" tabIndex={0} role="region" aria-label={label}>
      {lines.map((line, i) => (
        <span key={i} class={same?.has(bare(line)) ? "same" : ""}>
          {line}
          {"\n"}
        </span>
      ))}
    </pre>
  );
}
