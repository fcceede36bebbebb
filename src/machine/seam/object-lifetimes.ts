import { allocate, release, sizeOf } from "../allocation.ts";
import { readString } from "../printk.ts";
import type { Seam } from "./hook.ts";

/** Memory that comes and goes: objects, and the module itself. */
export const OBJECT_LIFETIMES: Seam = {
  unoops_alloc:
    (machine) =>
    (size = 0, kind = 0) =>
      allocate(machine, size >>> 0, readString(machine, kind >>> 0)),

  unoops_free:
    (machine) =>
    (object = 0) =>
      release(machine, object >>> 0),

  unoops_size:
    (machine) =>
    (object = 0) =>
      sizeOf(machine, object >>> 0),

  unoops_unload: (machine) => () => {
    machine.unload();
    machine.event({ type: "unload" });
  },

  unoops_load: (machine) => () => {
    machine.loadAgain();
    machine.event({ type: "load" });
  },
};
