import type { Machine } from "../machine.ts";
import { stackNow } from "../stack.ts";
import type { TrapKind } from "../trap.ts";
import type { Hook, Seam } from "./hook.ts";

/** What clang's checks of undefined behaviour call when one fails (`compile/flags.ts`); the site comes last, as with every import. */
export const ARITHMETIC: Seam = {
  __ubsan_handle_out_of_bounds_minimal: fails("out-of-bounds", "an index is outside of its array"),
  __ubsan_handle_shift_out_of_bounds_minimal: fails(
    "bad-shift",
    "shifts by as many bits as the value has, or more",
  ),
  __ubsan_handle_divrem_overflow_minimal: fails("division", "divides by zero"),
};

/** A kernel without UBSAN says nothing and goes on; only a division stops it. */
function fails(kind: TrapKind, text: string): (machine: Machine) => Hook {
  return (machine) =>
    (...args) => {
      machine.at(args.at(-1) ?? -1);
      if (!machine.options.shipped || kind === "division") throw machine.trap(kind, text);
      machine.event({ type: "broken", kind, text, stack: stackNow(machine.program) });
    };
}
