import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { judgeText } from "../fix/bench.ts";

const beginning = (test: string): string => `#include <linux/delay.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *t;

static int beat(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static int __init start(void)
{
	long number;

	t = kthread_run(beat, NULL, "beat");
	${test}
		return -ENOMEM;
	return 0;
}

static void __exit stop(void)
{
	kthread_stop(t);
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

function judge(test: string): Promise<Verdict> {
  return judgeText(beginning(test), {});
}

test.each(["if ((long)t < 0)", "number = (long)t; if (number < 0)"])(
  "what rests on the sign of an address is not called safe: %s",
  async (asked) => {
    const { outcome, coverage } = await judge(asked);
    expect(outcome).toBe("undecided");
    expect(coverage[0]).toContain("asks for the sign of an address");
  },
);

test.each(["number = (int)IS_ERR(t); if (number > 0)", "number = PTR_ERR(t); if (IS_ERR(t) && number < 0)"])(
  "no sign of an address is asked for: %s",
  async (asked) => {
    expect(await judge(asked)).toMatchObject({ outcome: "safe", findings: [] });
  },
);

test.each(["if (PTR_ERR(t) < 0)", "number = PTR_ERR(t); if (number < 0)"])(
  "PTR_ERR() of a thread that runs is negative, so the module fails with its thread running: %s",
  async (asked) => {
    const { findings } = await judge(asked);
    expect(findings.map(({ rule }) => rule)).toContain("kthread-outlives-module");
  },
);

const counting = (given: string): string =>
  beginning("if (IS_ERR(t))")
    .replace(
      "	while (",
      "	int i, rounds = (int)data;\n\n	for (i = 0; i < rounds; i++)\n		cond_resched();\n	while (",
    )
    .replace('beat, NULL, "beat"', `beat, ${given}, "beat"`)
    .replace("	long number;", "	int rounds = 3;\n	int *place = &rounds;\n	(void)place;");

test.each(["(void *)3", "(void *)rounds", "(void *)(long)rounds"])(
  "an argument that is a number has no sign of an address: %s",
  async (given) => {
    expect((await judgeText(counting(given), {})).outcome).toBe("safe");
  },
);

test.each(["(void *)place", "(void *)&t"])(
  "an argument that is an address has a sign, whatever it counts: %s",
  async (given) => {
    // as many rounds as an address is large are nothing to wait for
    const { outcome, coverage } = await judgeText(counting(given), { limits: { time: 2000 } });
    expect(outcome).not.toBe("safe");
    expect(coverage.join("\n")).toContain("asks for the sign of an address");
  },
);
