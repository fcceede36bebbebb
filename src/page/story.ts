import type { Finding, WitnessStep } from "../core/finding.ts";
import type { ObjectLife, Timeline } from "../core/timeline.ts";
import type { Bar, LaneLine, Row, Story } from "./model.ts";

/** A finding as the page tells it. `replay` is the command without the replay string. */
export function storyOf(finding: Finding, replay: string): Story {
  const { rule, message, span, witness, notes, predicted = [], needsFault } = finding;
  return {
    rule,
    message,
    place: { file: span.file, line: span.line },
    function: finding.function,
    notes: [
      ...notes.map((note) => note.message),
      ...(needsFault ? ["only when an allocation or a creation fails"] : []),
    ],
    lanes: witness?.timeline.lanes ?? [],
    objects: (witness?.timeline.objects ?? []).map(({ kind, name = "" }) => ({ kind, name })),
    rows: witness ? rowsOf(witness.steps, witness.timeline) : [],
    predicted: predicted.map(({ when, headline, text }) => ({ when, headline, lines: text })),
    replay: witness ? `${replay} --replay ${witness.replay}` : "",
  };
}

function rowsOf(steps: readonly WitnessStep[], { lanes, moments, objects }: Timeline): Row[] {
  const laneOf = moments.map(({ lane }) => lane);
  const lives = lanes.map((_, lane) => [laneOf.indexOf(lane), laneOf.lastIndexOf(lane)] as const);
  return steps.flatMap(({ n, text, file, line, effect = "" }, i) => {
    const moment = moments[i];
    if (!moment) return [];
    const { lane, places, changes } = moment;
    return [
      {
        n,
        lane,
        text,
        ...(file === undefined || line === undefined ? {} : { place: { file, line } }),
        effect,
        fatal: i === steps.length - 1,
        lines: lives.map(([first, last]) => lineAt(i, first, last)),
        bars: objects.map((object) => barAt(object, n)),
        places,
        changes,
      },
    ];
  });
}

function lineAt(i: number, first: number, last: number): LaneLine {
  if (i < first || i > last) return "none";
  if (first === last) return "once";
  if (i === first) return "begins";
  return i === last ? "ends" : "on";
}

function barAt({ events }: ObjectLife, n: number): Bar {
  const past = events.filter(({ step }) => step <= n);
  const now = past.find(({ step }) => step === n);
  const dies = past.find(({ what }) => what === "freed");
  const state = past.length === 0 ? "none" : dies && dies.step < n ? "dead" : "alive";
  return {
    state,
    ...(now ? { mark: now.what } : {}),
    ...(now?.usage === undefined ? {} : { usage: now.usage }),
  };
}

/** Shortest first; those without an interleaving last. */
export function shortestFirst(stories: readonly Story[]): Story[] {
  return stories.toSorted((a, b) => length(a) - length(b));
}

function length({ rows }: Story): number {
  return rows.length === 0 ? Number.MAX_SAFE_INTEGER : rows.length;
}
