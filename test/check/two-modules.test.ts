import { expect, test } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import { keyOfName } from "../../src/check/code/key.ts";
import { SourceProgram } from "../../src/check/code/program.ts";
import { readSource, type SourceFile } from "../../src/source/index.ts";

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

const monitorOf = (program: SourceProgram, file: SourceFile | undefined): string | undefined => {
  const fn = file?.functions.get("start");
  return fn && keyOfName("monitor", fn, program);
};

test("a global of one module means the same after a file has come in that defines its own", () => {
  const [first, second] = ["first.c", "second.c"].map((path) => readSource(path, moduleOf("")));
  const program = new SourceProgram(first ? [first] : []);
  const before = monitorOf(program, first);
  program.add(second ? [second] : [], () => true);
  expect(monitorOf(program, first)).toBe(before);
  expect(monitorOf(program, second)).not.toBe(before);
});
