import type { Frame } from "../crash.ts";

/** Functions through which the kernel reports, unwinds and enters: never the ones to blame. */
const REPORTING =
  /^(?:dump_stack\w*|show_stack|unwind_backtrace|dump_backtrace|__warn\w*|warn_slowpath\w*|panic|report_bug|handle_bug|die|__die\w*|do_trap|do_error_trap|do_invalid_op|invalid_op|exc_\w+|asm_exc_\w+|refcount_warn_saturate|refcount_\w+|__refcount_\w+|__list_(?:add|del_entry)_valid\w*|__asan_\w+|kasan_\w+|print_\w+_description)$/;

/** Compiler suffixes such as `.isra.0`, `.cold` and `.constprop.3` are not part of a function's name. */
export function bareName(name: string): string {
  return name.replace(/(?:\.(?:constprop|isra|part|cold|llvm|lto_priv|clone)(?:\.\d+)?|\.\d+)+$/, "");
}

/** The innermost frame that did something rather than report it. */
export function blame(frames: readonly Frame[], skip?: RegExp): Frame | undefined {
  return frames.find((frame) => {
    const name = bareName(frame.function);
    return !frame.unreliable && !REPORTING.test(name) && !skip?.test(name);
  });
}
