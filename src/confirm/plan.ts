import type { Finding, Verdict } from "../core/finding.ts";
import { signalNumber } from "../core/signal-names.ts";
import { deedOf, killedWith, stillOpen, tellsGone } from "../core/witness-words.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import {
  calleeName,
  readSource,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
} from "../source/index.ts";
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
  const files = readFiles(source);
  const uses: Scenario["uses"] = makesFiles(files) ? "every file" : [];
  const one = verdict.findings.some(({ witness }) => witness)
    ? unique(verdict.findings.map(askedBy)).map((asked) => scenario(asked, "as shipped"))
    : unique(
        [[], ...allowedSignals(files).map((signal) => [signal])].map((signals) => ({ signals, uses })),
      ).flatMap((asked) => [scenario(asked, "as shipped"), scenario(asked, "slub_debug")]);
  const all = one.flatMap((each) => Array.from({ length: times }, () => each));
  return forced ? [...all, ...all.map((each) => ({ ...each, forced: true }))] : all;
}

/** The same in poisoned memory, where a finding is about freed memory: as shipped it holds what it did until somebody takes it. */
export function poisonedPlan(scenarios: readonly Scenario[], { findings }: Verdict): readonly Scenario[] {
  const differs = findings.some(({ predicted = [] }) =>
    predicted.some(({ when }) => when.includes("slub_debug")),
  );
  if (!differs) return [];
  return scenarios
    .filter(({ variant }) => variant === "as shipped")
    .map((scenario) => ({ ...scenario, variant: "slub_debug" }));
}

/** The same scenarios with waits: for a bug that was not seen by itself. */
export function forcedPlan(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.filter(({ forced }) => !forced).map((scenario) => ({ ...scenario, forced: true }));
}

/** What user space does in the finding's witness, in order. */
function askedBy({ witness }: Finding): Pick<Scenario, "signals" | "uses"> {
  const steps = witness?.steps ?? [];
  const unloads = steps.findIndex(({ task }) => task === "rmmod");
  const gone = steps.findIndex(({ task, text }) => task === "rmmod" && tellsGone(text));
  const uses: Use[] = [];
  const goesOn = new Set<string>();
  for (const [index, { task, text }] of steps.entries()) {
    if (stillOpen(text) !== undefined) goesOn.add(task);
    const deed = deedOf(text);
    if (!deed) continue;
    const before = goesOn.delete(task) ? uses.pop() : undefined;
    if (before) uses.push({ ...before, afterwards: [...before.afterwards, deed] });
    else uses.push({ deed, afterwards: [], when: whenAt(index, unloads, gone) });
  }
  const kills = steps.filter(({ task }) => task === "user space");
  return { signals: kills.flatMap(({ text }) => killedWith(text) ?? []), uses };
}

/** How far rmmod is at a step; -1 where it does not begin, or does not end. */
function whenAt(index: number, unloads: number, gone: number): Use["when"] {
  if (gone >= 0 && gone < index) return "unloaded";
  return unloads >= 0 && unloads < index ? "unloading" : "loaded";
}

/** Signals that the module's threads ask for. */
function allowedSignals(files: readonly SourceFile[]): number[] {
  const found = new Set<number>();
  for (const fn of functionsOf(files)) {
    if (!fn.body) continue;
    walkExpressions(fn.body, (expr) => {
      if (expr.kind !== "call" || calleeName(expr) !== "allow_signal") return;
      const [signal] = expr.args;
      const number =
        signal?.kind === "name" ? signalNumber(signal.name.replace(/^SIG/, "")) : numberIn(signal);
      if (number !== undefined) found.add(number);
    });
  }
  return [...found];
}

function functionsOf(files: readonly SourceFile[]): CFunction[] {
  return files.flatMap(({ functions }) => [...functions.values()]);
}

function numberIn(expr: Expr | undefined): number | undefined {
  return expr?.kind === "number" ? expr.value : undefined;
}

/** Does the module give user space files, in its source's own words? */
function makesFiles(files: readonly SourceFile[]): boolean {
  const types = files.flatMap(({ globals }) => [...globals.values()].map(({ type }) => type));
  const locals = functionsOf(files).flatMap((fn) => [...fn.locals.values()].map(({ type }) => type));
  return (
    [...types, ...locals].some((type) => OF_A_FILE.test(type)) ||
    files.some(({ topLevelCalls }) => topLevelCalls.some(({ name }) => MAKES_ATTRIBUTE.test(name)))
  );
}

const OF_A_FILE = /\bstruct (file_operations|proc_ops|\w*attribute)\b/;
/** DEFINE_SIMPLE_ATTRIBUTE(), DEVICE_ATTR_RW() and the like. */
const MAKES_ATTRIBUTE = /^(DEFINE_\w*ATTRIBUTE|\w*_ATTR(_R[OW]|_WO)?)$/;

/** What the module is made of, headers beside it included. */
function readFiles({ files }: ModuleSource): SourceFile[] {
  return [...files].flatMap(([path, text]) => (typeof text === "string" ? [readSource(path, text)] : []));
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
