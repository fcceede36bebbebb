import type { JSX } from "preact";
import type { Row, Story } from "../model.ts";
import { LANE_COLOURS, objectText } from "./timeline.tsx";

/** Who stands where after a step, which variables it changed, how the objects are. */
export function StateView({ story, row }: { readonly story: Story; readonly row: Row }): JSX.Element {
  const { lanes, objects, rows } = story;
  const upTo = rows.filter(({ n }) => n <= row.n);
  const variables = variablesAfter(upTo);
  return (
    <div class="state">
      <h4>After step {row.n}</h4>
      <dl>
        {row.places.map(({ lane, file, line }) => (
          <div key={`lane ${lane}`}>
            <dt>
              <span class={`tag lane-${lane % LANE_COLOURS}`}>{lanes[lane]?.name}</span>
            </dt>
            <dd>
              {file.split("/").at(-1)}:{line}
            </dd>
          </div>
        ))}
        {objects.map((object, i) => {
          const { state } = row.bars[i]!;
          if (state === "none") return null;
          const usage = upTo.findLast(({ bars }) => bars[i]?.usage !== undefined)?.bars[i]?.usage;
          const isGone = state === "dead" || row.bars[i]?.mark === "freed";
          return (
            <div key={`object ${i}`}>
              <dt>{objectText(object)}</dt>
              <dd class={isGone ? "gone" : ""}>
                {isGone ? (row.bars[i]?.mark === "fatal" ? "gone, and touched" : "gone") : "alive"}
                {usage !== undefined && `, usage ${usage}`}
              </dd>
            </div>
          );
        })}
        {variables.slice(0, MOST).map(([name, value]) => {
          const change = row.changes.find((one) => one.name === name);
          return (
            <div key={`variable ${name}`}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{change ? <Changed from={change.from} to={change.to} /> : value}</dd>
            </div>
          );
        })}
      </dl>
      {variables.length > MOST && <p class="more">{moreText(variables.length - MOST)}</p>}
    </div>
  );
}

function moreText(count: number): string {
  return count === 1 ? "and one more variable" : `and ${count} more variables`;
}

function Changed({ from, to }: { readonly from: string; readonly to: string }): JSX.Element {
  return (
    <>
      <span class="unseen">was </span>
      {from} <span aria-hidden="true">→</span>
      <span class="unseen">, is</span> <strong>{to}</strong>
    </>
  );
}

/** The variables that changed so far, with their values; those that this step changed first. */
function variablesAfter(rows: readonly Row[]): [name: string, value: string][] {
  const values = new Map(rows.flatMap(({ changes }) => changes.map(({ name, to }) => [name, to] as const)));
  const now = new Set(rows.at(-1)?.changes.map(({ name }) => name));
  return [...values].toSorted(([a], [b]) => Number(now.has(b)) - Number(now.has(a)));
}

/** So many changes say something; a struct that is set up changes in dozens of words. */
const MOST = 8;
