import { messageOf } from "../core/message-of.ts";
import { jobForRest, merged, sharedPart } from "./by-rule.ts";
import { canonical, hashOf, jobHash, type Job } from "./job.ts";
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
  /** By the hash of what is to be done: the whole job that it is, or is a part of. */
  const wholes = new Map<string, Planned>();
  const open: Planned[] = [];
  for (const item of new Map(plan.items.map((one) => [one.hash, one])).values()) {
    const result = options.again ? undefined : known.get(item.hash);
    const rest = result ? jobForRest(item.job, result) : item.job;
    if (result && !rest) outcomes.set(item.hash, { result: merged(item.job, result) });
    if (!rest) continue;
    const part = rest === item.job ? item : { ...item, job: rest, hash: jobHash(rest) };
    wholes.set(part.hash, item);
    open.push(part);
  }
  const kept = outcomes.size;
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
  const keep = async ({ kept: place, narrow }: Planned, result: JobResult): Promise<void> => {
    try {
      await store.put(narrow !== undefined && !result.searched ? [place, narrow] : [place], result);
    } catch (error) {
      // the report needs no store; the next sweep does without what could not be kept
      if (!full) options.warn(`results cannot be kept, and are made again next time: ${messageOf(error)}`);
      full = true;
    }
  };
  await tell();
  await runner.run(open, plan.sources, async (part, outcome) => {
    const item = wholes.get(part.hash) ?? part;
    if (outcomes.has(item.hash)) return; // a job that comes twice counts once
    if (flaky.has(part.hash)) flaky.add(item.hash);
    if ("result" in outcome) {
      const before = known.get(item.hash);
      const result = before && part !== item ? merged(item.job, before, outcome.result) : outcome.result;
      outcomes.set(item.hash, { result });
      if (before && comesOutOtherwise(item.job, before, result)) flaky.add(item.hash);
      await keep(item, result);
    } else outcomes.set(item.hash, outcome);
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

/** Whether a job came out otherwise than before, as far as the same rules were asked. */
function comesOutOtherwise(job: Job, before: JobResult, now: JobResult): boolean {
  if (job.kind !== "check") return canonical(before) !== canonical(now);
  return canonical(sharedPart(before, now)) !== canonical(sharedPart(now, before));
}

/** Results that an earlier sweep left, by the hash of the job. */
async function keptResults(items: readonly Planned[], store: ResultStore): Promise<Map<string, JobResult>> {
  const hashes = items.flatMap(({ kept, narrow }) => (narrow === undefined ? [kept] : [kept, narrow]));
  const found = await store.get([...new Set(hashes)]);
  const known = new Map<string, JobResult>();
  for (const { hash, kept, narrow } of items) {
    const result = found.get(kept) ?? (narrow === undefined ? undefined : found.get(narrow));
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
