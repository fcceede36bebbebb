import type { Seam } from "./hook.ts";

/** Rounds of a loop without a switch after which a task counts as spinning for ever. */
const LOOP_LIMIT = 5_000_000;

/** What an idle 64-bit variable reads. */
const ZERO = 0n;

/** Hooks that instrumenting puts into the module itself (`compile/instrument.ts`). */
export const POINTS: Seam = {
  unoops_entry:
    (machine) =>
    (site = 0) => {
      machine.at(site);
      machine.event({ type: "enter", site });
    },

  unoops_leave:
    (machine) =>
    (site = 0) => {
      if (machine.switcher.switchHere(false, true)) return;
      machine.at(site);
      machine.event({ type: "leave", site });
    },

  unoops_loop:
    (machine) =>
    (site = 0) => {
      machine.at(site);
      if (++machine.now.rounds <= LOOP_LIMIT) return;
      throw machine.trap(
        "spins",
        `goes round this loop ${LOOP_LIMIT} times without letting anybody else run`,
      );
    },

  unoops_call:
    (machine) =>
    (site = 0) => {
      machine.callsFrom(site);
      const wanted = machine.grain.call(site);
      if (machine.switcher.switchHere(false, wanted)) return;
      machine.at(site);
      machine.now.watched = wanted ? -1 : site;
      machine.event({ type: "call", site });
    },

  unoops_return:
    (machine) =>
    (site = 0) => {
      machine.callsFrom(-1);
      machine.now.watched = -1;
      machine.at(site);
    },

  unoops_idle32:
    (machine) =>
    (value = 0) =>
      machine.idle.enabled && !machine.map.isAddress(value >>> 0) ? 0 : value, // printing follows pointers

  unoops_idle64:
    (machine) =>
    (value = 0) =>
      machine.idle.enabled ? ZERO : value,
};
