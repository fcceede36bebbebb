import { isCallback, type Callback } from "../machine/task-struct.ts";
import type { TraceEvent } from "../machine/trace.ts";

type Birth = Extract<TraceEvent, { type: "spawn" }>;

/**
 * How a process came to be: its own birth, and, where a callback brought it into being, that callback's, and so on. The number
 * of a process that has ended is given to another: what counts is the last birth before.
 */
export function birthsOf(process: number, trace: readonly TraceEvent[]): Birth[] {
  const births: Birth[] = [];
  let child = process;
  for (const event of trace.toReversed()) {
    if (event.type !== "spawn" || event.child !== child) continue;
    births.push(event);
    if (event.task !== 0) break;
    child = event.process;
  }
  return births;
}

/** What kind of callback a process is; undefined for threads, insmod and rmmod. */
export function callbackIn(process: number, trace: readonly TraceEvent[]): Callback | undefined {
  const [birth] = birthsOf(process, trace);
  return birth?.task === 0 && isCallback(birth.name) ? birth.name : undefined;
}
