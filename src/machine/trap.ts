import type { Failure } from "../explore/system.ts";
import type { CallbackName } from "./task-struct.ts";

/** What stopped a run. The names are the machine's; `run/` turns them into rules. */
export type TrapKind =
  | "use-after-free"
  | "double-free"
  | "bad-free"
  | "out-of-bounds"
  | "read-only"
  | "bad-shift"
  | "division"
  | "null-dereference"
  | "err-ptr-dereference"
  | "wild-access"
  | "unloaded-code"
  | "unloaded-data"
  | "dead-stack"
  | "stack-overflow"
  | "bug"
  | "sleep-in-atomic"
  | "refcount"
  | "bad-lock"
  | "bad-call"
  | "irq-lock-inversion"
  | "spins"
  | "unmodelled"
  | "too-large"
  | "deadlock"
  | "left-behind"
  | "leak"
  | "livelock";

export interface Trap extends Failure {
  readonly kind: TrapKind;
  /** Process that ran, or the first of those that are stuck. */
  readonly process: number;
  /** The kind of callback that it happens in; absent for insmod, rmmod and kthreads. */
  readonly callback?: CallbackName;
  /** Site of the last hook; -1 when there was none. */
  readonly site: number;
  /** The module's own place from which the kernel was called; -1 outside the module. */
  readonly moduleSite: number;
  /** Function names, innermost first. */
  readonly stack: readonly string[];
  readonly address?: number;
  /** The access that faulted was a store. */
  readonly write?: boolean;
  /** Kind of the object that was touched, such as `task_struct`. */
  readonly object?: string;
  /** Start of that object, and how many bytes were asked for. */
  readonly objectStart?: number;
  readonly objectSize?: number;
  readonly text: string;
}

/** Thrown out of a hook, through the wasm frames, to the machine's step. */
export class TrapSignal extends Error {
  readonly trap: Trap;
  constructor(trap: Trap) {
    const limit = Error.stackTraceLimit;
    // the trap has the stack already
    Error.stackTraceLimit = 0;
    super(trap.text);
    Error.stackTraceLimit = limit;
    this.trap = trap;
  }
}

/** The machine's failures are traps; the explorer only knows their keys. */
export function isTrap(failure: Failure): failure is Trap {
  return "kind" in failure && "stack" in failure;
}
