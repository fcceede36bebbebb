import { isEndless } from "../explore/endless.ts";
import type { Fails } from "../explore/minimise.ts";
import { replay } from "../explore/replay.ts";
import type { Move } from "../explore/system.ts";
import { describeTrap } from "../machine/describe-trap.ts";
import { LOADER } from "../machine/end.ts";
import type { Machine } from "../machine/machine.ts";
import { FIELD, STATUS } from "../machine/tasks.ts";
import type { Trap } from "../machine/trap.ts";

/** States that are looked at to be sure that nothing ends any more. */
const ENDLESS_STATES = 4000;

/** A system that never ends is a finding when it is insmod or rmmod that waits for ever, or goes round for ever. */
export function endlessFailure(machine: Machine, path: readonly Move[]): Trap | undefined {
  replay(machine, path);
  if (machine.tasks.get(LOADER, FIELD.status) === STATUS.free || !standsStill(machine)) return undefined;
  if (looksAtTime(machine)) {
    const text = "waits for a clock that stands still in the model";
    return describeTrap(machine, "too-large", text, [], { process: LOADER });
  }
  const trap = describeTrap(machine, "livelock", "never comes to an end", [], { process: LOADER });
  return { ...trap, key: livelockKey(machine), site: placeOfLoader(machine) };
}

/** Where the loader goes round, if it does; -1 when it waits in the kernel. */
function placeOfLoader(machine: Machine): number {
  if (!machine.enabled().includes(LOADER)) return -1;
  const state = machine.save();
  machine.step(LOADER, [], 1);
  const { site } = machine.now;
  machine.restore(state);
  return site;
}

/** Whether somebody reads a clock that has stopped, in what goes on for ever from here. */
function looksAtTime(machine: Machine): boolean {
  const state = machine.save();
  const before = machine.clockReads;
  neverEnds(machine);
  machine.restore(state);
  return machine.clockReads > before;
}

/** Does no schedule lead to an end from where the machine stands? False also when that cannot be found out. */
export function neverEnds(machine: Machine): boolean {
  return isEndless(machine, ENDLESS_STATES);
}

/** A schedule fails when it leads to where nothing ends, and the loader gets nowhere as it did in the livelock of this key. */
export function failsToEnd(machine: Machine, key: string): Fails {
  return (schedule) => {
    const { stuck, failures, units } = replay(machine, schedule);
    if (stuck || failures.length > 0 || units.length !== schedule.length) return false;
    return livelockKey(machine) === key && standsStill(machine) && neverEnds(machine);
  };
}

function livelockKey(machine: Machine): string {
  return `livelock ${machine.moduleSiteOf(LOADER)}`;
}

/** The loader waits for something that nobody does, or is alone and still gets nowhere. */
function standsStill(machine: Machine): boolean {
  const enabled = machine.enabled();
  return !enabled.includes(LOADER) || enabled.every((process) => process === LOADER);
}
