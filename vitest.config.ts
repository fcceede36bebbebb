import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** CI adds up the suites' reports: `.ci/run` names a folder for them. */
const reports = process.env["UNOOPS_REPORTS"];
const suite = process.argv.includes("slow") ? "slow" : "quick";

/** `quick` and `apart` are `npm test`: Node only, under two minutes. `slow` runs in CI: generated programs, long searches, recorded logs. */
export default defineConfig({
  test: {
    // vitest leaves one core alone; where there are two, that is half of them
    maxWorkers: Math.max(2, availableParallelism() - 1),
    ...(reports
      ? { reporters: ["default", "json"], outputFile: { json: join(reports, `${suite}.json`) } }
      : {}),
    projects: [
      {
        test: {
          name: "quick",
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
        test: {
          name: "slow",
          include: ["test/**/*.slow.test.ts"],
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
