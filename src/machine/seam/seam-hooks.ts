import type { Machine } from "../machine.ts";
import type { Hook, Seam } from "./hook.ts";
import { ARITHMETIC } from "./arithmetic.ts";
import { INPUT } from "./input.ts";
import { OBJECT_LIFETIMES } from "./object-lifetimes.ts";
import { POINTS } from "./points.ts";
import { KERNEL_LOG } from "./kernel-log.ts";
import { TASKS } from "./tasks.ts";

const SEAM: Seam = { ...POINTS, ...TASKS, ...INPUT, ...OBJECT_LIFETIMES, ...KERNEL_LOG, ...ARITHMETIC };

/** The seam of kernel/include/unoops/machine.h: what the model kernel asks of the machine. */
export function seamHooks(machine: Machine, name: string): Hook | undefined {
  return SEAM[name]?.(machine);
}
