import type { HeapObject } from "./heap.ts";
import { MAX_TASKS } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { FIELD, STATUS } from "./tasks.ts";
import type { Trap } from "./trap.ts";

/** The process that loads and unloads the module: the first task of all. */
export const LOADER = 0;

/** What is wrong with a state in which nothing can move any more. */
export function endFailures(machine: Machine): Trap[] {
  const stuck = stuckTasks(machine);
  if (stuck.includes(LOADER)) {
    return [machine.describe("deadlock", "waits for ever", [], { process: LOADER })].map((trap) => ({
      ...trap,
      key: `deadlock ${stuck.map((slot) => machine.moduleSiteOf(slot)).join(" ")}`,
    }));
  }
  if (!machine.unloaded) return []; // a module that cannot be unloaded stays, and so may its threads and memory
  if (stuck.length > 0) {
    const process = stuck[0] ?? 0;
    const trap = machine.describe(
      "left-behind",
      "still exists when the module is gone, and never runs again",
      [],
      { process },
    );
    return [{ ...trap, key: `left-behind ${machine.moduleSiteOf(process)}` }];
  }
  return leaks(machine);
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
  const kindOf = ({ kind }: HeapObject): string => machine.heap.kinds[kind] ?? "object";
  // what the kernel keeps for a task is lost with it
  const tasks = lost.filter((object) => kindOf(object) === "task_struct");
  const seen = new Set<string>();
  return (tasks.length > 0 ? tasks : lost).flatMap((object) => {
    const key = `leak ${kindOf(object)} ${object.site}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const trap = machine.describe("leak", `a ${kindOf(object)} is never freed`, [], {
      object,
      process: LOADER,
    });
    return [{ ...trap, key, site: object.site, moduleSite: object.site }];
  });
}
