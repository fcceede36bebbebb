import { calleeName, type CFunction } from "../../source/index.ts";
import { callsOn } from "../code/calls-on.ts";
import type { SourceProgram } from "../code/program.ts";
import { QUEUES, WAKES } from "../../kernel-api/index.ts";
import type { Thread } from "./thread.ts";

/** Whether anybody but kthread_stop() may wake the thread once it runs: over a wait queue, or by its handle. */
export function othersWake(program: SourceProgram, thread: Thread): boolean {
  return thread.fn === undefined || queues(program, thread.fn, 3) || isWokenLater(program, thread);
}

function isWokenLater(program: SourceProgram, { creations, keys }: Thread): boolean {
  return callsOn(program, WAKES, keys).some(({ fn }) => !creations.some(({ site }) => site.fn === fn));
}

function queues(program: SourceProgram, fn: CFunction, depth: number): boolean {
  return program.callsIn(fn).some(({ call }) => {
    const name = calleeName(call) ?? "";
    if (QUEUES.has(name)) return true;
    const callee = depth > 0 ? program.lookup(name, fn) : undefined;
    return callee !== undefined && callee !== fn && queues(program, callee, depth - 1);
  });
}
