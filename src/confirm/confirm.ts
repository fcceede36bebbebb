import type { Finding, Verdict } from "../core/finding.ts";
import { countText } from "../core/progress-text.ts";
import { UserError } from "../core/user-error.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import { buildCaller } from "./build/build-caller.ts";
import { buildModule } from "./build/build-module.ts";
import { forceWitness, type Forced } from "./force/force.ts";
import { compare, type Agreement } from "./judge/agreement.ts";
import { isEmulatorFault } from "./judge/emulator.ts";
import { judge } from "./judge/judge.ts";
import { isBad, type GuestOutcome } from "./judge/outcome.ts";
import { configOf } from "./kernels/config.ts";
import type { RealKernel } from "./kernels/real-kernel.ts";
import { play } from "./play/play.ts";
import type { Run } from "./play/run.ts";
import { needsCaller, scenarioName, type Scenario } from "./play/scenario.ts";
import { forcedPlan, plan, poisonedPlan, type PlanOptions } from "./plan.ts";
import { Computer } from "./qemu/computer.ts";

export interface ConfirmOptions extends PlanOptions {
  /** How long insmod and rmmod may take before they count as hung, in ms. */
  readonly patience: number;
  readonly onProgress: (text: string) => void;
}

/** One scenario as it went. */
export interface Played {
  readonly scenario: Scenario;
  readonly outcome: GuestOutcome;
  readonly agreement: Agreement;
  readonly console: string;
  readonly ms: number;
}

/**
 * `confirmed`: the kernel misbehaved as predicted. `misbehaved`: it did, but no prediction says so. `quiet`: nothing bad was seen and
 * none was expected. `undecided`: a bug that was found did not show itself, or the scenario could not be played.
 */
export type ConfirmVerdict = "confirmed" | "misbehaved" | "quiet" | "undecided";

export interface Confirmation {
  readonly verdict: ConfirmVerdict;
  readonly kernel: RealKernel;
  readonly accelerator: string;
  /** What `unoops run` said. */
  readonly run: Verdict;
  readonly played: readonly Played[];
  /** Where the forced copy waits, and where it could not. */
  readonly forced?: Pick<Forced, "points" | "missed">;
  readonly buildMs: number;
}

/** Builds the module for a real kernel, plays it there, and compares what happened with what `unoops run` said. */
export async function confirmModule(
  source: ModuleSource,
  kernel: RealKernel,
  run: Verdict,
  options: ConfirmOptions,
): Promise<Confirmation> {
  const began = performance.now();
  options.onProgress("building the module and waking the kernel");
  const [module, computer] = await both(buildModule(source, kernel), Computer.of(kernel));
  const buildMs = Math.round(performance.now() - began);
  try {
    const config = await configOf(kernel);
    const forced = forcedCopy(source, run);
    let copy: Uint8Array | undefined;
    let caller: Uint8Array | undefined;
    const played: Played[] = [];
    const playAll = async (scenarios: readonly Scenario[]): Promise<void> => {
      const start = performance.now();
      for (const [index, scenario] of scenarios.entries()) {
        const count = countText("scenarios played", index, scenarios.length, performance.now() - start);
        options.onProgress(`${count}: ${scenarioName(scenario)}`);
        if (scenario.forced && forced) copy ??= await buildModule(forced.source, kernel);
        if (needsCaller(scenario)) caller ??= await buildCaller(kernel);
        const binaries = { module: (scenario.forced ? copy : undefined) ?? module, caller };
        const result = await playSoundly(computer, source.name, binaries, scenario, options);
        const outcome = judge(result);
        const agreement = compare(run, scenario.variant, outcome, config);
        played.push({ scenario, outcome, agreement, console: result.console, ms: result.ms });
      }
    };
    if (options.forced && !forced)
      throw new UserError("--witness: no step of the witness stands where a wait could be put");
    const first = plan(run, source, options);
    await playAll(first);
    const poisoned = poisonedPlan(first, run);
    const further = [poisoned, ...(forced ? [forcedPlan(first), forcedPlan(poisoned)] : [])];
    for (const scenarios of run.outcome === "bug" ? further : [])
      if (!played.some(({ outcome }) => isBad(outcome))) await playAll(scenarios);
    const waits = played.some(({ scenario }) => scenario.forced) ? forced : undefined;
    return {
      verdict: verdictOf(run, played),
      kernel,
      accelerator: computer.accelerator,
      run,
      played,
      ...(waits ? { forced: { points: waits.points, missed: waits.missed } } : {}),
      buildMs,
    };
  } finally {
    await computer.close();
  }
}

/** An emulator that lost its registers says nothing of the module: the scenario is played again. */
async function playSoundly(...scene: Parameters<typeof play>): Promise<Run> {
  for (let left = RETRIES; ; left--) {
    const run = await play(...scene);
    if (!isEmulatorFault(run.console)) return run;
    if (left === 0)
      throw new UserError("QEMU fails to emulate this kernel: its registers hold what none can");
  }
}

const RETRIES = 3;

/** A build that fails must not leave the other's folder behind. */
async function both(build: Promise<Uint8Array>, start: Promise<Computer>): Promise<[Uint8Array, Computer]> {
  const [module, computer] = await Promise.allSettled([build, start]);
  if (module.status === "fulfilled" && computer.status === "fulfilled") return [module.value, computer.value];
  if (computer.status === "fulfilled") await computer.value.close();
  throw module.status === "rejected"
    ? module.reason
    : computer.status === "rejected"
      ? computer.reason
      : undefined;
}

/** The copy for the first finding whose witness names a place to wait at. */
function forcedCopy(source: ModuleSource, { findings }: Verdict): Forced | undefined {
  return findings
    .map(({ witness }: Finding) => witness && forceWitness(source, witness.steps))
    .find((forced) => forced && forced.points.length > 0);
}

const AGREES = new Set<Agreement>(["as predicted", "same crash"]);

function verdictOf(run: Verdict, played: readonly Played[]): ConfirmVerdict {
  const bad = played.filter(({ outcome }) => isBad(outcome));
  if (bad.some(({ agreement }) => AGREES.has(agreement))) return "confirmed";
  if (bad.length > 0) return "misbehaved";
  const missing = run.outcome === "bug" && !played.some(({ agreement }) => AGREES.has(agreement));
  return missing || played.every(({ outcome }) => outcome.kind !== "quiet") ? "undecided" : "quiet";
}
