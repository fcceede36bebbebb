import type { Isolation } from "./isolation.ts";
import type { System } from "./system.ts";

/**
 * Finds processes that may go first and alone, because all they do is to bury: they come to their end by themselves, in one
 * way, and whatever they touched on the way is dead then, so that any later touch of it fails. The RCU callback that frees a
 * task_struct is one. What it waited for (a grace period) need not be dead where nobody else ever writes it.
 *
 * Why going first misses no failing system: take a schedule in which others move before the burial, and the first of their
 * steps that touches something the burial touches. All before it commute with the burial, so the schedule with the burial
 * first reaches that step too, and there it fails. So where no search after a burial ever failed, nobody touches what is
 * buried, and the burial commutes with everything. Where one did fail, that is a failure of the system, but others may be
 * hidden behind it: whoever searches does so again without burials (explore.ts).
 */
export class Burials {
  /** Whether any process was put first. */
  used = false;
  private readonly system: System;

  constructor(system: System) {
    this.system = system;
  }

  /** A process that buries, of those that can move in `state`; the system is left in no particular state. */
  first(
    state: Int32Array,
    enabled: readonly number[],
    external: number,
    isolation: Isolation,
    others: Others,
  ): number | undefined {
    const found = enabled.find(
      (process) =>
        process !== external &&
        isolation.reach(state, process)?.ends === true &&
        this.buries(state, process, others),
    );
    if (found !== undefined) this.used = true;
    return found;
  }

  private buries(state: Int32Array, process: number, others: Others): boolean {
    const { system } = this;
    const touched = new Set<number>();
    const awaited = new Set<number>();
    system.restore(state);
    for (let steps = 0; steps < LONGEST; steps++) {
      const step = system.step(process, []);
      if (step.failure || step.choices.length > 0 || step.spawned.length > 0) return false;
      const { reads, writes } = system.accesses;
      for (const location of writes) touched.add(location);
      for (const location of reads) (system.isCondition(location) ? awaited : touched).add(location);
      if (system.enabled().includes(process)) continue;
      if (system.blocked().includes(process)) return false;
      const isDead = (location: number): boolean => system.isDead(location);
      return (
        touched.size > 0 &&
        [...touched].every((location) => isDead(location) && !others.watch(process, location)) &&
        [...awaited].every((location) => isDead(location) || !others.write(process, location))
      );
    }
    return false;
  }
}

/** What the other processes do with a location. */
export interface Others {
  /** Whether any of them was seen to write it, from where it is on. */
  readonly write: (process: number, location: number) => boolean;
  /** Whether any of them looks at it to see whether it may move, which is no touch: the world outside does. */
  readonly watch: (process: number, location: number) => boolean;
}

/** Steps that a burial may take. */
const LONGEST = 16;
