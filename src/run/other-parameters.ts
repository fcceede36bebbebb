import type { Verdict } from "../core/finding.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { sourceFiles } from "./assumed-calls.ts";
import { beginsNoThread, isUnreached } from "./never-reached.ts";
import type { RunOptions } from "./options.ts";
import { parameterValues } from "./user-input/parameter-values.ts";
import { runInWorlds } from "./worlds.ts";

/** The kinds of include/linux/moduleparam.h that are one value, which the machine sets. */
const SETTABLE = /^(bool|invbool|charp|u?(byte|short|int|long|llong)|hexint)$/;

/** States that a search with another value of a parameter may have, for each that the one without has; and at least so many. */
const OTHERWISE = { share: 2, least: 2_000 };

/**
 * Where nothing fails with the values that parameters have, those that the module tells apart are tried (`autostart=1`, `mode=3`), one at a
 * time, within a small multiple of the states. What fails then is the verdict; and so is the first with a thread where there was none.
 */
export function runWithParameters(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const verdict = runInWorlds(program, options, deadline);
  const isGiven = options.parameters?.size || program.modules.length > 1;
  if (verdict.outcome !== "safe" || isGiven) return verdict;
  const { states = DEFAULT_LIMITS.states } = options.limits ?? {};
  const most = Math.min(states, Math.max(OTHERWISE.least, OTHERWISE.share * verdict.stats.states));
  const tried: string[] = [];
  const reached = new Set<string>();
  let withThread: Verdict | undefined;
  for (const words of settings(program, options, beginsNoThread(verdict))) {
    if (performance.now() > deadline) break;
    const limits = { ...options.limits, states: most };
    const ran = runInWorlds(program, { ...options, limits, parameters: new Map(words) }, deadline);
    const other = { ...ran, parameters: words.map(([name, value]) => `${name}=${value}`) };
    if (other.outcome === "bug") return other;
    if (other.outcome !== "safe") continue;
    tried.push(other.parameters.join(" "));
    for (const line of verdict.coverage) if (!other.coverage.includes(line)) reached.add(line);
    if (!beginsNoThread(other)) withThread ??= other;
  }
  if (beginsNoThread(verdict) && withThread) return withThread;
  const coverage = verdict.coverage.filter((line) => !isUnreached(line) || !reached.has(line));
  if (tried.length > 0) coverage.push(`nothing fails either with ${tried.join(", or with ")}`);
  return { ...verdict, coverage };
}

/** What insmod's command line sets: a parameter, and all of them where that may bring about a thread: an init function may want them all. */
function settings(
  program: LinkedProgram,
  { source }: RunOptions,
  together: boolean,
): (readonly [name: string, value: string])[][] {
  const names = program.parameters.filter(({ type }) => SETTABLE.test(type)).map(({ name }) => name);
  const each = parameterValues(sourceFiles(program, source))
    .filter(({ name }) => names.includes(name))
    .map(({ name, value }): [string, string] => [name, value]);
  const all = names.map((name): [string, string] => [name, "1"]);
  return [...each.map((one) => [one]), ...(together && all.length > 1 ? [all] : [])];
}

/** A module is safe with the values that its parameters had: what others make of it was not run. */
export function withDefaults(verdict: Verdict, program: LinkedProgram, { parameters }: RunOptions): Verdict {
  const set = [...(parameters?.keys() ?? []), ...(verdict.parameters ?? [])];
  const given = new Set(set.map((name) => name.replace(/^.*\.|=.*$/g, "")));
  const names = program.parameters.map(({ name }) => name).filter((name) => !given.has(name));
  if (verdict.outcome !== "safe" || names.length === 0) return verdict;
  const line = `other values of parameters were not tried: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ", ..." : ""} (NAME=VALUE does)`;
  return { ...verdict, assumptions: [...verdict.assumptions, line] };
}
