import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { defaultArch } from "../../src/core/kernel-version.ts";
import { readErrors } from "../../src/fix/index.ts";
import { readModule } from "../../src/host/module-files.ts";
import { judgeModule } from "../../src/judge/index.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildWholeOrPart } from "../../src/slice/index.ts";
import { buildOptions, rulesOf } from "../run/harness.ts";

const folder = mkdtempSync(join(tmpdir(), "unoops-callers-"));
afterAll(() => rmSync(folder, { recursive: true }));

const FEEDER = `#include <linux/kthread.h>
#include "press.h"

static int feed(void *data)
{
	struct press *p = data;

	while (!kthread_should_stop())
		if (press_feed(p->board))
			return -EIO;
	return 0;
}

int press_start_feeder(struct press *p)
{
	if (!p->is_ready)
		return -ENODEV;
	p->feeder = kthread_run(feed, p, "press");
	return PTR_ERR_OR_ZERO(p->feeder);
}

void press_stop_feeder(struct press *p)
{
	p->is_ready = false;
	kthread_stop(p->feeder);
}
`;

const MAIN = `#include <linux/module.h>
#include <linux/slab.h>
#include <board/board.h>
#include "press.h"

static int press_probe(struct board *board)
{
	struct press *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	p->board = board;
	p->is_ready = true;
	board_set_drvdata(board, p);
	return press_start_feeder(p);
}

static void press_remove(struct board *board)
{
	struct press *p = board_get_drvdata(board);

	press_stop_feeder(p);
	kfree(p);
}

static struct board_driver press_driver = {
	.probe = press_probe,
	.remove = press_remove,
};
module_board_driver(press_driver);
MODULE_LICENSE("GPL");
`;

/** Its thread ends by itself where a function of another file finds nothing, which that one never does. */
const SIEVE = `#include <linux/module.h>
#include <linux/kthread.h>
#include "sieve.h"

static int sift(void *data)
{
	if (!sieve_is_there(data))
		return -1;
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

int sieve_start(struct sieve *s)
{
	s->sifter = kthread_run(sift, s, "sieve");
	return PTR_ERR_OR_ZERO(s->sifter);
}

void sieve_stop(struct sieve *s)
{
	kthread_stop(s->sifter);
}
`;

const SIEVE_MAIN = `${MAIN.replaceAll("press", "sieve")
  .replace("sieve_start_feeder", "sieve_start")
  .replace("sieve_stop_feeder", "sieve_stop")
  .replace("\tp->is_ready = true;\n", "")
  .replace(
    "static int sieve_probe(struct board *board)\n{\n",
    "bool sieve_is_there(void *handle)\n{\n\treturn true;\n}\n\n$&\tint err;\n",
  )
  .replace("\treturn sieve_start(p);", "\terr = sieve_start(p);\n\tif (err)\n\t\tkfree(p);\n\treturn err;")}`;

const HOPPER = `#include <linux/module.h>
#include <linux/kthread.h>

int hopper_run(void *data);

static struct task_struct *hopper;

static int __init hopper_init(void)
{
	hopper = kthread_run(hopper_run, NULL, "hopper");
	return PTR_ERR_OR_ZERO(hopper);
}

static void __exit hopper_exit(void)
{
	kthread_stop(hopper);
}

module_init(hopper_init);
module_exit(hopper_exit);
MODULE_LICENSE("GPL");
`;

const HOPPER_THREAD = `#include <linux/kthread.h>

int hopper_run(void *data)
{
	return 0;
}
`;

/** The kernel calls what creates its thread; what stops that, another file has. */
const VALVE = `#include <linux/module.h>
#include <linux/kthread.h>
#include "valve.h"

static int valve_turn(void *data)
{
	while (!kthread_should_stop()) {
		if (valve_stuck(data))
			break;
		schedule_timeout_interruptible(HZ);
	}
	return 0;
}

static int valve_probe(struct board *board)
{
	struct valve *v = board_get_drvdata(board);
	struct task_struct *turner = kthread_create(valve_turn, v, "valve");

	if (IS_ERR(turner))
		return PTR_ERR(turner);
	v->turner = turner;
	wake_up_process(turner);
	return 0;
}

struct board_driver valve_driver = {
	.probe = valve_probe,
	.remove = valve_remove,
};
`;

const VALVE_REMOVE = `#include <linux/module.h>
#include <linux/kthread.h>
#include "valve.h"

void valve_remove(struct board *board)
{
	struct valve *v = board_get_drvdata(board);

	kthread_stop(v->turner);
}
module_board_driver(valve_driver);
MODULE_LICENSE("GPL");
`;

