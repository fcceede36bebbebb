import { join } from "node:path";
import { expect, test } from "vitest";
import type { TraceEvent } from "../../src/machine/trace.ts";
import type { Trap } from "../../src/machine/trap.ts";
import { witnessParts } from "../../src/run/witness.ts";
import { compile, EXAMPLES } from "./harness.ts";

const WRITER = { process: 5, who: "user", comm: "sh", moduleSite: -1 } as const;
const RCU = { process: 5, who: "rcu", comm: "swapper", moduleSite: -1 } as const;
const [MEMORY, FILE, TASK] = [100, 200, 300];

/** A process frees memory and a file, and ends; RCU gets its number, and frees a task_struct. */
const TRACE: readonly TraceEvent[] = [
  { ...WRITER, type: "tell", text: "echo 0 > /dev/control" },
  { ...WRITER, type: "free", object: MEMORY, kind: "kmalloc" },
  { ...WRITER, type: "free", object: FILE, kind: "file" },
  { ...WRITER, process: 1, type: "spawn", child: 5, name: "rcu", task: 0 },
  { ...RCU, type: "note", event: "task-usage", object: TASK, value: 0 },
  { ...RCU, type: "free", object: TASK, kind: "task_struct" },
];

const trapOn = (objectStart: number): Trap => ({
  kind: "use-after-free",
  key: "",
  process: 1,
  site: -1,
  moduleSite: -1,
  stack: [],
  objectStart,
  text: "reads from it",
});

test.each([
  ["memory", MEMORY, ["kmalloc freed", "reads from it"]],
  ["task_struct", TASK, [undefined, "usage 0, task_struct freed", "reads from it"]],
])("of a finding about a %s, each step tells what it did to that object", async (_what, object, effects) => {
  const program = await compile(join(EXAMPLES, "early-exit.c"), "6.12");
  const { steps } = witnessParts(
    program,
    { trace: TRACE, changes: [] },
    trapOn(object),
    () => undefined,
    new Map(),
  );
  expect(steps.map(({ effect }) => effect)).toEqual(effects);
});
