import type { ModuleSource } from "../compile/module-source.ts";
import type { Verdict } from "../core/finding.ts";
import { bestOf } from "../core/fix.ts";
import type { Arch } from "../core/kernel-version.ts";
import { adviceFor } from "../core/rule-pages.ts";
import { showSpan } from "../core/span.ts";
import { fixModule, unifiedDiff, type Bench } from "../fix/index.ts";
import { annotate, diagnose, loadDisassembler, type Crash } from "../oops/index.ts";
import type { Solution } from "../report/solve-text.ts";
import { bestMatch, type Match } from "./compare.ts";

/** What a run of the module said, and how to fix it where it reproduces the log. */
export interface Reproduction {
  readonly source: ModuleSource;
  /** The module's name, as the kernel would print it. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly arch: Arch;
  /** How patches are tried; absent when none is wanted. */
  readonly bench?: Bench;
  /** How files are named in the patch. */
  readonly shownAs: (path: string) => string;
}

/** A log and a module's run beside each other: the crash that the run reproduces, what it means, and the smallest patch that holds. */
export async function solveLog(
  crashes: readonly [Crash, ...Crash[]],
  { source, name, verdict, arch, bench, shownAs }: Reproduction,
): Promise<Solution> {
  const found = bestMatch(crashes, verdict.findings);
  const crash = found?.crash ?? crashes[0];
  const disassembler = await loadDisassembler();
  const { summary, rule, evidence, next } = diagnose(crash, crashes, disassembler);
  const match = found?.reproduced ? found : undefined;
  const patch = match && bench ? await patchFor(source, bench, shownAs) : undefined;
  return {
    log: {
      headline: crash.headline,
      arch: crash.arch,
      summary,
      evidence,
      lines: annotate(crash, disassembler),
      trace: crash.frames.map((frame) => frame.function),
      ...(crash.kernel === undefined ? {} : { kernel: crash.kernel }),
      ...(rule === undefined ? {} : { rule }),
    },
    verdict,
    arch,
    ...(match ? { match } : {}),
    ...(patch ? { patch } : {}),
    advice: match ? adviceFor(match.finding.rule) : next,
    remarks: remarksOf(match, crash, name),
  };
}

async function patchFor(
  source: ModuleSource,
  bench: Bench,
  shownAs: (path: string) => string,
): Promise<Solution["patch"]> {
  const best = bestOf((await fixModule(source, bench)).candidates);
  if (!best?.judgement) return undefined;
  const { proof, because, left } = best.judgement;
  const stillThere = left.map(({ rule, message, span }) => `left: ${rule}: ${message} (${showSpan(span)})`);
  return {
    title: best.title,
    proof,
    because: [...stillThere, ...because],
    diff: unifiedDiff(best.files, shownAs),
  };
}

function remarksOf(match: Match | undefined, crash: Crash, name: string): string[] {
  const unloading = crash.modules.find(({ state }) => state === "unloading" || state === "last unloaded");
  if (!match || !unloading || unloading.name === name) return [];
  return [
    `The log's module is called ${unloading.name}, this source ${name}: unoops assumes that they are the same.`,
  ];
}
