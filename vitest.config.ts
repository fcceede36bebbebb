import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { built, BUILT } from "./test/built.ts";

/** CI adds up the suites' reports: `.ci/run` names a folder for them. */
const reports = process.env["UNOOPS_REPORTS"];
const suite = process.argv.includes("slow") ? "slow" : "quick";

/**
 * vitest leaves one core alone; where there are two, that is half of them. A slow file may wait for browsers, emulators and servers that
 * are killed and started again: one more than there are cores keeps them at work.
 */
const WORKERS = suite === "slow" ? availableParallelism() + 1 : Math.max(2, availableParallelism() - 1);

/** Files that take minutes, the longest first. */
const LONGEST = [
  "run/fixtures-newer",
  "fix/every-bug",
  "slice/outline",
  "playground/browser",
  "check/agreement",
  "sweep/faults",
  "explore/generated",
  "run/fixtures-older",
  "fix/started",
  "check/mutants",
  "check/large",
  "explore/generated-worlds",
  "compile/headers",
  "explore/reclamation",
];

function turnOf({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.endsWith(`${name}.slow.test.ts`));
  return place < 0 ? LONGEST.length : place;
}

/** A long file that comes last leaves one core without work; nothing in a fresh clone says how long a file takes. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line no-array-sort -- vitest's, of no array
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => turnOf(a) - turnOf(b));
  }
}

/** `quick` and `apart` are `npm test`: Node only, under two minutes. `slow` runs in CI: generated programs, long searches, recorded logs. */
export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    // thousands of small searches: compiling what ran for a moment costs more than it saves (V8's own budget is a third of this)
    execArgv: ["--interrupt-budget=400000"],
    sequence: { sequencer: LongestFirst },
    ...(reports
      ? { reporters: ["default", "json"], outputFile: { json: join(reports, `${suite}.json`) } }
      : {}),
    projects: [
      {
        plugins: [built()],
        test: {
          name: "quick",
          globalSetup: "test/built.ts",
          server: { deps: { external: [BUILT] } },
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.slow.test.ts", "test/**/*.apart.test.ts"],
          // one file after the other in the same process: what is read and compiled once is known to all
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // what puts another module in the place of one of ours may not meet the others
      {
        test: {
          name: "apart",
          include: ["test/**/*.apart.test.ts"],
          testTimeout: 120_000,
        },
      },
      {
        plugins: [built()],
        test: {
          name: "slow",
          globalSetup: "test/built.ts",
          server: { deps: { external: [BUILT] } },
          include: ["test/**/*.slow.test.ts"],
          isolate: false,
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
