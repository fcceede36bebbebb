import { fateOf, type Fate } from "../explore/endless.ts";
import type { Fails } from "../explore/minimise.ts";
import { replay } from "../explore/replay.ts";
import type { Move } from "../explore/system.ts";
import { describeTrap } from "../machine/describe-trap.ts";
import { LOADER, noteStuckCalls } from "../machine/end.ts";
import type { Machine } from "../machine/machine.ts";
import { FIELD, STATUS } from "../machine/tasks.ts";
import type { Trap } from "../machine/trap.ts";
import { waitCircle } from "../machine/wait-circle.ts";

/** States that are looked at to be sure that nothing ends any more. */
const ENDLESS_STATES = 4000;

/** What is said of a loader that goes round. */
export const LOOPS = "loops forever";

/** Nobody gets on any more: all wait, or go round. */
export function isStandstill({ kind }: Trap): boolean {
  return kind === "deadlock" || kind === "livelock";
}

/** What becomes of a process from here on; the machine stays where it is. */
export function fateHere(machine: Machine, process: number): Fate | undefined {
  const state = machine.save();
  const fate = fateOf(machine, process, ENDLESS_STATES);
  machine.restore(state);
  return fate;
}

/** A system that never ends is a finding when it is insmod or rmmod that waits for ever, or loops forever. */
export function endlessFailure(machine: Machine, path: readonly Move[]): Trap | undefined {
  replay(machine, path);
  return endlessTrap(machine);
}

function endlessTrap(machine: Machine): Trap | undefined {
  if (machine.tasks.get(LOADER, FIELD.status) === STATUS.free) return circleTrap(machine);
  const before = machine.clockReads;
  const fate = fateHere(machine, LOADER);
  if (fate === undefined || fate === "ends") return undefined;
  if (machine.clockReads > before) {
    const text = "waits for a clock that stands still in the model";
    return describeTrap(machine, "too-large", text, undefined, { process: LOADER });
  }
  const text = fate === "waits" ? "waits forever" : LOOPS;
  const trap = describeTrap(machine, "livelock", text, undefined, { process: LOADER });
  return { ...trap, key: keyOf(machine, fate), site: placeOf(machine, LOADER) };
}

/** The loader is done, and others go on: those that wait for one another in a circle never do. */
function circleTrap(machine: Machine): Trap | undefined {
  const circle = waitCircle(machine);
  const [process] = circle;
  if (process === undefined) {
    noteStuckCalls(machine);
    return undefined;
  }
  const trap = describeTrap(machine, "livelock", "waits forever", undefined, { process });
  const sites = circle.map((slot) => machine.moduleSiteOf(slot));
  return { ...trap, key: `livelock circle ${sites.join(" ")}`, site: -1 };
}

/** Where a process goes round, if it does; -1 when it waits in the kernel. */
function placeOf(machine: Machine, process: number): number {
  if (!machine.enabled().includes(process)) return -1;
  const state = machine.save();
  machine.step(process, [], 1);
  const { site } = machine.now;
  machine.restore(state);
  return site;
}

/** A schedule fails when it can be run to its end, and something holds there. */
function failsWhere(machine: Machine, holds: () => boolean): Fails {
  return (schedule) => {
    const { stuck, failures, units } = replay(machine, schedule);
    if (stuck || failures.length > 0 || units.length !== schedule.length) return false;
    const state = machine.save();
    const does = holds();
    machine.restore(state);
    return does;
  };
}

/** A schedule fails when it leads to where nothing ends, and the loader gets nowhere as it did in the livelock of this key. */
export function failsToEnd(machine: Machine, key: string): Fails {
  return failsWhere(machine, () => endlessTrap(machine)?.key === key);
}

/**
 * A schedule fails when it leads into a loop that a process never leaves. One that calls the kernel in each round is cut into steps of
 * less than a round, none of which shows it.
 */
export function leadsRound(machine: Machine, process: number): Fails {
  return failsWhere(machine, () => fateOf(machine, process, ENDLESS_STATES, true) === "loops");
}

/** What a schedule shows whose last process goes round from then on; undefined where it does not. */
export function spinFailure(machine: Machine, schedule: readonly Move[]): Trap | undefined {
  const process = schedule.at(-1)?.process;
  if (process === undefined || !leadsRound(machine, process)(schedule)) return undefined;
  const trap = describeTrap(machine, "spins", "loops here forever", undefined, { process });
  return { ...trap, site: placeOf(machine, process) };
}

/** Whether a schedule leads to where something still ends, when counters have their real values. */
export function comesToAnEnd(machine: Machine, path: readonly Move[]): boolean {
  replay(machine, path);
  return fateOf(machine, LOADER, ENDLESS_STATES) === "ends";
}

/** By where the loader is and not by when: a loop is the same wherever in it one looks. */
function keyOf(machine: Machine, fate: Fate): string {
  return `livelock ${fate} ${machine.moduleSiteOf(LOADER)}`;
}
