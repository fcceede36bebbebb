import type { Crash } from "../crash.ts";
import { certain, type Evidence } from "./diagnosis.ts";

/**
 * What tells that this boot crashed before the log begins: the count of oopses, or the taint that an earlier one left.
 * __warn() and die() set theirs only behind their own report (kernel/panic.c, 3.18 to 6.12). The scheduler's reports of sleep
 * in atomic context set W too (kernel/sched/core.c, 6.1 to 7.2).
 */
export function earlierCrash(crash: Crash, crashes: readonly Crash[]): Evidence | undefined {
  const before = crashes.slice(0, crashes.indexOf(crash));
  const count = crash.dieCount ?? 1;
  const seen = before.filter(({ dieCount }) => dieCount !== undefined).length;
  const missing = count - 1 - seen;
  if (missing > 0)
    return certain(
      "earlier-oopses",
      `[#${count}]: ${count - 1 === 1 ? "one oops" : `${count - 1} oopses`} came before this one, ${missing === count - 1 ? "and not in this log" : `${missing} of them not in this log`}`,
    );
  const taint = crash.taint ?? "";
  if (count === 1 && taint.includes("D") && before.length === 0)
    return certain("died-before", "taint D: the kernel had died before this report, and not in this log");
  const warned = before.some(({ type }) => type !== "HANG");
  if (taint.includes("W") && !warned)
    return certain(
      "warned-before",
      "taint W: a WARN, or a report of sleep in atomic context, came before this one, and is not in this log",
    );
  return undefined;
}