const FILES = {
  Makefile:
    "obj-$(CONFIG_PRESS) += press.o\npress-y := feeder.o main.o\nobj-$(CONFIG_OTHER) += other.o\n" +
    "obj-$(CONFIG_SIEVE) += sieve.o\nsieve-y := sift.o sieve-main.o\n" +
    "obj-$(CONFIG_VALVE) += valve.o\nvalve-y := turn.o remove.o idle.o\n",
  "press.h":
    "struct press {\n\tstruct board *board;\n\tbool is_ready;\n\tstruct task_struct *feeder;\n};\n" +
    "int press_start_feeder(struct press *p);\nvoid press_stop_feeder(struct press *p);\n",
  "feeder.c": FEEDER,
  "main.c": MAIN,
  "other.c": MAIN,
  "sieve.h":
    "struct sieve {\n\tstruct board *board;\n\tstruct task_struct *sifter;\n};\nbool sieve_is_there(void *handle);\n" +
    "int sieve_start(struct sieve *s);\nvoid sieve_stop(struct sieve *s);\n",
  "sift.c": SIEVE,
  "sieve-main.c": SIEVE_MAIN,
  "valve.h":
    "struct valve {\n\tstruct task_struct *turner;\n};\nvoid valve_remove(struct board *board);\nbool valve_stuck(void *handle);\n",
  "turn.c": VALVE,
  "remove.c": VALVE_REMOVE,
  "idle.c": "struct task_struct *turner;\n",
  "hopper.c": HOPPER,
  "hopper-thread.c": HOPPER_THREAD,
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);

const paths = [join(folder, "feeder.c")];

function build(source: ModuleSource): Promise<LinkedProgram> {
  return buildWholeOrPart(source, buildOptions("6.12", defaultArch("6.12")), {
    part: "always",
    headers: () => () => undefined,
  });
}

test("a file of a module whose creator only another one calls is read with that one, and with no other module's", () => {
  expect(readModule(paths).beside).toEqual([]);
  expect(readModule(paths, { callers: true }).beside).toEqual(["module/main.c"]);
  expect(readModule([join(folder, "main.c")], { callers: true }).beside).toEqual([]);
});

test("a name in a comment calls nothing, and a creation on a processor of its own counts like any other", () => {
  const path = join(folder, "feeder.c");
  const onProcessor = FEEDER.replace(
    'kthread_run(feed, p, "press")',
    'kthread_run_on_cpu(feed, p, 0, "press")',
  );
  expect(onProcessor).not.toBe(FEEDER);
  writeFileSync(path, onProcessor);
  writeFileSync(
    join(folder, "main.c"),
    MAIN.replaceAll(/press_start_feeder\(p\w*\)/g, "0 /* press_start_feeder() */"),
  );
  const inComment = readModule(paths, { callers: true }).beside;
  writeFileSync(join(folder, "main.c"), MAIN);
  const inCode = readModule(paths, { callers: true }).beside;
  writeFileSync(path, FEEDER);
  expect([inComment, inCode]).toEqual([[], ["module/main.c"]]);
});

test("a thread that the file itself never comes to create is found in what its callers make of it", async () => {
  const own = readModule(paths);
  const program = await build(own);
  const alone = await judgeModule(own, program, { source: sourceOf(own) }, {});
  expect(alone.outcome).toBe("undecided");
  const wider = readModule(paths, { callers: true });
  const verdict = await judgeModule(
    own,
    program,
    { source: sourceOf(wider) },
    { withCallers: () => build(wider) },
  );
  expect(rulesOf(verdict)).toContain("kthread-stop-after-exit");
});

test("what a part is held against is read with the file beside it that has the thread's function", () => {
  const path = join(folder, "hopper.c");
  const errors = readErrors(readModule([path]), "6.12");
  expect(errors.map(({ rule, span }) => `${rule} ${span.file}`)).toEqual([`kthread-stop-after-exit ${path}`]);
});

test("what fails in a file alone does not count where it rests on an answer that a file of the module never gives", async () => {
  const sift = [join(folder, "sift.c")];
  const own = readModule(sift);
  const program = await build(own);
  const options = { source: sourceOf(own) };
  expect(rulesOf(await judgeModule(own, program, options, {}))).toEqual(["kthread-stop-after-exit"]);
  const wider = readModule(sift, { callers: true });
  expect(wider.beside).toEqual(["module/sieve-main.c"]);
  const verdict = await judgeModule(own, program, options, { withCallers: () => build(wider) });
  expect(
    verdict.findings.map((one) => `${one.rule} ${one.span.file.replace(/.*\//, "")}:${one.span.line}`),
  ).toEqual([]);
  expect(verdict.coverage[0]).toMatch(/sift\.c:\d+: in this file alone, but not with those of its module/);
});

test.each([
  { ends: "by itself too", text: VALVE, outcome: "bug" },
  {
    ends: "where it is stopped",
    text: VALVE.replace("\t\tif (valve_stuck(data))\n\t\t\tbreak;\n", "\t\tvalve_stuck(data);\n"),
    outcome: "safe",
  },
])("the file that stops a thread tells what that alone leaves open: one that ends $ends", async (valve) => {
  const turn = [join(folder, "turn.c")];
  writeFileSync(join(folder, "turn.c"), valve.text);
  const own = readModule(turn);
  const program = await build(own);
  const options = { source: sourceOf(own) };
  expect((await judgeModule(own, program, options, {})).outcome).toBe("undecided");
  const wider = readModule(turn, { callers: true });
  expect(wider.beside).toEqual(["module/remove.c"]);
  const verdict = await judgeModule(own, program, options, { withCallers: () => build(wider) });
  expect(verdict.outcome).toBe(valve.outcome);
});
