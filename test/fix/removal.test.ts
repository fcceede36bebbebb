import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import { moduleOf, textOf, withIdiom } from "./bench.ts";

const FINDING: Finding = {
  rule: "kthread-outlives-module",
  severity: "error",
  message: "",
  span: { file: "module.c", line: 1, column: 1 },
  function: "work",
  notes: [],
};

/** The function that ends the device, with the stop in it; or why it has none. */
function removed(remove: string, operations = ".probe = probe, .remove = remove"): string {
  const source = moduleOf(`struct meter { struct task_struct *task; };
static int work(void *data)
{
	while (!kthread_should_stop())
		schedule();
	return 0;
}
static int begin(struct meter *m)
{
	m->task = kthread_run(work, m, "meter");
	return PTR_ERR_OR_ZERO(m->task);
}
static int probe(struct platform_device *pdev)
{
	return begin(platform_get_drvdata(pdev));
}
static void remove(struct platform_device *pdev)
{
${remove}
}
static struct platform_driver driver = { ${operations} };
module_platform_driver(driver);
`);
  const made = withIdiom(source, FINDING, (title) => title.includes("is removed"));
  if (!made.source) return made.refusal;
  const text = textOf(made.source);
  return text.slice(text.indexOf("remove(struct"), text.indexOf("\n}\nstatic struct platform_driver"));
}

test("what probe() starts through a helper, remove() stops behind its declarations", () => {
  expect(removed("\tstruct meter *m = platform_get_drvdata(pdev);\n\n\tkfree(m);")).toBe(
    "remove(struct platform_device *pdev)\n{\n\tstruct meter *m = platform_get_drvdata(pdev);\n\n\tkthread_stop(m->task);\n\tkfree(m);",
  );
});

test("it is stopped behind the statement that finds its object", () => {
  expect(
    removed(
      '\tstruct meter *gone;\n\n\tpr_info("x\\n");\n\tgone = platform_get_drvdata(pdev);\n\tkfree(gone);',
    ),
  ).toContain("gone = platform_get_drvdata(pdev);\n\tkthread_stop(gone->task);\n\tkfree(gone);");
});

test.each([
  ['\tpr_info("gone\\n");', "does not have the object that keeps the handle"],
  ["\tstruct meter *a = f(), *b = g();\n\n\tkfree(a);", "does not have the object that keeps the handle"],
  ["\tstruct meter *a = f();\n\n\ta = g();\n\tkfree(a);", "where a is set in remove() is not plain"],
  ["\tstruct meter *a = f();\n\n\tkthread_stop(a->task);", "remove() stops the thread already"],
])("no stop is put where its handle is not known for certain, or where there is one: %j", (remove, why) => {
  expect(removed(remove)).toContain(why);
});

test("a function that no table names as the end is left alone", () => {
  expect(removed("\tstruct meter *m = f();\n\n\tkfree(m);", ".probe = probe, .suspend = remove")).toContain(
    "no table of operations",
  );
});

/** A module that starts the threads of an array, with one idiom applied to how it ends; or why it has none. */
function array(finish: string, fits: string, bound = "ARRAY_SIZE(tasks)"): string {
  const source = moduleOf(`static struct task_struct *tasks[3];
static int count = 3;
static int work(void *data)
{
	while (!kthread_should_stop())
		schedule();
	return 0;
}
static int __init begin(void)
{
	int i, many = count;

	for (i = 0; i < ${bound}; i++)
		tasks[i] = kthread_run(work, NULL, "work");
	return 0;
}
static void __exit finish(void)
{
${finish}}
module_init(begin);
module_exit(finish);
`);
  const made = withIdiom(source, FINDING, (title) => title.includes(fits));
  if (!made.source) return made.refusal;
  const text = textOf(made.source);
  return text.slice(text.indexOf("finish(void)\n{\n") + 15, text.indexOf("}\nmodule_init"));
}

test("each thread of an array is stopped when the module is unloaded", () => {
  const loop = "\tfor (i = 0; i < ARRAY_SIZE(tasks); i++)\n\t\tkthread_stop(tasks[i]);\n";
  expect(array("", "when the module is unloaded")).toBe(`\tint i;\n\n${loop}`);
  expect(array("\tcount = 0;\n", "when the module is unloaded")).toBe(`\tint i;\n\n${loop}\tcount = 0;\n`);
  expect(array("\tcount = 0;\n", "when the module is unloaded", "many")).toContain(
    "how many threads there are",
  );
});

function stops(from: string, bound: string): string {
  return `\tint i;\n\n\tfor (i = ${from}; i < ${bound}; i++)\n\t\tkthread_stop(tasks[i]);\n`;
}

test("as many threads of an array are stopped as are started", () => {
  expect(array(stops("1", "2"), "as many")).toBe(stops("0", "ARRAY_SIZE(tasks)"));
  expect(array(stops("0", "ARRAY_SIZE(tasks)"), "as many")).toContain("no loop stops another number");
});
