import { expect, test } from "vitest";
import { testOf } from "../../src/fix/handle-test.ts";
import type { Finding } from "../../src/core/finding.ts";
import { attempts } from "../../src/fix/attempts.ts";
import { readSource } from "../../src/source/index.ts";
import { moduleOf, textOf } from "./bench.ts";

function said(condition: string): string | undefined {
  const file = readSource("t.c", `void f(void) { if (${condition}) return; }`);
  const fn = file.functions.get("f");
  const body = fn?.body?.kind === "block" ? fn.body.body[0] : undefined;
  if (!fn || body?.kind !== "if") throw new Error("no condition");
  const found = testOf(fn, body.test, "k");
  return found && `${found.says}${found.mistaken ? ", mistaken" : ""}`;
}

test.each([
  ["!k", "failed, mistaken"],
  ["k == NULL", "failed, mistaken"],
  ["NULL == k", "failed, mistaken"],
  ["k == 0", "failed, mistaken"],
  ["0 == k", "failed, mistaken"],
  ["k == (struct task_struct *)0", "failed, mistaken"],
  ["unlikely(!k)", "failed, mistaken"],
  ['(k = kthread_run(f, NULL, "w")) == NULL', "failed, mistaken"],
  ["!buffer || !k", "failed, mistaken"],
  ["k", "created, mistaken"],
  ["k != NULL", "created, mistaken"],
  ["buffer && k", "created, mistaken"],
  ["IS_ERR(k)", "failed"],
  ["IS_ERR(k) || !k", "failed"],
  ["!k || IS_ERR(k)", "failed"],
  ["IS_ERR_OR_NULL(k)", "failed"],
  ["IS_ERR_VALUE((unsigned long)k)", "failed"],
  ["PTR_ERR(k) < 0", "failed, mistaken"],
  ["PTR_ERR(k)", "failed, mistaken"],
  ["!PTR_ERR(k)", "created, mistaken"],
  ["IS_ERR(k) && PTR_ERR(k) < 0", undefined],
  ["IS_ERR(k) || PTR_ERR(k) < 0", "failed"],
  ["(long)k == 0", "failed, mistaken"],
  ["(long)k < 0", "failed, mistaken"],
  ["!IS_ERR(k)", "created"],
  ["IS_ERR(k) == 0", "created"],
  ["k && !IS_ERR(k)", "created"],
  ['err = PTR_ERR_OR_ZERO(k = kthread_run(f, NULL, "w"))', "failed"],
  ['(err = PTR_ERR_OR_ZERO(k = kthread_run(f, NULL, "w"))) < 0', "failed"],
  ['k = kthread_run(f, NULL, "w")', "created, mistaken"],
  ["buffer && !k", undefined],
  ["buffer || k", undefined],
  ["other", undefined],
])("%s says of k: %s", (condition, expected) => {
  expect(said(condition)).toBe(expected);
});

const FINDING: Finding = {
  rule: "kthread-stop-after-exit",
  severity: "error",
  message: "",
  span: { file: "module.c", line: 1, column: 1 },
  function: "finish",
  notes: [],
};

/** A module that tests its new thread in some way, with the reference taken. */
const held = (creates: string, tests: string): string =>
  heldIn(`	k = ${creates}(work, NULL, "w");\n${tests}`);

function heldIn(creation: string): string {
  const source = moduleOf(`#include <linux/kthread.h>
static struct task_struct *k;
static int work(void *data) { return 0; }
static int start(void)
{
	int err = 0;

${creation}
	return err;
}
static void finish(void)
{
	kthread_stop(k);
}
module_init(start);
module_exit(finish);
`);
  const hold = attempts(source, FINDING, ["5.10"]).find(({ idiom }) =>
    idiom.title.startsWith("hold the thread's task_struct from"),
  );
  if (!hold?.source) throw new Error(hold?.refusal ?? "not tried");
  return textOf(hold.source);
}

