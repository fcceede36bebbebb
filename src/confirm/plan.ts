import type { Finding, Verdict } from "../core/finding.ts";
import { signalNumber } from "../core/signal-names.ts";
import { deedOf, killedWith, stillOpen } from "../core/witness-words.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Scenario, Use, Variant } from "./play/scenario.ts";

export interface PlanOptions {
  readonly parameters: readonly string[];
  /** How often each scenario is played. */
  readonly times: number;
  /** Play with waits only where this is wished: `--witness`. */
  readonly forced: boolean;
}

/** What is played first. After a proof of safety that is every way to use the module, in plain and in poisoned memory. */
export function plan(verdict: Verdict, source: ModuleSource, options: PlanOptions): readonly Scenario[] {
  const { times, forced } = options;
  const parameters = [...options.parameters, ...(verdict.parameters ?? [])];
  const scenario = (asked: Pick<Scenario, "signals" | "uses">, variant: Variant): Scenario => ({
    parameters,
    ...asked,
    lingers: verdict.findings.some(({ rule }) => rule.endsWith("-outlives-module")),
    variant,
    forced: false,
  });
  const uses: Scenario["uses"] = makesFiles(source) ? "every file" : [];
  const one = verdict.findings.some(({ witness }) => witness)
    ? unique(verdict.findings.map(askedBy)).map((asked) => scenario(asked, "as shipped"))
    : unique(
        [[], ...allowedSignals(source).map((signal) => [signal])].map((signals) => ({ signals, uses })),
      ).flatMap((asked) => [scenario(asked, "as shipped"), scenario(asked, "slub_debug")]);
  const all = one.flatMap((each) => Array.from({ length: times }, () => each));
  return forced ? [...all, ...all.map((each) => ({ ...each, forced: true }))] : all;
}

/** The same scenarios with waits: for a bug that was not seen by itself. */
export function forcedPlan(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.filter(({ forced }) => !forced).map((scenario) => ({ ...scenario, forced: true }));
}

/** What user space does in the finding's witness, in order. */
function askedBy({ witness }: Finding): Pick<Scenario, "signals" | "uses"> {
  const steps = witness?.steps ?? [];
  const unloads = steps.findIndex(({ task }) => task === "rmmod");
  const uses: Use[] = [];
  const goesOn = new Set<string>();
  for (const [index, { task, text }] of steps.entries()) {
    if (stillOpen(text) !== undefined) goesOn.add(task);
    const deed = deedOf(text);
    if (!deed) continue;
    const before = goesOn.delete(task) ? uses.pop() : undefined;
    if (before) uses.push({ ...before, afterwards: [...before.afterwards, deed] });
    else uses.push({ deed, afterwards: [], whileUnloading: unloads >= 0 && unloads < index });
  }
  const kills = steps.filter(({ task }) => task === "user space");
  return { signals: kills.flatMap(({ text }) => killedWith(text) ?? []), uses };
}

/** Signals that the module's threads ask for. */
function allowedSignals(source: ModuleSource): number[] {
  const text = [...source.files.values()].filter((content) => typeof content === "string").join("\n");
  const named = [...text.matchAll(/\ballow_signal\s*\(\s*SIG(\w+)\s*\)/g)].map((match) =>
    signalNumber(match[1] ?? ""),
  );
  return [...new Set(named.filter((signal) => signal !== undefined))];
}

/** Does the module give user space files, in its source's own words? */
function makesFiles(source: ModuleSource): boolean {
  return [...source.files.values()].some(
    (content) => typeof content === "string" && FILE_MAKERS.test(content),
  );
}

const FILE_MAKERS =
  /\bstruct\s+(?:file_operations|proc_ops|\w*attribute)\b|\b(?:DEFINE_\w*ATTRIBUTE|\w*_ATTR(?:_R[OW]|_WO)?)\s*\(/;

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
