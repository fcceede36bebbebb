import { FIRST_LOOK } from "../loop-watch.ts";
import type { Machine } from "../machine.ts";
import type { Seam } from "./hook.ts";

/** Rounds of a loop without a switch that are followed. */
const LOOP_LIMIT = 5_000_000;

/** Said of a loop that was left before its end was seen: maybe it has none. */
export const UNENDED_LOOP = {
  tooLong: `loops here more than ${LOOP_LIMIT} times: not followed further`,
  outOfTime: "is still in this loop when the time limit is reached",
};

/** A round without a switch; a loop that repeats itself, or is not followed to its end, stops the run. */
function round(machine: Machine, site: number): void {
  const rounds = ++machine.now.rounds;
  if (rounds < FIRST_LOOK) return;
  if (rounds > LOOP_LIMIT) throw machine.trap("too-large", UNENDED_LOOP.tooLong);
  if ((rounds & 0xfff) === 0 && performance.now() > (machine.options.deadline ?? Infinity))
    throw machine.trap("too-large", UNENDED_LOOP.outOfTime);
  const seen = machine.loops.look(site, rounds);
  if (seen === "waits for time")
    throw machine.trap("too-large", "waits in this loop for a clock that stands still in the model");
  if (seen === "repeats") throw machine.trap("spins", "loops here forever");
}

/** What an idle 64-bit variable reads. */
const ZERO = 0n;

/** Hooks that instrumenting puts into the module itself (`compile/instrument.ts`). */
export const POINTS: Seam = {
  unoops_entry:
    (machine) =>
    (site = 0) => {
      machine.at(site);
      machine.switcher.checkStack();
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
      round(machine, site);
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

  /** Of a service that begins with unoops_guard(): it is switched there. */
  unoops_guarded_call:
    (machine) =>
    (site = 0) => {
      machine.callsFrom(site);
      machine.at(site);
      const wanted = machine.grain.call(site);
      machine.now.watched = wanted ? -1 : site;
      machine.now.offersGuard(wanted);
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
