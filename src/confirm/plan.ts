import type { Finding, Verdict } from "../core/finding.ts";
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
  return kills.flatMap(({ text }) => {
    const signal = /^kill (\d+)/.exec(text)?.[1];
    return signal === undefined ? [] : [Number(signal)];
  });
}

/** Numbers of x86 and arm; what a kthread allows is one of these. */
const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGUSR2: 12,
  SIGTERM: 15,
  SIGCONT: 18,
};

/** Signals that the module's threads ask for. */
function allowedSignals(source: ModuleSource): number[] {
  const text = [...source.files.values()].filter((content) => typeof content === "string").join("\n");
  const named = [...text.matchAll(/\ballow_signal\s*\(\s*(\w+)\s*\)/g)].map(
    (match) => SIGNALS[match[1] ?? ""],
  );
  return [...new Set(named.filter((signal) => signal !== undefined))];
}

function unique(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return [...new Map(lists.map((list) => [list.join(), list])).values()];
}
