import { checkProgram } from "../check/index.ts";
import { CompileError } from "../compile/compile-error.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Finding, Verdict } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { searchText } from "../core/progress-text.ts";
import { identity } from "../run/finding.ts";
import { DEFAULT_TIME, runModule, type RunOptions } from "../run/run.ts";
import { saysLittle } from "../run/worlds.ts";
import { sourceOf } from "../run/source-text.ts";
import { readFiles } from "./sources.ts";

/** What changes are tried with: how modules are compiled, and for which kernels. */
export interface Bench {
  readonly kernels: readonly KernelVersion[];
  /** @throws CompileError */
  readonly build: (source: ModuleSource, kernel: KernelVersion) => Promise<LinkedProgram>;
  readonly parameters?: RunOptions["parameters"];
  readonly world?: RunOptions["world"];
  readonly limits?: RunOptions["limits"];
  readonly anyWitness?: RunOptions["anyWitness"];
  /** Milliseconds that changes may take. */
  readonly within?: number;
  /** When a run has to end, as performance.now() counts; of a module with several kernels each gets what is left. */
  readonly deadline?: number;
  /** Told what is being tried. */
  readonly say?: (text: string) => void;
  /** Whether what was found for the first kernels says enough, and the rest need not be run. */
  readonly isEnough?: (verdicts: readonly Verdict[]) => boolean;
}

/** A module's text, run for every kernel; where it cannot be run, read by `check`. */
export interface Trial {
  readonly verdicts: readonly Verdict[];
  /** What the compiler said, for the first kernel that it does not compile for. */
  readonly refused: string | undefined;
}

/** Allocations and creations may fail: the error paths belong to a fix. */
export async function tryModule(source: ModuleSource, bench: Bench): Promise<Trial> {
  const verdicts: Verdict[] = [];
  let refused: string | undefined;
  // the compilers of all kernels run side by side
  const builds = bench.kernels.map((kernel) => ({ kernel, built: bench.build(source, kernel) }));
  await Promise.allSettled(builds.map(({ built }) => built));
  for (const { kernel, built } of builds) {
    if (bench.isEnough?.(verdicts)) break;
    try {
      const program = await built;
      const ran = runModule(program, {
        source: sourceOf(source),
        faults: true,
        ...(bench.world ? { world: bench.world } : {}),
        ...(bench.parameters ? { parameters: bench.parameters } : {}),
        ...limitsOf(bench),
        ...(bench.anyWitness ? { anyWitness: true } : {}),
        onProgress: (at) => bench.say?.(`linux ${kernel}: ${searchText(at)}`),
      });
      verdicts.push(withChecked(ran, source, kernel));
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      refused ??= error.diagnostics || error.message;
      verdicts.push(
        checked(source, kernel, [`it was read and not run, since ${error.message}${firstError(error)}`]),
      );
    }
  }
  return { verdicts, refused };
}

/** What one run may use: no more time than is left for all of them. */
function limitsOf({ limits, deadline }: Bench): Pick<RunOptions, "limits"> {
  if (deadline === undefined) return limits ? { limits } : {};
  const { time = DEFAULT_TIME } = limits ?? {};
  return { limits: { ...limits, time: Math.min(time, Math.max(0, deadline - performance.now())) } };
}

/** The first thing that the compiler would not take. */
function firstError({ diagnostics }: CompileError): string {
  const line = diagnostics.split("\n").find((one) => /\berror: /.test(one));
  return line === undefined ? "" : ` (${line.trim()})`;
}

/** What only reading finds, and all that reading finds where the run came to no verdict. */
function withChecked(ran: Verdict, source: ModuleSource, kernel: KernelVersion): Verdict {
  const read = readErrors(source, kernel);
  const undecided = ran.outcome === "undecided";
  // a part shows less than the whole driver does, few uses less than many: what reading finds beside counts
  const counts = undecided || ran.scope === "part" || saysLittle(ran);
  const more = read
    .filter(({ rule }) => counts || rule === "allow-signal-mask")
    .filter(
      (one) => !ran.findings.some((known) => known.rule === one.rule && known.span.line === one.span.line),
    );
  if (more.length === 0) return ran;
  return {
    ...ran,
    outcome: "bug",
    findings: [...ran.findings, ...more],
    stats: { ...ran.stats, complete: ran.stats.complete && !undecided },
  };
}

function checked(source: ModuleSource, kernel: KernelVersion, coverage: readonly string[]): Verdict {
  const began = performance.now();
  const findings = readErrors(source, kernel);
  return {
    command: "check",
    outcome: findings.length > 0 ? "bug" : "undecided",
    kernel,
    findings,
    assumptions: [],
    coverage,
    stats: { schedules: 0, states: 0, complete: false, ms: Math.round(performance.now() - began) },
  };
}

/** The errors that `check` finds in a module's text; what lies beside it has functions of its threads. */
export function readErrors(source: ModuleSource, kernel: KernelVersion): readonly Finding[] {
  const known = lastRead.get(source);
  if (known?.kernel === kernel) return known.errors;
  const errors = readErrorsAnew(source, kernel);
  lastRead.set(source, { kernel, errors });
  return errors;
}

/** Who runs a part asks several times, and while the compiler runs. */
const lastRead = new WeakMap<
  ModuleSource,
  { readonly kernel: KernelVersion; readonly errors: readonly Finding[] }
>();

function readErrorsAnew(source: ModuleSource, kernel: KernelVersion): Finding[] {
  const { units, beside = [] } = source;
  const whole = readFiles({ ...source, units: [...units, ...beside] }, kernel);
  const own = new Set(units.map((unit) => source.userPath(unit)));
  return checkProgram(whole.units, whole.headers, kernel).findings.filter(
    ({ severity, span }) => severity === "error" && own.has(span.file),
  );
}

/** The findings of all kernels, each once. */
export function findingsOf({ verdicts }: Trial): Finding[] {
  const found = new Map<string, Finding>();
  for (const finding of verdicts.flatMap(({ findings }) => findings)) {
    const known = found.get(identity(finding));
    if (!known || comesEasier(finding, known)) found.set(identity(finding), finding);
  }
  return [...found.values()];
}

/** Of one finding on two kernels, the one that takes less to happen says more. */
function comesEasier(a: Finding, b: Finding): boolean {
  return effortOf(a) < effortOf(b);
}

function effortOf({ needsFault = false, preemptions = 0 }: Finding): number {
  return Number(needsFault) * 1000 + preemptions;
}
