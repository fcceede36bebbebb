import { beforeAll, describe, expect, test } from "vitest";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { QUICKEST } from "../compile/build.ts";
import { buildGenerated, keptPrograms, pick } from "./build-generated.ts";
import { flawOfWitness, judge } from "./compare.ts";
import { VARIABLES, type GeneratedModule } from "./generated-program.ts";

/** Milliseconds for a first compile, on a machine that is busy. */
const COMPILES = 120_000;

const START = `first$ = kthread_create(thread$, NULL, "thread");
	get_task_struct(first$);
	wake_up_process(first$);
	return 0;`;

function moduleWith(body: string, init: string, exit: string): GeneratedModule {
  return {
    variables: VARIABLES,
    threads: [`static int thread$(void *unused)\n{\n\t${body}\n\treturn 0;\n}`],
    init,
    exit,
  };
}

const TASKLET_AND_THREAD: GeneratedModule = {
  variables: VARIABLES,
  threads: [
    `static struct tasklet_struct tasklet$;
static struct task_struct *parked$;
static void soft$(unsigned long unused)
{
	kthread_unpark(parked$);
}`,
    `static int parks$(void *unused)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		schedule_timeout_interruptible(HZ);
	}
	return 0;
}`,
  ],
  init: `tasklet_init(&tasklet$, soft$, 0);
	tasklet_schedule(&tasklet$);
	parked$ = kthread_run(parks$, NULL, "parks");
	return PTR_ERR_OR_ZERO(parked$);`,
  exit: "kthread_park(parked$);",
};

/** Modules in which the reduced search once missed a rule, or gave a path that was no witness. */
const MISSED: readonly (readonly [string, GeneratedModule, readonly string[]])[] = [
  [
    "a free that fails only when the other one came first",
    moduleWith(
      "kfree(ctx$); ctx$ = NULL;",
      `ctx$ = kzalloc(sizeof(*ctx$), GFP_KERNEL);\n\t${START}`,
      "kfree(ctx$);",
    ),
    ["double-free", "kthread-outlives-module", "kthread-ref-leak"],
  ],
  [
    "a signal that can come only between two calls",
    moduleWith(
      `allow_signal(SIGUSR1);
	if (signal_pending(current))
		return 1;
	disallow_signal(SIGUSR1);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);`,
      `first$ = kthread_run(thread$, NULL, "thread");
	return 0;`,
      "kthread_stop(first$);",
    ),
    ["kthread-stop-after-exit"],
  ],
  [
    "a wait for nobody beside a loop that never sleeps",
    moduleWith(
      "while (!kthread_should_stop())\n\t\tcomplete_all(&done$);",
      `first$ = kthread_run(thread$, NULL, "thread");
	wait_event(queue$, flag$);
	return 0;`,
      "kthread_stop(first$);",
    ),
    ["livelock"],
  ],
  [
    "a wait for a lock that goes away with the module",
    moduleWith("mutex_lock(&mutex$);\n\tmutex_lock(&mutex$);", START, ""),
    ["kthread-outlives-module"],
  ],
  [
    "a tasklet that fails for another reason once the module is gone",
    TASKLET_AND_THREAD,
    [
      "kthread-never-ran",
      "kthread-outlives-module",
      "livelock",
      "null-dereference",
      "tasklet-outlives-module",
    ],
  ],
];

describe("the reduced search and the plain one find every rule that is broken, with a witness", () => {
  let program: LinkedProgram;
  beforeAll(async () => {
    const modules = MISSED.map(([, module]) => module);
    program = await buildGenerated(modules, "6.12", {
      toolchain: QUICKEST,
      cache: keptPrograms(),
    });
  }, COMPILES);

  test.each(MISSED.map(([name, , rules], which) => ({ name, rules, which })))(
    "in $name",
    ({ rules, which }) => {
      const options = { parameters: pick(which) };
      expect(judge(program, options, "plain").rules).toEqual(rules);
      const reduced = judge(program, options, "reduced");
      expect(reduced.rules).toEqual(rules);
      for (const found of reduced.found) expect(flawOfWitness(program, options, found)).toBeUndefined();
    },
  );
});
