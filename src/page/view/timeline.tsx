import { Fragment, type JSX } from "preact";
import type { VariableChange } from "../../core/timeline.ts";
import type { Bar, ObjectColumn, Row, Story } from "../model.ts";

/** Time goes down, one column a lane, one narrow column an object: as kernel people draw it in commit messages. */
export function TimelineView(props: { story: Story; at: number; go: (to: number) => void }): JSX.Element {
  const { story, at, go } = props;
  const { objects, rows } = story;
  const lanes = story.lanes
    .map((lane, number) => ({ ...lane, number }))
    .filter(({ number }) => rows.some((row) => row.lane === number || asides(row, number).length > 0));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Timeline">
      <table class="timeline">
        <caption class="unseen">Time goes down; one column for each task, then one for each object</caption>
        <thead>
          <tr>
            <th scope="col" class="n">
              <span class="unseen">step</span>
            </th>
            {lanes.map(({ name, kind, number }) => (
              <th key={number} scope="col" class={`lane lane-${number % LANE_COLOURS}`}>
                {name}
                {kind !== name && <small>{KIND_WORDS[kind]}</small>}
              </th>
            ))}
            <th scope="col" class="narrow">
              <span class="unseen">what happens</span>
            </th>
            {objects.map((object, i) => (
              <th key={i} scope="col" class="object">
                <ObjectName object={object} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i} class={i === at ? "now" : i < at ? "past" : "future"}>
              <th scope="row" class="n">
                {row.n}
              </th>
              {lanes.map(({ name, number }) => (
                <td key={number} class={laneClass(row, number)}>
                  {number === row.lane && (
                    <StepButton row={row} lane={name} isNow={i === at} go={() => go(i)} />
                  )}
                  {asides(row, number).map((change) => (
                    <Aside key={change.name} change={change} />
                  ))}
                  {number === row.lane &&
                    lanes.map((other) =>
                      asides(row, other.number).map((change) => (
                        <Aside key={`${other.number} ${change.name}`} who={other.name} change={change} />
                      )),
                    )}
                </td>
              ))}
              {row.bars.map((bar, object) => (
                <td key={object} class={`bar ${bar.state}`}>
                  <Mark bar={bar} object={objects[object]!} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {objects.length > 0 && <Legend />}
    </div>
  );
}

/** So many changes of others say something beside a step. */
const MOST_ASIDES = 3;

/** What a lane changed behind another's step, that others can see: a thread may return because of it. The step's own changes are in the panel. */
function asides({ lane: acts, changes }: Row, number: number): VariableChange[] {
  if (number === acts) return [];
  return changes
    .filter(({ lane, isLocal, to }) => lane === number && !isLocal && to !== "")
    .slice(0, MOST_ASIDES);
}

/** In its own lane; where there is one column for all (`who`), below the step. */
function Aside({ who, change }: { readonly who?: string; readonly change: VariableChange }): JSX.Element {
  return (
    <p class={who === undefined ? "aside" : "aside narrow"}>
      {who !== undefined && <span class="who">{who} </span>}
      <code>
        <Breakable text={`${change.name} = ${change.to}`} />
      </code>
    </p>
  );
}

/** Names of the kernel's are long and columns narrow: they break where their parts meet. */
function Breakable({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(/(?<=[_(]|->)(?=\w)/).map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

/** So many lanes are told apart by colour; more begin again. */
export const LANE_COLOURS = 6;

const KIND_WORDS: Readonly<Record<Story["lanes"][number]["kind"], string>> = {
  loader: "process",
  thread: "kernel thread",
  work: "workqueue",
  softirq: "softirq",
  interrupt: "interrupt",
  rcu: "RCU",
  kernel: "kernel",
  "user space": "user space",
};

function laneClass(row: Row, lane: number): string {
  const acts = lane === row.lane ? " acts" : "";
  return `lane lane-${lane % LANE_COLOURS} ${row.lines[lane]}${acts}`;
}

function StepButton(props: { row: Row; lane: string; isNow: boolean; go: () => void }): JSX.Element {
  const { row, lane, isNow, go } = props;
  const { text, place, effect, fatal } = row;
  return (
    <button
      type="button"
      class={fatal ? "step fatal" : "step"}
      aria-current={isNow ? "step" : undefined}
      onClick={go}
    >
      <span class="who">{lane}</span>
      {text !== "" && (
        <code>
          <Breakable text={text} />
        </code>
      )}
      {effect !== "" && <span class="effect">{fatal ? `✗ ${effect}` : effect}</span>}
      {place && (
        <span class="at">
          {place.file.split("/").at(-1)}:{place.line}
        </span>
      )}
    </button>
  );
}

const MARKS: Readonly<Record<NonNullable<Bar["mark"]>, readonly [sign: string, word: string]>> = {
  born: ["●", "is born"],
  used: ["○", "is used"],
  freed: ["✕", "ends"],
  fatal: ["✗", "is touched once too often"],
};

function Mark({ bar, object }: { readonly bar: Bar; readonly object: ObjectColumn }): JSX.Element | null {
  if (!bar.mark) return null;
  const [sign, word] = MARKS[bar.mark];
  const count = bar.usage === undefined ? "" : `, usage ${bar.usage}`;
  return (
    <span class={`mark ${bar.mark}`} title={`${objectText(object)} ${word}${count}`}>
      <span aria-hidden="true">
        {sign}
        {bar.usage !== undefined && <small>{bar.usage}</small>}
      </span>
      <span class="unseen">
        {word}
        {count}
      </span>
    </span>
  );
}

export function objectText({ kind, name }: ObjectColumn): string {
  return name === "" ? kind : `${kind} of ${name}`;
}

function ObjectName({ object: { kind, name } }: { readonly object: ObjectColumn }): JSX.Element {
  return (
    <>
      {kind}
      {name !== "" && <small>{name}</small>}
    </>
  );
}

function Legend(): JSX.Element {
  return (
    <p class="legend">
      <span>● born or armed</span> <span>○ used</span> <span>✕ freed or over</span>{" "}
      <span class="fatal">✗ the touch that is one too many</span> <span>a number is the usage count</span>
    </p>
  );
}
