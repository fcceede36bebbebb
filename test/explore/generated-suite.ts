import type * as fc from "fast-check";
import { MEASURED_KERNELS, type KernelVersion } from "../../src/core/kernel-version.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import type { World } from "../../src/core/world.ts";
import type { MachineOptions } from "../../src/machine/machine.ts";
import { buildGenerated, pick, sampleModules, type Builder } from "./build-generated.ts";
import { flawOfWitness, judge, type Judgement } from "./compare.ts";
import { fileOf, type GeneratedModule } from "./generated-program.ts";

export interface Suite extends Builder {
  readonly modules: number;
  readonly seed: number;
  /** Modules in one file. */
  readonly together: number;
  /** What the modules are made of; threads if nothing is said. */
  readonly kind?: fc.Arbitrary<GeneratedModule>;
  readonly world?: World;
  /** Taken in turn; all that were booted if nothing is said. */
  readonly kernels?: readonly KernelVersion[];
}

/** Counts of what was done, and what went wrong, in words. */
export interface Report {
  compared: number;
  /** The plain search came to no end within its limits: says nothing. */
  skipped: number;
  failing: number;
  witnesses: number;
  readonly disagreements: string[];
}

/** Compares every search on every module, kernels in turn. */
export async function runSuite({
  modules,
  seed,
  together,
  kind,
  world,
  kernels = MEASURED_KERNELS,
  ...builder
}: Suite): Promise<Report> {
  const report: Report = { compared: 0, skipped: 0, failing: 0, witnesses: 0, disagreements: [] };
  const all = sampleModules(modules, seed, kind);
  for (let at = 0; at < all.length; at += together) {
    const some = all.slice(at, at + together);
    const kernel = kernels[(at / together) % kernels.length] ?? "6.12";
    const program = await buildGenerated(some, kernel, builder);
    for (const [which, module] of some.entries()) {
      const wrong = compareSearches(
        program,
        { parameters: pick(which), ...(world ? { world } : {}) },
        report,
      );
      report.disagreements.push(...wrong.map((text) => `linux ${kernel}: ${text}\n${fileOf([module])}`));
    }
  }
  return report;
}

function compareSearches(program: LinkedProgram, options: MachineOptions, report: Report): string[] {
  const plain = judge(program, options, "plain");
  if (!plain.complete) {
    report.skipped++;
    return [];
  }
  report.compared++;
  if (plain.rules.length > 0) report.failing++;
  const reduced = judge(program, options, "reduced");
  const idle = judge(program, options, "plain, idle words out");
  report.witnesses += reduced.found.length;
  return [
    ...differences("reduced", plain, reduced),
    ...differences("with idle words out of the state", plain, idle),
    ...reduced.found.flatMap((found) => {
      const flaw = flawOfWitness(program, options, found);
      return flaw === undefined ? [] : [`the witness of "${found.failure.key}" ${flaw}`];
    }),
  ];
}

function differences(name: string, plain: Judgement, other: Judgement): string[] {
  if (!other.complete) return [`${name}: the search comes to no end`];
  const [expected, got] = [plain, other].map(({ rules }) => rules.join(", ") || "safe");
  return expected === got ? [] : [`${name}: ${got}; the plain search: ${expected}`];
}
