import * as fc from "fast-check";
import { anywhere, inThread, several } from "./generated-statements.ts";

/**
 * A small module as pieces of C in which `$` stands for the module's number, so that several fit into one file. All its
 * integers stay small: the plain search has to come to an end.
 */
export interface GeneratedModule {
  readonly variables: string;
  readonly threads: readonly string[];
  readonly init: string;
  readonly exit: string;
}

export const VARIABLES = `static struct task_struct *first$, *second$;
static int a$, b$, flag$, ticks$;
static struct ctx *ctx$;
static DEFINE_MUTEX(mutex$);
static DEFINE_SPINLOCK(lock$);
static DECLARE_COMPLETION(done$);
static DECLARE_WAIT_QUEUE_HEAD(queue$);`;

const UNTIL_STOPPED = "while (!kthread_should_stop())\n\t\tschedule_timeout_interruptible(HZ);";

const threadBody = fc.oneof(
  several(inThread, 1, 3),
  several(inThread, 0, 2).map((body) => `${body}\n\t${UNTIL_STOPPED}`),
  fc
    .tuple(several(inThread, 1, 2), fc.constantFrom("", "msleep(1);"))
    .map(([body, rest]) => `while (!kthread_should_stop()) {\n\t${body}\n\t${rest}\n\t}`),
);

const creation = fc.constantFrom(
  "T = kthread_run(F, NULL, F_NAME);",
  "T = kthread_create(F, NULL, F_NAME); get_task_struct(T); wake_up_process(T);",
  "T = kthread_create(F, NULL, F_NAME); wake_up_process(T); get_task_struct(T);",
  "T = kthread_create(F, NULL, F_NAME);",
);

const ending = fc.oneof(
  { weight: 3, arbitrary: fc.constant("kthread_stop(T);") },
  { weight: 3, arbitrary: fc.constant("kthread_stop(T); put_task_struct(T);") },
  { weight: 1, arbitrary: fc.constant("") },
);

interface Thread {
  readonly body: string;
  readonly creation: string;
  readonly ending: string;
}

const thread: fc.Arbitrary<Thread> = fc
  .tuple(threadBody, creation, ending)
  .map(([body, creation, ending]) => ({
    body,
    creation,
    // a reference that was taken is mostly given back, and one that was not is mostly left alone
    ending: creation.includes("get_task") || !ending.includes("put_task") ? ending : "kthread_stop(T);",
  }));

/** Puts in the thread's handle, function and name. */
function ofThread(text: string, i: number): string {
  return text
    .replaceAll("F_NAME", `"thread ${i}"`)
    .replaceAll(/\bF\b/g, `thread${i}_$`)
    .replaceAll(/\bT\b/g, HANDLES[i] ?? "");
}

const HANDLES = ["first$", "second$"];

export const generatedModules: fc.Arbitrary<GeneratedModule> = fc
  .record({
    threads: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(thread) },
      { weight: 1, arbitrary: fc.tuple(thread, thread) },
    ),
    allocates: fc.boolean(),
    frees: fc.boolean(),
    afterStart: several(anywhere, 0, 2),
    beforeStop: several(anywhere, 0, 2),
  })
  .map(({ threads, allocates, frees, afterStart, beforeStop }) => ({
    variables: VARIABLES,
    threads: threads.map(
      ({ body }, i) => `static int thread${i}_$(void *unused)\n{\n\t${body}\n\treturn 0;\n}`,
    ),
    init: [
      allocates ? "ctx$ = kzalloc(sizeof(*ctx$), GFP_KERNEL);" : "",
      ...threads.map(({ creation }, i) => ofThread(creation, i)),
      afterStart,
      "return 0;",
    ].join("\n\t"),
    exit: [
      beforeStop,
      ...threads.map(({ ending }, i) => ofThread(ending, i)),
      frees ? "kfree(ctx$);" : "",
    ].join("\n\t"),
  }));

const HEADERS =
  "completion debugfs delay fs hrtimer interrupt irq_work kobject kthread ktime miscdevice module mutex notifier rcupdate sched sched/signal slab spinlock srcu sysfs timer uaccess version wait workqueue".split(
    " ",
  );

function numbered(text: string, i: number): string {
  return text.replaceAll("$", String(i));
}

/** One C file of several modules, of which the parameter `which` picks one: a compiler's start costs more than its work. */
export function fileOf(modules: readonly GeneratedModule[]): string {
  const parts = modules.map(({ variables, threads, init, exit }, i) =>
    numbered(
      [
        variables,
        ...threads,
        `static int init_$(void)\n{\n\t${init}\n}`,
        `static void exit_$(void)\n{\n\t${exit}\n}`,
      ].join("\n\n"),
      i,
    ),
  );
  const cases = (call: (i: number) => string): string =>
    modules.map((_, i) => `\tcase ${i}:\n\t\t${call(i)}\n`).join("");
  return `${HEADERS.map((name) => `#include <linux/${name}.h>\n`).join("")}
static int which;
module_param(which, int, 0);

struct ctx {
	int n;
};

${parts.join("\n\n")}

static int __init start(void)
{
	switch (which) {
${cases((i) => `return init_${i}();`)}	}
	return -EINVAL;
}

static void __exit stop(void)
{
	switch (which) {
${cases((i) => `exit_${i}();\n\t\tbreak;`)}	}
}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;
}
