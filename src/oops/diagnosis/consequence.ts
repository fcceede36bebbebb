import type { Crash } from "../crash.ts";
import { chain } from "./diagnosis.ts";

/**
 * The crash that this one follows from, as an index into `crashes`: an earlier one of the same process, or any once
 * the kernel has died (taint D): locks stay held and memory stays corrupt. Undefined for the first of its kind.
 */
export function causeOf(crash: Crash, crashes: readonly Crash[]): number | undefined {
  const earlier = crashes.slice(0, crashes.indexOf(crash));
  const same = earlier.findIndex((each) => isSameCall(each, crash));
  const first = crashes[same];
  if (first) return causeOf(first, crashes) ?? same;
  const died = /[DB]/.test(crash.taint ?? "");
  const death = earlier.findIndex((each) => each.dieCount !== undefined || each.type !== "HANG");
  return died && death >= 0 ? death : undefined;
}

/** The same process, in the same call: a WARN and then the oops, or a hang that is reported again. */
function isSameCall(a: Crash, b: Crash): boolean {
  if (a.process.pid === undefined || a.process.pid !== b.process.pid || a.process.pid === 0) return false;
  const outer = new Set(chain(a));
  return chain(b).some(
    (name) => outer.has(name) && !/^(?:do_syscall|entry_|ret_|__?schedule|dump_|show_)/.test(name),
  );
}
