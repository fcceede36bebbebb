import type { Findings } from "./findings.ts";
import { numbers } from "./numbers.ts";
import type { Footprints } from "./footprints.ts";
import type { Sharing } from "./sharing.ts";
import type { Grain, Move, System } from "./system.ts";

interface Walks {
  readonly walks: number;
  /** Walks that taught nothing, one after the other, after which no more are made. */
  readonly calm: number;
  /** Steps of each, at most. */
  readonly length: number;
  /** Steps of all of them, at most. */
  readonly steps: number;
  /** Steps of two walks before, in which one process goes on for as long as it can. */
  readonly orderly: number;
  readonly deadline: number;
  readonly seed: number;
}

/**
 * Runs a few schedules picked by a fixed sequence of numbers, so that most of what processes share is known before the
 * search begins, and simple bugs are seen at once.
 */
export function walk(
  system: System,
  sharing: Sharing,
  footprints: Footprints,
  findings: Findings,
  { walks, calm, length, steps, orderly, deadline, seed }: Walks,
): void {
  let left = steps;
  // a walk saves no states, and so runs a step as fast as it would find it again
  const unremembered: Grain = {
    access: (location) => sharing.access(location),
    call: (site) => sharing.call(site),
    touched: (site, location) => sharing.touched(site, location),
    tookAway: (site) => sharing.tookAway(site),
  };
  const random = numbers(seed);
  const go = (
    most: number,
    next: (enabled: readonly number[]) => number,
    answers?: () => readonly number[],
  ): void => {
    // what a walk saw while less was known of the system may be no failure
    if (system.refined) {
      findings.clear();
      system.refined = false;
    }
    system.reset();
    system.grain = unremembered;
    const path: Move[] = [];
    const round = new Round();
    for (let j = 0; j < most && left-- > 0 && performance.now() < deadline; j++) {
      const enabled = system.enabled();
      if (enabled.length === 0) {
        for (const failure of system.atEnd()) findings.add(failure, () => path);
        return;
      }
      const process = next(enabled);
      const from = footprints.placeOf(system, process);
      const step = system.step(process, answers?.() ?? []);
      footprints.follow(system, process, step, from);
      sharing.learn(process, system.accesses);
      path.push({ process, points: step.points, choices: step.choices.map(({ picked }) => picked) });
      if (step.failure) {
        findings.add(step.failure, () => path);
        return;
      }
      // as in a search: what nobody can touch any more is forgotten, and who allocates again gets the same place
      const state = system.save();
      const isForced = !answers || (enabled.length === 1 && step.choices.length === 0);
      if (round.isClosed(state, isForced, sharing.version)) return;
    }
  };
  // the first of all that can move, and the last: these come to the end of systems in which random ones lose their way
  for (const which of [0, -1]) {
    go(orderly, (enabled) => enabled.at(which)!);
  }
  let known = 0;
  for (let i = 0, since = 0; i < walks && since < calm && performance.now() < deadline; i++, since++) {
    go(
      length,
      (enabled) => enabled[random(enabled.length)]!,
      () => Array.from({ length: 4 }, () => random(2)),
    );
    const knows = sharing.version + findings.size;
    if (knows !== known) since = 0;
    known = knows;
  }
  if (system.refined) findings.clear();
}

/**
 * Whether a walk goes round: since it was in the same state nothing was picked, and nothing learned that would make its steps other
 * ones. It would go the same way again. One state is compared with those after it, each time twice as many (Brent, BIT 1980).
 */
class Round {
  private first: Int32Array | undefined;
  private version = -1;
  private length = 0;
  private most = 1;

  isClosed(state: Int32Array, isForced: boolean, version: number): boolean {
    if (!isForced || version !== this.version) {
      this.first = undefined;
      this.version = version;
      this.most = 1;
    }
    if (this.first && isSame(this.first, state)) return true;
    if (!this.first || ++this.length === this.most) {
      this.first = state;
      this.length = 0;
      this.most *= 2;
    }
    return false;
  }
}

function isSame(one: Int32Array, other: Int32Array): boolean {
  return one.length === other.length && one.every((word, i) => word === other[i]);
}
