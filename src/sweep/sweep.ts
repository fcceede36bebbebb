import { messageOf } from "../core/message-of.ts";
import { canonical, hashOf } from "./job.ts";
import type { Planned, WholePlan } from "./planned.ts";
import type { JobResult } from "./result.ts";
import type { JobOutcome, Runner, SweepProgress } from "./runner.ts";
import type { Past, ResultStore } from "./store.ts";

export interface SweepOptions {
  readonly store: ResultStore;
  readonly runner: Runner;
  /** Do every job, and tell where a result differs from the one that was kept. */
  readonly again: boolean;
  /** Hashes of jobs that came out in two ways; whoever runs them adds to it. */
  readonly flaky: Set<string>;
  readonly onProgress: (standing: SweepProgress) => void;
  /** What goes wrong without ending the sweep. */
  readonly warn: (text: string) => void;
}

/** A job with what came of it. */
export interface Done extends Planned {
  readonly outcome: JobOutcome;
}

export interface Swept {
  readonly plan: string;
  readonly done: readonly Done[];
  readonly asked: ReadonlySet<string>;
  readonly passed: readonly string[];
  /** The last sweep of this plan. */
  readonly past: Past | undefined;
  /** Jobs that came out in two ways, though nothing changed: their labels. */
  readonly flaky: ReadonlySet<string>;
  /** Jobs whose results were at hand. */
  readonly kept: number;
}

/** Does the jobs of a plan whose results are not at hand. */
export async function sweep(plan: WholePlan, options: SweepOptions): Promise<Swept> {
  const { store, runner, flaky } = options;
  const began = performance.now();
  const outcomes = new Map<string, JobOutcome>();
  const known = await keptResults(plan.items, store);
  if (!options.again) for (const [hash, result] of known) outcomes.set(hash, { result });
  const kept = outcomes.size;
  const open = [...new Map(plan.items.map((item) => [item.hash, item])).values()].filter(
    ({ hash }) => !outcomes.has(hash),
  );
  const total = kept + open.length;
  const past = await store.last(plan.name);
  let full = false;
  const tell = async (): Promise<void> =>
    options.onProgress({
      done: outcomes.size,
      total,
      workers: await runner.workers(),
      ms: performance.now() - began,
    });
  const keep = async ({ hash, narrow }: Planned, result: JobResult): Promise<void> => {
    try {
      await store.put(narrow !== undefined && !result.searched ? [hash, narrow] : [hash], result);
    } catch (error) {
      // the report needs no store; the next sweep does without what could not be kept
      if (!full) options.warn(`results cannot be kept, and are made again next time: ${messageOf(error)}`);
      full = true;
    }
  };
  await tell();
  await runner.run(open, plan.sources, async (item, outcome) => {
    if (outcomes.has(item.hash)) return; // a job that comes twice counts once
    outcomes.set(item.hash, outcome);
    if ("result" in outcome) {
      const before = known.get(item.hash);
      if (before && canonical(before) !== canonical(outcome.result)) flaky.add(item.hash);
      await keep(item, outcome.result);
    }
    await tell();
  });
  const done = plan.items.map((item) => ({ ...item, outcome: outcomeOf(outcomes, item) }));
  const named = done.filter((one) => flaky.has(one.hash) || differs(one, past));
  return {
    plan: plan.name,
    done,
    asked: plan.asked,
    passed: plan.passed,
    past,
    flaky: new Set(named.map(({ label }) => label)),
    kept,
  };
}

/** Results that an earlier sweep left, by the hash of the job. */
async function keptResults(items: readonly Planned[], store: ResultStore): Promise<Map<string, JobResult>> {
  const hashes = items.flatMap(({ hash, narrow }) => (narrow === undefined ? [hash] : [hash, narrow]));
  const found = await store.get([...new Set(hashes)]);
  const known = new Map<string, JobResult>();
  for (const { hash, narrow } of items) {
    const result = found.get(hash) ?? (narrow === undefined ? undefined : found.get(narrow));
    if (result) known.set(hash, result);
  }
  return known;
}

/** Every job that was planned has an outcome, or the sweep has not ended. */
function outcomeOf(outcomes: ReadonlyMap<string, JobOutcome>, { hash, label }: Planned): JobOutcome {
  const outcome = outcomes.get(hash);
  if (!outcome) throw new Error(`${label}: the job was lost`);
  return outcome;
}

/** What a sweep's verdicts are remembered by. */
export function verdictsOf(done: readonly Done[]): Past["verdicts"] {
  return Object.fromEntries(
    done.flatMap(({ hash, outcome }) =>
      "result" in outcome ? [[hash, [hashOf(canonical(outcome.result)), outcome.result.outcome]]] : [],
    ),
  );
}

function differs({ hash, outcome }: Done, past: Past | undefined): boolean {
  const before = past?.verdicts[hash];
  return before !== undefined && "result" in outcome && before[0] !== hashOf(canonical(outcome.result));
}
