/** How a module ends its thread, and how the thread ends itself: combinations that take more than one idiom, or that none mends. */
export interface HardStyle {
  readonly stop:
    | "under a flag"
    | "under a pointer test"
    | "in a loop"
    | "after a completion"
    | "in two places";
  readonly ways: 1 | 2 | 3;
  readonly signals: "flag" | "completion" | "both";
  readonly test: "IS_ERR" | "== 0" | "none";
}

const HOW = [
  "under a flag",
  "under a pointer test",
  "in a loop",
  "after a completion",
  "in two places",
] as const;
const WAYS = [1, 2, 3] as const;
const SIGNALS = ["flag", "completion", "both"] as const;
const TESTED = ["IS_ERR", "== 0", "none"] as const;

/** Every way to stop with every number of ways out, twice: with each signal and each test in turn. */
export const HARD_STYLES: readonly HardStyle[] = [0, 1].flatMap((round) =>
  HOW.flatMap((stop, i) =>
    WAYS.map((ways, j): HardStyle => ({
      stop,
      ways,
      signals: SIGNALS[(i + j + round) % 3] ?? "both",
      test: TESTED[(i + 2 * j + 2 * round) % 3] ?? "none",
    })),
  ),
);

const STOPS: Record<HardStyle["stop"], string> = {
  "under a flag": "\tif (!done)\n\t\tkthread_stop(k[0]);",
  "under a pointer test": "\tif (k[0])\n\t\tkthread_stop(k[0]);",
  "in a loop": "\tint i;\n\n\tfor (i = 0; i < 1; i++)\n\t\tkthread_stop(k[i]);",
  "after a completion": "\twait_for_completion(&ended);\n\tkthread_stop(k[0]);",
  "in two places": "\tif (done)\n\t\tkthread_stop(k[0]);\n\telse\n\t\tkthread_stop(k[0]);",
};

const TESTS: Record<HardStyle["test"], string> = {
  IS_ERR: "\tif (IS_ERR(k[0]))\n\t\treturn PTR_ERR(k[0]);",
  "== 0": "\tif (k[0] == 0)\n\t\treturn -ENOMEM;",
  none: '\tpr_info("started\\n");',
};

export function hardSource({ stop, ways, signals, test }: HardStyle): string {
  const tells = `${signals === "completion" ? "" : "\tdone = true;\n"}${signals === "flag" ? "" : "\tcomplete(&ended);\n"}`;
  const early = tells.replace(/^\t/gm, "\t\t");
  return `#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *k[1];
static DECLARE_COMPLETION(ended);
static bool done;
static int level;
module_param(level, int, 0);

static int work(void *data)
{
${ways > 1 ? `\tif (level > 3) {\n${early}\t\treturn -EINVAL;\n\t}\n` : ""}\twhile (!kthread_should_stop()) {
		schedule_timeout_interruptible(HZ);
${ways > 2 ? "\t\tif (level > 0)\n\t\t\tbreak;\n" : ""}${ways === 1 ? "" : "\t\tif (signal_pending(current))\n\t\t\tbreak;\n"}	}
${tells}	return 0;
}

static int __init start(void)
{
	k[0] = kthread_run(work, NULL, "work");
${TESTS[test]}
	return 0;
}

static void __exit finish(void)
{
${STOPS[stop]}
}

module_init(start);
module_exit(finish);
MODULE_LICENSE("GPL");
`;
}
