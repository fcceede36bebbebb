import type { Frame } from "../crash.ts";
import { isInnocent } from "./innocent.ts";

/** Compiler suffixes such as `.isra.0`, `.cold` and `.constprop.3` are not part of a function's name. */
export function bareName(name: string): string {
  if (!name.includes(".")) return name;
  return name.replace(/(?:\.(?:constprop|isra|part|cold|llvm|lto_priv|clone)(?:\.\d+)?|\.\d+)+$/, "");
}

/**
 * The return address lies at the very end of the function: it belongs to the code behind it, which has no symbol any
 * more, such as the exit function of a module that is being unloaded.
 */
const isBeyond = ({ offset, size }: Frame): boolean => offset !== undefined && offset === size && offset > 0;

const STOP = /^kthread_(?:stop|park|unpark)$/;
const UNLOAD = /sys_delete_module$|^SyS_delete_module$/i;

/**
 * A stop is told which thread to stop, so its caller is to blame. While a module is unloaded that caller is the
 * module's exit function, which nobody doubts: there the stop tells more.
 */
function isToldToStop(name: string, frames: readonly Frame[]): boolean {
  return (
    STOP.test(name) && !frames.some((frame) => frame.module !== undefined || UNLOAD.test(frame.function))
  );
}

/** An address in place of a name: code that is gone, or a wild jump. */
const NO_SYMBOL = /^0x[0-9a-f]+$/;

/**
 * The innermost frame that did something rather than what it was told, or than report it. Frames that may be stale
 * count only when there is no other.
 */
export function blame(frames: readonly Frame[], skip?: RegExp, entryCounts = false): Frame | undefined {
  let told: Frame | undefined;
  for (const frame of frames) {
    if (frame.unreliable || frame.inline === true || isBeyond(frame)) continue;
    const name = bareName(frame.function);
    if (NO_SYMBOL.test(name) || isInnocent(name, entryCounts) || skip?.test(name)) continue;
    if (!isToldToStop(name, frames)) return frame;
    told ??= frame;
  }
  return told;
}
