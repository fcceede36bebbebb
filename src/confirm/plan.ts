import type { Finding, Verdict } from "../core/finding.ts";
import { signalNumber } from "../core/signal-names.ts";
import { killedWith } from "../core/witness-words.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Scenario, Variant } from "./play/scenario.ts";

export interface PlanOptions {
  readonly parameters: readonly string[];
  /** How often each scenario is played. */
  readonly times: number;
  /** Play with waits only where this is wished: `--witness`. */
  readonly forced: boolean;
}

/** What is played first. After a proof of safety that is every way to use the module, in plain and in poisoned memory. */
export function plan(verdict: Verdict, source: ModuleSource, options: PlanOptions): readonly Scenario[] {
  const { parameters, times, forced } = options;
  const scenario = (signals: readonly number[], variant: Variant): Scenario => ({
    parameters,
    signals,
    variant,
    forced: false,
  });
  const one = verdict.findings.some(({ witness }) => witness)
    ? unique(verdict.findings.map(signalsOf)).map((signals) => scenario(signals, "as shipped"))
    : unique([[], ...allowedSignals(source).map((signal) => [signal])]).flatMap((signals) => [
        scenario(signals, "as shipped"),
        scenario(signals, "slub_debug"),
      ]);
  const all = one.flatMap((each) => Array.from({ length: times }, () => each));
  return forced ? [...all, ...all.map((each) => ({ ...each, forced: true }))] : all;
}

/** The same scenarios with waits: for a bug that was not seen by itself. */
export function forcedPlan(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.filter(({ forced }) => !forced).map((scenario) => ({ ...scenario, forced: true }));
}

/** Signals that user space sends in the finding's witness, in order. */
function signalsOf({ witness }: Finding): readonly number[] {
  const kills = witness?.steps.filter(({ task }) => task === "user space") ?? [];
  return kills.flatMap(({ text }) => killedWith(text) ?? []);
}

/** Signals that the module's threads ask for. */
function allowedSignals(source: ModuleSource): number[] {
  const text = [...source.files.values()].filter((content) => typeof content === "string").join("\n");
  const named = [...text.matchAll(/\ballow_signal\s*\(\s*SIG(\w+)\s*\)/g)].map((match) =>
    signalNumber(match[1] ?? ""),
  );
  return [...new Set(named.filter((signal) => signal !== undefined))];
}

function unique(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(lists.map((list) => [list.join(), list])).values()];
}
