import { expect, test } from "vitest";
import type { WitnessStep } from "../../src/core/finding.ts";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import { forceWitness } from "../../src/confirm/force/force.ts";
import { insertWait } from "../../src/confirm/force/insert.ts";
import { pointsOf, type Point } from "../../src/confirm/force/points.ts";

const SOURCE = `static void stop(void)
{
	if (k)
		return kthread_stop(k);
	if (k->__state != TASK_DEAD)
		x = kthread_stop(
			other(k));
}
`;

const at = (line: number, text: string): Point => ({
  file: "a.c",
  line,
  text,
  order: 2,
  grace: true,
  unload: false,
});

test("a wait stands around the call, wherever the call stands", () => {
  expect(insertWait(SOURCE, at(4, "kthread_stop(k)"))).toContain(
    "return ({ unoops_wait(2, 0, 1); kthread_stop(k); });",
  );
  expect(insertWait(SOURCE, at(6, "kthread_stop(…)"))).toContain(
    "x = ({ unoops_wait(2, 0, 1); kthread_stop(\n\t\t\tother(k)); });",
  );
});

test("a wait stands at the beginning of a function that a task starts in", () => {
  expect(insertWait(SOURCE, at(1, "stop() starts"))).toContain("{ unoops_wait(2, 0, 1);\n\tif (k)");
  expect(insertWait(SOURCE, at(2, "stop() starts"))).toContain("{ unoops_wait(2, 0, 1);\n\tif (k)");
  expect(insertWait(SOURCE, at(3, "stop() starts"))).toBeUndefined();
});

test("a wait stands at a function's end, unless the function has returned before", () => {
  expect(insertWait("void f(void)\n{\n\tg();\n}\n", at(4, "}"))).toContain("\tg();\nunoops_wait(2, 0, 1); }");
  expect(insertWait("int f(void)\n{\n\treturn g();\n}\n", at(4, "}"))).toBeUndefined();
});

test("a wait stands before a statement, and nowhere else", () => {
  expect(insertWait(SOURCE, at(3, "if (k)"))).toContain("unoops_wait(2, 0, 1); if (k)\n");
  expect(insertWait(SOURCE, at(7, "other"))).toBeUndefined();
  expect(insertWait(SOURCE, at(99, "x"))).toBeUndefined();
});

function steps(...list: readonly (readonly [task: string, line?: number])[]): WitnessStep[] {
  return list.map(([task, line], i) => ({
    n: i + 1,
    task,
    function: "f",
    text: "kthread_stop(k)",
    ...(line === undefined ? {} : { file: "a.c", line }),
  }));
}

test("a task waits where others act before it, and for RCU where RCU does", () => {
  const points = pointsOf(steps(["insmod", 1], ["thread"], ["rcu"], ["rmmod", 4], ["rmmod", 4]));
  expect(points).toEqual([
    { file: "a.c", line: 4, text: "kthread_stop(k)", order: 1, grace: true, unload: false },
  ]);
});

test("a thread that acts after rmmod waits for rmmod", () => {
  const points = pointsOf(steps(["insmod", 1], ["rmmod", 3], ["thread", 2], ["rmmod", 4]));
  expect(points.map(({ line, unload, order }) => ({ line, unload, order }))).toEqual([
    { line: 2, unload: true, order: 1 },
    { line: 4, unload: false, order: 2 },
  ]);
});

test("the copy keeps its line numbers, and the user's files stay as they are", () => {
  const source: ModuleSource = {
    name: "a",
    units: ["module/a.c"],
    files: new Map([["module/a.c", SOURCE]]),
    flags: [],
    userPath: () => "a.c",
  };
  const { source: copy, points } = forceWitness(source, steps(["thread"], ["rmmod", 4]));
  expect(points).toHaveLength(1);
  expect(String(copy.files.get("module/a.c"))).toContain(`#line 1 "a.c"\n${SOURCE.slice(0, 20)}`);
  expect(copy.units).toEqual(["module/a.c", "unoops-wait.c"]);
  expect(source.files.get("module/a.c")).toBe(SOURCE);
});
