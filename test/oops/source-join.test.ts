import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkTree, joinFindings } from "../../src/explain/join-findings.ts";
import { SourceTree } from "../../src/explain/source-tree.ts";
import { explained } from "../../src/explain/view.ts";
import { diagnose, readCrashes, type Crash } from "../../src/oops/index.ts";
import { renderCrashes } from "../../src/report/oops-text.ts";

const folder = mkdtempSync(join(tmpdir(), "unoops-join-"));
afterAll(() => rmSync(folder, { recursive: true }));

const module = (name: string): string => `#include <linux/module.h>
#include <linux/kthread.h>
static struct task_struct *k;
static int ${name}_thread(void *data)
{
	return 0;
}
static int __init ${name}_init(void)
{
	k = kthread_run(${name}_thread, NULL, "${name}");
	return PTR_ERR_OR_ZERO(k);
}
static void __exit ${name}_exit(void)
{
	kthread_stop(k);
}
module_init(${name}_init);
module_exit(${name}_exit);
`;
writeFileSync(join(folder, "led-thread.c"), module("led"));
writeFileSync(join(folder, "other.c"), module("other"));
writeFileSync(join(folder, "Makefile"), "obj-m := blink.o other.o\nblink-objs := \\\n led-thread.o\n");

const crashOf = (list: string, frame: string): Crash => {
  const [crash] = readCrashes(`WARNING: CPU: 0 PID: 87 at kernel/kthread.c:75 kthread_stop+0x143/0x170
Modules linked in: ${list}
CPU: 0 PID: 87 Comm: rmmod Tainted: G           OE      6.1.0 #1
RIP: 0010:kthread_stop+0x143/0x170
Call Trace:
 <TASK>
 ${frame}
 __x64_sys_delete_module+0x1a8/0x2f0
`);
  if (!crash) throw new Error("no crash found");
  return crash;
};

const joined = async (crash: Crash): Promise<string[]> =>
  joinFindings(crash, diagnose(crash, [crash]), await checkTree(folder, [crash], () => {})).map(
    ({ rule, file, line, why }) => `${file.slice(folder.length + 1)}:${line} ${rule}: ${why}`,
  );

test("findings of check in the module's own source are named, by the Makefile's word", async () => {
  expect(await joined(crashOf("blink(OE-)", "0xffffffffc0201011"))).toEqual([
    "led-thread.c:15 kthread-stop-after-exit: it is the source of module blink, it breaks the rule that the crash speaks of",
  ]);
});

test("a finding in a function of the trace comes first", async () => {
  expect(await joined(crashOf("other(OE)", "other_exit+0x10/0x20 [other]"))).toEqual([
    "other.c:15 kthread-stop-after-exit: other_exit() is in the trace, it is the source of module other, it breaks the rule that the crash speaks of",
  ]);
});

test("the place of a finding opens its file, where the terminal has links", async () => {
  const crash = crashOf("other(OE)", "other_exit+0x10/0x20 [other]");
  const findings = joinFindings(crash, diagnose(crash, [crash]), await checkTree(folder, [crash], () => {}));
  const view = explained(crash, diagnose(crash, [crash]), { findings });
  const text = (link?: (text: string, file: string) => string): string =>
    renderCrashes([view], { width: 300, colour: false, ...(link ? { link } : {}) });
  const file = join(folder, "other.c");
  expect(text()).toContain(`${file}:15: `);
  expect(text((place, path) => `<${path}|${place}>`)).toBe(
    text().replace(`${file}:15: `, `<${file}|${file}:15>: `),
  );
});

test("where no source is the module's, every finding of the same rule is named", async () => {
  expect((await joined(crashOf("unknown(OE-)", "0xffffffffc0201011"))).toSorted()).toEqual([
    "led-thread.c:15 kthread-stop-after-exit: it breaks the rule that the crash speaks of",
    "other.c:15 kthread-stop-after-exit: it breaks the rule that the crash speaks of",
  ]);
});

test("without debug information, a module's frame is shown where its function is defined", () => {
  const crash = crashOf("other(OE)", "other_exit+0x10/0x20 [other]");
  const [excerpt, ...rest] = new SourceTree(folder).excerpts(crash);
  expect(rest).toEqual([]);
  expect(excerpt).toMatchObject({ function: "other_exit", file: join(folder, "other.c"), line: 13 });
  const view = explained(crash, diagnose(crash, [crash]), { sources: excerpt ? [excerpt] : [] });
  const text = renderCrashes([view], { width: 60, colour: false });
  expect(text).toContain(">    13 static void __exit other_exit(void)");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("a frame whose line is known is shown from the tree, wherever the build's own path began", () => {
  const crash = crashOf("other(OE)", "other_exit+0x10/0x20 /build/x/other.c:15 [other]");
  const frames = crash.frames.map((frame) =>
    frame.function === "other_exit" ? { ...frame, source: "/build/x/other.c:15" } : frame,
  );
  const [excerpt] = new SourceTree(folder).excerpts({ ...crash, frames });
  expect(excerpt).toMatchObject({ line: 15, file: "/build/x/other.c" });
  expect(excerpt?.text).toContain("\tkthread_stop(k);");
});
