import { format, readString } from "../printk.ts";
import { stackNow } from "../stack.ts";
import { EVENTS } from "../trace.ts";
import type { TrapKind } from "../trap.ts";
import type { Seam } from "./hook.ts";

/** `enum unoops_trap` of kernel/include/unoops/machine.h, in its order. */
const TRAPS: readonly TrapKind[] = [
  "bug",
  "sleep-in-atomic",
  "refcount",
  "bad-lock",
  "bad-call",
  "irq-lock-inversion",
  "out-of-bounds",
];

/** After these nothing of what ran goes on. */
const FINAL: ReadonlySet<TrapKind> = new Set(["bug", "irq-lock-inversion"]);

/** What the kernel has to say: traps, warnings, printk, notes for the trace, assumptions. */
export const KERNEL_LOG: Seam = {
  unoops_trap:
    (machine) =>
    (number = 0, argument = 0, said = 0) => {
      const kind = TRAPS[number] ?? "bug";
      const text = readString(machine, said >>> 0);
      if (machine.options.shipped && !FINAL.has(kind)) {
        machine.event({ type: "broken", kind, text, stack: stackNow(machine.program) });
        return;
      }
      const address = argument >>> 0;
      const object = machine.heap.at(address);
      throw machine.trap(kind, text, object ? { address, object } : { address });
    },

  unoops_warn:
    (machine) =>
    (file = 0, line = 0, said = 0) => {
      if (!machine.trace) return;
      machine.event({
        type: "warn",
        file: readString(machine, file >>> 0),
        line,
        text: said === 0 ? "" : readString(machine, said >>> 0),
        stack: stackNow(machine.program),
      });
    },

  unoops_printk:
    (machine) =>
    (level = 0, template = 0, args = 0) => {
      const text = format(machine, readString(machine, template >>> 0), args >>> 0);
      machine.event({ type: "print", level, text });
    },

  unoops_snprintf:
    (machine) =>
    (buffer = 0, size = 0, template = 0, args = 0) => {
      const text = new TextEncoder().encode(format(machine, readString(machine, template >>> 0), args >>> 0));
      if (size >>> 0 > 0) {
        const kept = text.subarray(0, (size >>> 0) - 1);
        machine.map.check(machine, buffer >>> 0, kept.length + 1, true);
        machine.touch(buffer >>> 0, kept.length + 1, true);
        machine.bytes.set(kept, buffer >>> 0);
        machine.bytes[(buffer >>> 0) + kept.length] = 0;
      }
      return text.length;
    },

  unoops_note:
    (machine) =>
    (event = 0, object = 0, value = 0) => {
      const known = EVENTS[event];
      if (known === "task-new" || known === "task-runs" || known === "task-dead") {
        machine.kthreads.note(known, machine.heap.at(object >>> 0)?.site ?? -1);
      }
      if (known === "clock") machine.clockReads++;
      else if (known === "init") machine.initResults[machine.lives.last(machine.life)]?.add(value);
      else if (known === "unset") machine.onlooker?.unset(object >>> 0, value >>> 0);
      else if (known) machine.event({ type: "note", event: known, object: object >>> 0, value });
    },

  unoops_tell:
    (machine) =>
    (template = 0, args = 0) => {
      if (!machine.trace) return;
      const text = format(machine, readString(machine, template >>> 0), args >>> 0);
      machine.event({ type: "tell", text });
    },

  unoops_assume:
    (machine) =>
    (text = 0) => {
      machine.assumptions.add(readString(machine, text >>> 0));
    },

  unoops_assume_times:
    (machine) =>
    (what = 0, times = 1) => {
      const often = times === 1 ? "once" : `up to ${times} times`;
      machine.assumptions.add(`${often}: ${readString(machine, what >>> 0)}`);
    },
};
