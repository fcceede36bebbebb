import type { Frame } from "../crash.ts";
import { isInnocent } from "./innocent.ts";

/** Compiler suffixes such as `.isra.0`, `.cold` and `.constprop.3` are not part of a function's name. */
export function bareName(name: string): string {
  return name.replace(/(?:\.(?:constprop|isra|part|cold|llvm|lto_priv|clone)(?:\.\d+)?|\.\d+)+$/, "");
}

/**
 * The return address lies at the very end of the function: it belongs to the code behind it, which has no symbol any
 * more, such as the exit function of a module that is being unloaded.
 */
const isBeyond = ({ offset, size }: Frame): boolean => offset !== undefined && offset === size && offset > 0;

/** An address in place of a name: code that is gone, or a wild jump. */
const NO_SYMBOL = /^0x[0-9a-f]+$/;

/**
 * The innermost frame that did something rather than what it was told, or than report it. Frames that may be stale
 * count only when there is no other.
 */
export function blame(frames: readonly Frame[], skip?: RegExp, entryCounts = false): Frame | undefined {
  return frames.find((frame) => {
    const name = bareName(frame.function);
    return (
      !frame.unreliable &&
      frame.inline !== true &&
      !isBeyond(frame) &&
      !NO_SYMBOL.test(name) &&
      !isInnocent(name, entryCounts) &&
      !skip?.test(name)
    );
  });
}
