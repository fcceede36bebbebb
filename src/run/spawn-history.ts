import type { TraceEvent } from "../machine/trace.ts";

type Spawn = Extract<TraceEvent, { type: "spawn" }>;

/**
 * How a process came to be: its own spawn, and, where a callback brought it into being, that callback's, and so on. The number
 * of a process that has ended is given to another: what counts is the last spawn before.
 */
export function spawnsOf(process: number, trace: readonly TraceEvent[]): Spawn[] {
  const spawns: Spawn[] = [];
  let child = process;
  for (const event of trace.toReversed()) {
    if (event.type !== "spawn" || event.child !== child) continue;
    spawns.push(event);
    if (event.task !== 0) break;
    child = event.process;
  }
  return spawns;
}