test.each([
  ["\tif (k == NULL)\n\t\treturn -EIO;"],
  ["\tif (0 == k)\n\t\treturn -EIO;"],
  ["\tif (PTR_ERR(k) < 0)\n\t\treturn -EIO;"],
  ["\tif ((long)k < 0)\n\t\treturn -EIO;"],
  ["\tif (!k) {\n\t\treturn -EIO;\n\t}"],
  ["\tif (IS_ERR(k) || !k)\n\t\treturn -EIO;"],
  ["\terr = PTR_ERR_OR_ZERO(k);\n\tif (err)\n\t\treturn err;"],
  ['\terr = IS_ERR(k);\n\tif (err != 0)\n\t\tpr_err("none\\n");'],
  ['\tpr_info("created\\n");'],
])("the reference is taken behind a test for an error: %j", (tests) => {
  for (const [creates, wakes] of [
    ["kthread_run", ""],
    ["kthread_create", "\n\twake_up_process(k);"],
  ] as const) {
    const text = held(creates, tests + wakes);
    const before = text.slice(0, text.indexOf("get_task_struct(k)"));
    const guard = /(IS_ERR(_OR_NULL)?\(k\)|if \(err\b)/;
    expect(before).toMatch(guard);
    expect(before.slice(before.search(guard))).not.toMatch(/wake_up_process\(k\)/);
  }
});

const RUN = 'k = kthread_run(work, NULL, "w")';
const CREATE = RUN.replace("run", "create");

test.each([
  [`if (IS_ERR(${RUN}))`, `if (IS_ERR(${CREATE}))`],
  [`if (!(${RUN}))`, `if (IS_ERR(${CREATE}))`],
  [`if (PTR_ERR(${RUN}) < 0)`, `if (IS_ERR(${CREATE}))`],
  [`if ((long)(${RUN}) < 0)`, `if (IS_ERR(${CREATE}))`],
  [`if ((${RUN}) == NULL)`, `if (IS_ERR(${CREATE}))`],
  [`if (NULL == (${RUN}))`, `if (IS_ERR(${CREATE}))`],
  [`if (unlikely(!(${RUN})))`, `if (unlikely(IS_ERR(${CREATE})))`],
  [`if ((err = PTR_ERR_OR_ZERO(${RUN})))`, `if ((err = PTR_ERR_OR_ZERO(${CREATE})))`],
  [`if ((err = PTR_ERR_OR_ZERO(${RUN})) < 0)`, `if ((err = PTR_ERR_OR_ZERO(${CREATE})) < 0)`],
])("a creation inside of %j is tested for an error, and held behind the test", (condition, becomes) => {
  const text = heldIn(`\t${condition}\n\t\treturn -ENOMEM;`);
  expect(text).toContain(`\t${becomes}\n\t\treturn -ENOMEM;\n\tget_task_struct(k);\n\twake_up_process(k);\n`);
});

test("a branch that leaves NULL in the handle and goes on keeps the reference from being taken of it", () => {
  const text = heldIn(`\tif (IS_ERR(${RUN})) {\n\t\terr = PTR_ERR(k);\n\t\tk = NULL;\n\t}`);
  expect(text).toContain(
    "\tif (!IS_ERR_OR_NULL(k)) {\n\t\tget_task_struct(k);\n\t\twake_up_process(k);\n\t}\n",
  );
});

test("a variable that a patch adds has a name that the file does not use", () => {
  const source = moduleOf(`#include <linux/kthread.h>
static struct task_struct *t;
static int work(void *data) { return 0; }
static int start(void)
{
	t = kthread_run(work, NULL, "w");
	kthread_stop(t);
	return PTR_ERR_OR_ZERO(t);
}
static void finish(void)
{
	kthread_stop(t);
}
module_init(start);
module_exit(finish);
`);
  const finding: Finding = { ...FINDING, rule: "kthread-double-stop" };
  const taking = attempts(source, finding, ["6.12"]).find(({ idiom }) =>
    idiom.title.startsWith("let one stopper"),
  );
  const text = taking?.source ? textOf(taking.source) : "";
  expect(text).toContain("struct task_struct *task = xchg(&t, NULL);");
});
