import { describeTrap } from "./describe-trap.ts";
import { MAX_TASKS } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { FIELD, STATUS } from "./tasks.ts";
import { callbackOf } from "./task-struct.ts";
import type { Trap } from "./trap.ts";
import { waitCircle } from "./wait-circle.ts";

/** The process that loads and unloads the module: the first task of all. */
export const LOADER = 0;

/** What is wrong with a state in which nothing can move any more. */
export function endFailures(machine: Machine): Trap[] {
  const stuck = stuckTasks(machine);
  const failure = (
    kind: "deadlock" | "left-behind",
    process: number,
    text: string,
    at: readonly number[],
  ): Trap => ({
    ...describeTrap(machine, kind, text, undefined, { process }),
    key: `${kind} ${at.map((slot) => machine.moduleSiteOf(slot)).join(" ")}`,
  });
  if (stuck.includes(LOADER)) return [failure("deadlock", LOADER, "waits forever", stuck)];
  const [first, ...others] = waitCircle(machine);
  if (first !== undefined) return [failure("deadlock", first, "waits forever", [first, ...others])];
  noteStuckCalls(machine);
  if (!machine.unloaded) return []; // a module that cannot be unloaded stays, and so may its threads and memory
  const [left] = stuck;
  if (left !== undefined) {
    const text = "still exists when the module is gone, and never runs again";
    return [failure("left-behind", left, text, [left])];
  }
  return leaks(machine);
}

/**
 * Somebody else may end what a system call waits for: a second process, a device. A run has few of them, so a call that nobody is left to
 * end is no failure; but neither is it proven to come back.
 */
export function noteStuckCalls(machine: Machine): void {
  for (const slot of stuckTasks(machine)) {
    const frame = machine.program.sites[machine.moduleSiteOf(slot)]?.frames.at(-1);
    if (frame && callbackOf(machine, slot) === "user")
      machine.assumptions.add(
        `a process that is stuck in ${frame.function}() (${frame.file}:${frame.line}), with nobody left who could let it go on, is freed by what was not run`,
      );
  }
}

function stuckTasks(machine: Machine): number[] {
  const stuck: number[] = [];
  for (let slot = 0; slot < MAX_TASKS; slot++) {
    if (machine.tasks.get(slot, FIELD.status) !== STATUS.free) stuck.push(slot);
  }
  return stuck;
}

/** Objects that nobody frees any more: one failure for each place of allocation, or kind of the kernel's own objects. */
function leaks(machine: Machine): Trap[] {
  const lost = machine.heap.objects.filter(
    ({ alive, site, start }) => alive && site >= 0 && !machine.bootObjects.has(start),
  );
  // what the kernel keeps for a task is lost with it
  const tasks = lost.filter((object) => machine.heap.kindOf(object) === "task_struct");
  const seen = new Set<string>();
  return (tasks.length > 0 ? tasks : lost).flatMap((object) => {
    const kind = machine.heap.kindOf(object);
    const key = `leak ${kind} ${object.site}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const about = { object, process: LOADER };
    const trap = describeTrap(machine, "leak", `a ${kind} is never freed`, undefined, about);
    return [{ ...trap, key, site: object.site, moduleSite: object.site }];
  });
}
