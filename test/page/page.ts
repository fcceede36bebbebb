import type { Finding, Verdict } from "../../src/core/finding.ts";
import { pageOfRun, type Setting } from "../../src/page/page-of.ts";
import { ROOMS } from "../../src/page/room.ts";

export const SETTING: Setting = {
  name: "early_exit",
  command: "unoops run early-exit.c",
  replay: "unoops run early-exit.c",
  version: "1",
  source: () => "line one\nline two\n",
  room: ROOMS[0]!,
};

/** A witness with as many steps as wanted, by two tasks in turn; the last one touches what the one before freed. */
export function finding(steps: number, text = "step()"): Finding {
  const numbers = Array.from({ length: steps }, (_, i) => i + 1);
  return {
    rule: "use-after-free",
    severity: "error",
    message: text,
    span: { file: "early-exit.c", line: 2, column: 1 },
    function: "stop",
    notes: [{ message: text }],
    witness: {
      replay: "6.12:0",
      steps: numbers.map((n) => ({ n, task: text, function: "f", file: "early-exit.c", line: 1, text })),
      timeline: {
        lanes: [
          { name: text, kind: "thread" },
          { name: "rcu", kind: "rcu" },
        ],
        moments: numbers.map((n) => ({
          lane: n % 2,
          places: [{ lane: n % 2, file: "early-exit.c", line: 1 }],
          changes: n === 1 ? [{ lane: 1, name: "k", from: "0", to: text }] : [],
        })),
        objects: [
          {
            kind: "task_struct",
            name: text,
            events: [
              { step: 2, what: "born", usage: 2 },
              { step: steps - 1, what: "freed", usage: 0 },
              { step: steps, what: "fatal" },
            ],
          },
        ],
      },
    },
    predicted: [{ headline: text, function: "stop", trace: [text], when: "always", text: [text] }],
  };
}

export function verdictOf(findings: readonly Finding[], coverage: readonly string[] = []): Verdict {
  return {
    command: "run",
    outcome: findings.length > 0 ? "bug" : "safe",
    kernel: "6.12",
    findings,
    assumptions: [],
    coverage,
    stats: { schedules: 1, states: 1, complete: true, ms: 1 },
  };
}

export function page(
  findings: readonly Finding[],
  setting: Partial<Setting> = {},
): ReturnType<typeof pageOfRun> {
  return pageOfRun(verdictOf(findings), "x86_64", { ...SETTING, ...setting });
}
