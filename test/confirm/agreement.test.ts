import { expect, test } from "vitest";
import type { Prediction, Verdict } from "../../src/core/finding.ts";
import { compare } from "../../src/confirm/judge/agreement.ts";
import { judge } from "../../src/confirm/judge/judge.ts";
import { holdsOn, readConfig } from "../../src/confirm/kernels/config.ts";
import type { Run } from "../../src/confirm/play/run.ts";

const BUG = "BUG: scheduling while atomic: insmod/91/0x00000002";

function saw(console: string): ReturnType<typeof judge> {
  const run: Run = {
    scenario: { parameters: [], signals: [], uses: [], lingers: false, variant: "as shipped", forced: false },
    console,
    phases: [{ phase: "insmod", from: 0 }],
    insmod: 0,
    rmmod: 0,
    end: "played",
    stuck: [],
    faults: [],
    blind: [],
    ms: 1,
  };
  return judge(run);
}

function predicting(...predicted: readonly Prediction[]): Verdict {
  const span = { file: "a.c", line: 1, column: 1 };
  return {
    command: "run",
    outcome: "bug",
    kernel: "6.1",
    findings: [
      { rule: "sleep-in-atomic", severity: "error", message: "", span, function: "", notes: [], predicted },
    ],
    assumptions: [],
    coverage: [],
    stats: { schedules: 1, states: 1, complete: true, ms: 1 },
  };
}

const verdict = predicting(
  {
    headline: BUG,
    function: "msleep",
    trace: ["msleep"],
    when: "CONFIG_PREEMPT_COUNT is on",
    text: [BUG, "Call Trace:", " msleep"],
  },
  { headline: "nothing", function: "", trace: [], when: "CONFIG_PREEMPT_COUNT is off", text: [] },
);

const CRASH = `[    2.1] ${BUG}
[    2.1] CPU: 0 PID: 91 Comm: insmod Not tainted 6.1.0-56-amd64 #1
[    2.1] Call Trace:
[    2.1]  <TASK>
[    2.1]  __schedule_bug+0x51/0x60
[    2.1]  msleep+0x29/0x40
[    2.1]  </TASK>
`;

test("a prediction counts only on a kernel that is configured for it", () => {
  const on = readConfig("CONFIG_SMP=y\nCONFIG_PREEMPT_COUNT=y\n# CONFIG_KASAN is not set\n");
  const off = readConfig("CONFIG_SMP=y\n# CONFIG_PREEMPT_COUNT is not set\n");
  expect(compare(verdict, "as shipped", saw(CRASH), on)).toBe("as predicted");
  expect(compare(verdict, "as shipped", saw(CRASH), off)).toBe("other symptom");
  expect(compare(verdict, "as shipped", saw(""), off)).toBe("as predicted");
  expect(compare(verdict, "as shipped", saw(""), on)).toBe("not seen");
  expect(compare(verdict, "as shipped", saw(CRASH), undefined)).toBe("as predicted");
});

test("an option that a condition only names must be on", () => {
  const config = readConfig("CONFIG_CPU_SW_DOMAIN_PAN=y\nCONFIG_FOO=m\n");
  expect(holdsOn(config, "the memory is untouched; CONFIG_CPU_SW_DOMAIN_PAN")).toBe(true);
  expect(holdsOn(config, "CONFIG_BAR")).toBe(false);
  expect(holdsOn(config, "CONFIG_FOO is off")).toBe(false);
  expect(holdsOn(config, "always")).toBe(true);
});

test("a crash in a function of the module's own is as predicted: traces name the module behind it", () => {
  const headline = "kernel BUG at a.c:3!";
  const own = predicting({
    headline,
    function: "enter [a]",
    trace: ["enter [a]", "do_one_initcall"],
    when: "always",
    text: [headline, "RIP: 0010:enter [a]", "Call Trace:", " enter [a]", " do_one_initcall"],
  });
  const seen = saw(`[    2.1] kernel BUG at /build/a/a.c:3!
[    2.1] invalid opcode: 0000 [#1] PREEMPT SMP NOPTI
[    2.1] CPU: 0 PID: 91 Comm: insmod Tainted: G           OE      6.1.0-57-amd64 #1
[    2.1] RIP: 0010:enter+0xa/0xff [a]
[    2.1] Call Trace:
[    2.1]  do_one_initcall+0x56/0x230
`);
  expect(compare(own, "as shipped", seen, undefined)).toBe("as predicted");
});

test("a warning names its function above the trace of who called it, at a line that a prediction does not know", () => {
  const place = "kernel/rcu/tree_plugin.h";
  const predicted = predicting({
    headline: `WARNING: CPU: 0 PID: 101 at ${place}:x rcu_note_context_switch`,
    function: "rcu_note_context_switch",
    trace: ["msleep"],
    when: "always",
    text: [
      `WARNING: CPU: 0 PID: 101 at ${place}:x rcu_note_context_switch`,
      "Call Trace:",
      " __schedule",
      " msleep",
    ],
  });
  const console = `[    4.5] WARNING: CPU: 0 PID: 99 at ${place}:320 rcu_note_context_switch+0x4ee/0x650
[    4.5] CPU: 0 PID: 99 Comm: tool Not tainted 6.1.0 #1
[    4.5] RIP: 0010:rcu_note_context_switch+0x4ee/0x650
[    4.5] Call Trace:
[    4.5]  <TASK>
[    4.5]  __schedule+0xae/0xa00
[    4.5]  msleep+0x29/0x40
[    4.5]  </TASK>
`;
  expect(compare(predicted, "as shipped", saw(console), undefined)).toBe("as predicted");
  expect(
    compare(predicted, "as shipped", saw(console.replaceAll("rcu_note_context_switch", "foo")), undefined),
  ).toBe("other symptom");
});
