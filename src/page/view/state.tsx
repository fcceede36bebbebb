import type { JSX } from "preact";
import type { VariableChange } from "../../core/timeline.ts";
import type { Row, Story } from "../model.ts";
import { LANE_COLOURS, objectText } from "./timeline.tsx";

/** Who stands where after a step, which variables it changed, how the objects are. */
export function StateView({ story, row }: { readonly story: Story; readonly row: Row }): JSX.Element {
  const { lanes, objects, rows } = story;
  const upTo = rows.filter(({ n }) => n <= row.n);
  const variables = variablesAfter(upTo);
  const isShared = ({ name }: VariableChange): boolean =>
    variables.filter((one) => one.name === name).length > 1;
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
        {variables.slice(0, MOST).map((variable) => {
          const { name, lane, isLocal, from, to } = variable;
          const isNow = row.changes.includes(variable);
          return (
            <div key={`variable ${keyOf(variable)}`}>
              <dt>
                <code>{name}</code>
                {isLocal && isShared(variable) && ` of ${lanes[lane]?.name}`}
              </dt>
              <dd>{isNow ? <Changed from={from} to={to} /> : to}</dd>
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
      {from !== "" && (
        <>
          <span class="unseen">was </span>
          {from} <span aria-hidden="true">→</span>
          <span class="unseen">, is</span>{" "}
        </>
      )}
      <strong>{to}</strong>
    </>
  );
}

/** Every thread has locals of its own. */
function keyOf({ name, lane, isLocal }: VariableChange): string {
  return isLocal ? `${lane} ${name}` : name;
}

/** The last change of each variable that is still there; those of this step first, then the latest. */
function variablesAfter(rows: readonly Row[]): VariableChange[] {
  const last = new Map<string, VariableChange>();
  for (const change of rows.flatMap(({ changes }) => changes)) {
    last.delete(keyOf(change));
    if (change.to !== "") last.set(keyOf(change), change);
  }
  return [...last.values()].toReversed();
}

/** So many changes say something; a struct that is set up changes in dozens of words. */
const MOST = 14;
