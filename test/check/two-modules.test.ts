import { expect, test } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import { readSource } from "../../src/source/index.ts";

/** A module with a struct, a handle and functions by the names that every module has; `whenFailed` is what its start does then. */
const moduleOf = (whenFailed: string): string => `
struct dev { struct task_struct *thread; };
struct task_struct *monitor;
static int loop_fn(void *data) { while (!kthread_should_stop()) msleep(10); return 0; }
int start(struct dev *d)
{
	d->thread = kthread_run(loop_fn, d, "loop");
	monitor = kthread_run(loop_fn, d, "monitor");
	${whenFailed}
	return 0;
}
void stop(struct dev *d)
{
	if (d->thread)
		kthread_stop(d->thread);
	if (monitor)
		kthread_stop(monitor);
}
`;

test("two modules of one folder that use the same names are judged apart", () => {
  const careful = moduleOf("if (IS_ERR(d->thread)) d->thread = NULL; if (IS_ERR(monitor)) monitor = NULL;");
  const files = [readSource("careless.c", moduleOf("")), readSource("careful.c", careful)];
  const { findings } = checkProgram(files, [], "6.12");
  expect(findings.map(({ rule, span }) => `${span.file}: ${rule}`)).toEqual([
    "careless.c: kthread-err-ptr",
    "careless.c: kthread-err-ptr",
  ]);
});
