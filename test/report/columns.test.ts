import { expect, test } from "vitest";
import type { WitnessStep } from "../../src/core/finding.ts";
import { columns } from "../../src/report/columns.ts";
import { NO_COLOURS } from "../../src/report/style.ts";

const STEPS: readonly WitnessStep[] = [
  { n: 1, task: "insmod", function: "init", text: 'kthread_run(poll_thread, NULL, "poll thread")' },
  { n: 2, task: "poll thread", function: "poll_thread", text: "poll_thread() starts" },
  { n: 3, task: "user space", function: "", text: "kill -USR1" },
  {
    n: 4,
    task: "rcu",
    function: "",
    text: "delayed_put_task_struct()",
    effect: "usage 0, task_struct freed",
  },
  { n: 5, task: "rmmod", function: "exit", text: "kthread_stop(k)", effect: "writes to a freed task_struct" },
];
const WORDS = STEPS.flatMap(({ text, effect = "" }) => `${text} ${effect}`.split(" "));

test("where there is room, every task has a column of its own", () => {
  const [head = ""] = columns(STEPS, 140, NO_COLOURS);
  expect(head.trim().split(/ {2,}/)).toEqual(["insmod/rmmod", "poll thread", "user space", "rcu"]);
});

test("in a mail, what RCU and user space do stands in the thread's column, by their names, and no word is cut", () => {
  const lines = columns(STEPS, 74, NO_COLOURS);
  expect(lines[0]?.trim().split(/ {2,}/)).toEqual(["insmod/rmmod", "poll thread"]);
  const text = lines.join("\n");
  for (const word of [...WORDS, "rcu:", "user"]) expect(text).toContain(word);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(74);
});

test("on a very narrow terminal the steps stand below one another", () => {
  const lines = columns(STEPS, 30, NO_COLOURS);
  expect(lines[0]).toMatch(/^ {2}1 {2}insmod\/rmmod: kthread_run/);
});
