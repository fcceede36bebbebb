import type { Reach, Reaches } from "./isolation.ts";
import type { System } from "./system.ts";

/**
 * Finds processes that may go first and alone, because all they do is to reclaim memory, or to give back a use of it: they come to
 * their end by themselves, in one way, and whatever they touched on the way is dead then, so that any later touch of it fails, or
 * counts uses. The RCU callback that drops the last but one use of a task_struct, or frees it, is one. What it waited for (a grace
 * period) need not be dead where nobody else ever writes it.
 *
 * Why going first misses no failing system: take a schedule in which others move before the reclamation, and the first of their
 * steps that touches something the reclamation touches. All before it commute with the reclamation, so the schedule with the
 * reclamation first reaches that step too, and there it fails. So where no search after a reclamation ever failed, nobody
 * touches what is reclaimed, and the reclamation commutes with everything. Where one did fail, that is a failure of the system,
 * but others may be hidden behind it: whoever searches does so again without reclamations (explore.ts).
 *
 * The same for a use that is given back, and is not the last: nobody touches the count but to take and give back uses, and nobody
 * touches what else the process read, unless the object has no uses any more. With the process first, each count is one lower until
 * the process has its turn in the schedule. Who takes or gives back a use sees of it no more than whether there are any, so all is
 * the same as long as it is not 0 there. Where it becomes 0, only the use of the process is left in the schedule; the object is given
 * back now and not by the process. Then either somebody touches it before the process has its turn, and fails now; or nobody does,
 * and all is the same again, since giving back an object touches nothing else that lives on.
 */
export class Reclamations {
  /** Whether any process was put first. */
  used = false;
  private readonly system: System;
  /** By what was learned of running the process alone: whoever has the same place and values does the same again. */
  private readonly known = new WeakMap<Reach, Reclamation | "none">();

  constructor(system: System) {
    this.system = system;
  }

  /** A process that reclaims, of those that can move in `state`; the system is left in no particular state. */
  first(
    state: Int32Array,
    enabled: readonly number[],
    external: number,
    reaches: Reaches,
    others: Others,
  ): number | undefined {
    const found = enabled.find((process) => {
      const reach = process === external ? undefined : reaches[process];
      const reclamation = reach?.ends ? this.reclamationOf(state, process, reach) : "none";
      if (reclamation === "none") return false;
      this.system.restore(state);
      return (
        [...reclamation.dead, ...reclamation.counts].every((location) => !others.watch(process, location)) &&
        [...reclamation.counts, ...reclamation.read].every((location) => !others.handle(process, location)) &&
        reclamation.awaited.every((location) => !others.write(process, location))
      );
    });
    if (found !== undefined) this.used = true;
    return found;
  }

  private reclamationOf(state: Int32Array, process: number, reach: Reach): Reclamation | "none" {
    const reclamation = this.known.get(reach) ?? this.reclaim(state, process) ?? "none";
    this.known.set(reach, reclamation);
    return reclamation;
  }

  private reclaim(state: Int32Array, process: number): Reclamation | undefined {
    const { system } = this;
    const touched = new Set<number>();
    const written = new Set<number>();
    const awaited = new Set<number>();
    /** Touched otherwise than to give back a use. */
    const handled = new Set<number>();
    system.restore(state);
    for (let steps = 0; steps < LONGEST; steps++) {
      const step = system.step(process, []);
      if (step.failure || step.choices.length > 0 || step.spawned.length > 0) return undefined;
      const { reads, writes } = system.accesses;
      for (const location of writes) written.add(location);
      for (const location of [...writes, ...reads]) {
        if (!writes.includes(location) && system.isCondition(location)) awaited.add(location);
        else touched.add(location);
        if (!system.isCount(location) || system.takesUse(location)) handled.add(location);
      }
      if (system.enabled().includes(process)) continue;
      if (system.blocked().includes(process) || touched.size === 0) return undefined;
      const isDead = (location: number): boolean => system.isDead(location);
      const alive = [...touched].filter((location) => !isDead(location));
      const counts = alive.filter((location) => !handled.has(location));
      const read = alive.filter((location) => handled.has(location));
      if (read.some((location) => written.has(location))) return undefined;
      if (alive.length > 0 && !counts.some((location) => written.has(location))) return undefined;
      return {
        dead: [...touched].filter(isDead),
        counts,
        read,
        awaited: [...awaited].filter((location) => !isDead(location)),
      };
    }
    return undefined;
  }
}

/** What a process does that reclaims. */
interface Reclamation {
  /** What it touches, and that is dead then. */
  readonly dead: readonly number[];
  /** Where it gives back a use, and not the last. */
  readonly counts: readonly number[];
  /** What else it reads, and that lives on. */
  readonly read: readonly number[];
  /** What it waits for, and that lives on. */
  readonly awaited: readonly number[];
}

/** What the other processes do with a location. */
export interface Others {
  /** Whether any of them was seen to write it, from where it is on. */
  readonly write: (process: number, location: number) => boolean;
  /** Whether any of them was seen to touch it, from where it is on, otherwise than to count uses. */
  readonly handle: (process: number, location: number) => boolean;
  /** Whether any of them looks at it to see whether it may move, which is no touch: the world outside does. */
  readonly watch: (process: number, location: number) => boolean;
}

/** Steps that a reclamation may take. */
const LONGEST = 16;
