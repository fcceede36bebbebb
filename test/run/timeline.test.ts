import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../../src/core/finding.ts";
import type { Timeline } from "../../src/core/timeline.ts";
import { EXAMPLES, FIXTURES, judge } from "./harness.ts";

async function timeline(path: string, which: (finding: Finding) => boolean = () => true): Promise<Timeline> {
  const { findings } = await judge(path, "6.12");
  const found = findings.find(which)?.witness?.timeline;
  if (!found) throw new Error(`${path}: nothing was found`);
  return found;
}

test("a task_struct is born with its thread, freed by RCU with its count, and touched at the end", async () => {
  const { lanes, objects, moments } = await timeline(join(EXAMPLES, "early-exit.c"));
  expect(lanes.map(({ kind }) => kind)).toEqual(["loader", "thread", "rcu"]);
  const [task] = objects;
  expect(task).toMatchObject({ kind: "task_struct", name: "test thread" });
  expect(task?.events.map(({ what }) => what)).toEqual(["born", "used", "used", "freed", "fatal"]);
  expect(task?.events.find(({ what }) => what === "freed")?.usage).toBe(0);
  expect(moments[0]?.changes).toEqual([
    { lane: 0, name: "k", from: "NULL", to: "task_struct of test thread" },
  ]);
});

test("a lane stands where it is, and nowhere when its function has returned", async () => {
  const { moments } = await timeline(join(EXAMPLES, "early-exit.c"));
  const lines = moments.map(({ places }) => places.map(({ lane, line }) => `${lane}:${line}`));
  expect(lines).toEqual([["0:20"], ["1:13"], ["1:15"], [], ["0:28"]]);
});

test("memory has the name of the first variable that points to it, and a timer lives from when it is armed", async () => {
  const { objects, lanes } = await timeline(
    join(FIXTURES, "timer-freed.c"),
    ({ witness }) => witness?.steps.length === 5,
  );
  expect(lanes.map(({ kind }) => kind)).toEqual(["loader", "softirq"]);
  expect(objects.map(({ kind, name = "" }) => `${kind} ${name}`)).toEqual(["kmalloc device", "timer "]);
  expect(objects[1]?.events.map(({ step, what }) => `${step} ${what}`)).toEqual(["2 born", "3 used"]);
});

test("where the module's own text is touched, the module is the object", async () => {
  const { objects } = await timeline(join(FIXTURES, "outlives-module.c"));
  expect(objects[0]?.kind).toBe("module");
  expect(objects[0]?.events.map(({ what }) => what)).toEqual(["born", "freed", "fatal"]);
});

test("two threads of one name have a lane each", async () => {
  const { lanes } = await timeline(join(FIXTURES, "deadlock-abba.c"));
  const names = lanes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
