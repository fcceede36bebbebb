import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { runLines } from "../../src/report/run-text.ts";

const verdict: Verdict = {
  command: "run",
  outcome: "bug",
  kernel: "6.12",
  findings: [
    {
      rule: "kthread-stop-after-exit",
      severity: "error",
      message: "it is gone",
      span: { file: "m.c", line: 28, column: 2 },
      function: "leave",
      notes: [],
      witness: {
        replay: "6.12:0",
        steps: [
          { n: 1, task: "worker", function: "work", file: "m.c", line: 15, column: 9, text: "returns 0" },
        ],
        timeline: { lanes: [], moments: [], objects: [] },
      },
    },
  ],
  assumptions: [],
  coverage: [],
  stats: { schedules: 1, states: 1, complete: true, ms: 1 },
};

test("an editor that reads the lines jumps to the column of each step", () => {
  expect(runLines(verdict)).toContain("m.c:15:9: note: 1. worker: returns 0");
});
