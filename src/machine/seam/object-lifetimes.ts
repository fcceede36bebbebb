import { allocate, release, sizeOf } from "../allocation.ts";
import { arenaOf } from "../layout.ts";
import { readString } from "../printk.ts";
import type { Seam } from "./hook.ts";

/** Memory that comes and goes: objects, and the module itself. */
export const OBJECT_LIFETIMES: Seam = {
  unoops_alloc:
    (machine) =>
    (size = 0, kind = 0) =>
      allocate(machine, size >>> 0, readString(machine, kind >>> 0)),

  unoops_alloc_for:
    (machine) =>
    (owner = 0, size = 0, kind = 0) =>
      allocate(machine, size >>> 0, readString(machine, kind >>> 0), arenaOf(owner)),

  unoops_free:
    (machine) =>
    (object = 0) =>
      release(machine, object >>> 0),

  unoops_size:
    (machine) =>
    (object = 0) =>
      sizeOf(machine, object >>> 0),

  unoops_same_object:
    (machine) =>
    (one = 0, other = 0) => {
      machine.recall.isOpaque = true;
      const object = machine.heap.at(one >>> 0);
      return Number(object !== undefined && object === machine.heap.at(other >>> 0));
    },

  unoops_kept:
    (machine) =>
    (address = 0, size = 0) =>
      machine.map.kept(machine, address >>> 0, size >>> 0),

  unoops_has_memory:
    (machine) =>
    (address = 0) =>
      Number(machine.map.has(machine, address >>> 0)),

  unoops_counted:
    (machine) =>
    (count = 0, change = 0) => {
      const left = machine.view.getInt32(count >>> 0, true);
      const object = machine.heap.at(count >>> 0);
      machine.log.counted(count >>> 0, change, left === 0 ? object : undefined);
      return left;
    },

  unoops_unload:
    (machine) =>
    (module = 0) => {
      machine.unload(module);
      machine.event({ type: "unload", module });
    },

  unoops_load:
    (machine) =>
    (module = 0) => {
      machine.load(module);
      machine.event({ type: "load", module, again: machine.lives.round(machine.life) > 0 });
    },
};
