import type { TraceFrame } from "../crash.ts";
import { BOTTLENECK, isInnocent, isReporting, isSanitizer, WAITS } from "./innocent.ts";

/** Compiler suffixes such as `.isra.0`, `.cold` and `.constprop.3` are not part of a function's name. */
export function bareName(name: string): string {
  if (!name.includes(".")) return name;
  return name.replace(/(?:\.(?:constprop|isra|part|cold|llvm|lto_priv|clone)(?:\.\d+)?|\.\d+)+$/, "");
}

/**
 * The return address lies at the very end of the function: it belongs to the code behind it, which has no symbol any
 * more, such as the exit function of a module that is being unloaded. The cold part of a function, where the compiler puts what
 * ends in a call that does not return, does lie before its end.
 */
const isBeyond = ({ function: name, offset, size }: TraceFrame): boolean =>
  offset !== undefined && offset === size && offset > 0 && !/\.cold\b/.test(name);

const STOP = /^kthread_(?:stop|park|unpark)$/;
const UNLOAD = /sys_delete_module$|^SyS_delete_module$/i;

/**
 * A stop is told which thread to stop, so its caller is to blame. While a module is unloaded that caller is the
 * module's exit function, which nobody doubts: there the stop tells more.
 */
function isToldToStop(name: string, frames: readonly TraceFrame[]): boolean {
  return (
    STOP.test(name) && !frames.some((frame) => frame.module !== undefined || UNLOAD.test(frame.function))
  );
}

/** An address in place of a name: code that is gone, or a wild jump. */
const NO_SYMBOL = /^0x[0-9a-f]+$/;

/** Where an interrupt came in: what lies below was interrupted, and called nothing of what lies above. */
const INTERRUPT =
  /^(?:asm_)?sysvec_|^(?:smp_\w*)?apic_timer_interrupt|^smp_reschedule_interrupt$|^(?:asm_)?common_interrupt$|^ret_from_intr$|^do_IRQ$|^el1h?_(?:64_)?irq|^__irq_svc$|^do_irq$|^(?:__)?handle_domain_irq$|^generic_handle_domain_irq$|^(?:smp_)?irq_exit|^__irq_exit_rcu$|^exiting_irq$|^gic_handle_irq$|^invoke_softirq$|^do_softirq_own_stack$/;

/** The frames of the innermost context: a handler's, without what it interrupted. */
export function innermostContext(frames: readonly TraceFrame[]): readonly TraceFrame[] {
  const entry = frames.findIndex(
    ({ function: name, unreliable }) => !unreliable && INTERRUPT.test(bareName(name)),
  );
  return entry > 0 ? frames.slice(0, entry) : frames;
}

const isEntry = ({ function: name }: TraceFrame): boolean => INTERRUPT.test(bareName(name));

/** The frames that an interrupt found, without its handler's. */
export function interruptedContext(frames: readonly TraceFrame[]): readonly TraceFrame[] {
  const entry = frames.findIndex((frame) => !frame.unreliable && isEntry(frame));
  const below = frames.findIndex((frame, index) => index > entry && !frame.unreliable && !isEntry(frame));
  return entry < 0 || below < 0 ? frames : frames.slice(below);
}

/** The innermost frame that did something rather than what it was told, or than report it. Stale frames do not count. */
export function blame(frames: readonly TraceFrame[], skip?: RegExp): TraceFrame | undefined {
  return search(frames, (name) => isInnocent(name) || skip?.test(name) === true);
}

/** The same for a task that hangs: who was told to wait only did so. */
export function waiter(frames: readonly TraceFrame[], skip?: RegExp): TraceFrame | undefined {
  const bottleneck = search(frames, (name) => !BOTTLENECK.test(name));
  return (
    bottleneck ?? search(frames, (name) => isInnocent(name) || WAITS.test(name) || skip?.test(name) === true)
  );
}

function search(frames: readonly TraceFrame[], passes: (name: string) => boolean): TraceFrame | undefined {
  let told: TraceFrame | undefined;
  for (const frame of frames) {
    if (frame.unreliable || frame.inline === true || isBeyond(frame)) continue;
    const name = bareName(frame.function);
    const isTest = frame.module !== undefined && isSanitizer(name);
    if (NO_SYMBOL.test(name) || (passes(name) && !isTest)) continue;
    if (!isToldToStop(name, frames)) return frame;
    told ??= frame;
  }
  return told;
}

/**
 * Where everything that ran is machinery: the innermost frame that did not merely report, as when a report ends
 * early, or when the machinery itself is at fault. What `skip` tells of comes last, or, with `always`, never.
 */
export function lastResort(
  frames: readonly TraceFrame[],
  skip?: RegExp,
  always = false,
): TraceFrame | undefined {
  const own = innermostContext(frames);
  const skips = (name: string): boolean => skip?.test(name) === true;
  return (
    search(own, (name) => isInnocent(name) || skips(name)) ??
    search(frames, (name) => isInnocent(name) || skips(name)) ??
    search(frames, (name) => isInnocent(name, true) || skips(name)) ??
    search(own, (name) => isReporting(name) || skips(name)) ??
    (always
      ? undefined
      : (search(own, (name) => isReporting(name)) ?? search(own, (name) => isReporting(name, true))))
  );
}
