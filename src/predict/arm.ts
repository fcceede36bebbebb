import { isMapped } from "../machine/memory-map.ts";
import type { Wording } from "./printed.ts";
import { addressDigits } from "./text.ts";

/** arch/arm/mm/fault.c and arch/arm/kernel/traps.c, 4.4 ... 7.2. */
export const ARM: Wording = {
  fault(_program, trap, gone) {
    const write = trap.write === true;
    if (gone) {
      const code = gone === "constant" ? "80f" : gone !== "data" ? "80000007" : write ? "807" : "7";
      return {
        headline: `Unable to handle kernel paging request at virtual address ${gone === "nowhere" ? "x".repeat(8) : MODULE_AREA}`,
        more: [`Internal error: Oops: ${code} [#1] PREEMPT SMP ARM`],
      };
    }
    const address = trap.address ?? 0;
    const digits = addressDigits(address, trap.object);
    const what = address < PAGE ? "NULL pointer dereference" : "paging request";
    const status = write ? "81b" : "01b";
    return {
      headline: `Unable to handle kernel ${what} at virtual address ${digits}`,
      more: [`Internal error: Oops: ${write ? "805" : "5"} [#1] PREEMPT SMP ARM`],
      // user addresses are in a domain of their own that the kernel may not touch
      ...(address < TASK_SIZE && !isMapped(trap.object)
        ? {
            or: [
              {
                headline: `Unhandled fault: page domain fault (0x${status}) at 0x${digits}`,
                when: "CONFIG_CPU_SW_DOMAIN_PAN",
              },
            ],
          }
        : {}),
    };
  },
  bug: "Internal error: Oops - BUG: 0 [#1] SMP ARM",
  division: "Division by zero in kernel.",
  place: ([at, caller]) => [
    ...(at === undefined ? [] : [`PC is at ${at}`]),
    ...(caller === undefined ? [] : [`LR is at ${caller}`]),
  ],
  trace: (trace) => trace.slice(1).map((caller, i) => `(${trace[i]}) from (${caller})`),
  // refcount_warn_saturate() and its warning end up in the caller's frame: warn_slowpath_fmt() is its last act
  warnFunction: (trace) => (trace[0] === "refcount_warn_saturate" ? (trace[1] ?? "") : (trace[0] ?? "")),
};

const PAGE = 4096;
const TASK_SIZE = 0xbf000000;
/** Modules lie in the 16 MB below PAGE_OFFSET; where exactly is not known. */
const MODULE_AREA = "bf0xxxxx";
