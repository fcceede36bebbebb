/**
 * Every call of the machine gets one more argument: the number of its site, which names its place in the source. Functions of
 * the module also tell the machine when they begin, go round a loop, call into the kernel (a "guarded" call of a service has the
 * place to be switched away inside the service) and come back, and, where the kernel
 * may have called them, when they are about to return: that is where the explorer may switch to another task, and where code
 * of an unloaded module is caught running.
 */
export type SiteKind = "hook" | "entry" | "leave" | "loop" | "call" | "return";

export type PointKind = Exclude<SiteKind, "hook"> | "guardedCall";

export interface RawSite {
  readonly kind: SiteKind;
  /** Byte offset in the code section of the linked program: what its debug information speaks of. */
  readonly offset: number;
  readonly functionIndex: number;
  readonly inModule: boolean;
  /** Imported function or service that is called; empty for entry and loop. */
  readonly callee: string;
  /** Nothing but the return follows: a compiler makes this call a jump, and the caller's frame is gone. */
  readonly tail: boolean;
}
