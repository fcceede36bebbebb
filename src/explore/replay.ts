import { FINEST, type Failure, type Grain, type Move, type Step, type System } from "./system.ts";

/** What became of a schedule that was run again. */
export interface Replayed {
  /** A process of it could not move when its turn came. */
  readonly stuck: boolean;
  /** What failed: the last step, or the state at the end, in which nothing can move. */
  readonly failures: readonly Failure[];
  /** The schedule in moves of one scheduling point each, as far as it was run. */
  readonly units: readonly Move[];
  /** Switches away from a process that could have gone on and had not reached a sleep or a wait. */
  readonly preemptions: number;
}

/** Switches only where the schedule says. */
const NOWHERE: Grain = { ...FINEST, access: () => false, call: () => false };

/** Runs a schedule from the first state. `before` is called with the number of each unit move, counted from 0. */
export function replay(
  system: System,
  schedule: readonly Move[],
  before: (unit: number) => void = () => {},
): Replayed {
  system.reset();
  system.grain = NOWHERE;
  const units: Move[] = [];
  let preemptions = 0;
  let running = -1; // whoever would be preempted if another moved next
  for (const { process, points, choices } of schedule) {
    let left = choices;
    for (let passed = 0; passed < points; passed++) {
      const enabled = system.enabled();
      if (!enabled.includes(process)) {
        if (passed === 0) return { stuck: true, failures: [], units, preemptions };
        break; // the process ended, or waits, earlier than when the schedule was made
      }
      before(units.length);
      const step: Step = system.step(process, left, 1);
      const made = step.choices.map(({ picked }) => picked);
      left = left.slice(made.length);
      units.push({ process, points: 1, choices: made });
      if (!step.external) {
        if (running !== process && enabled.includes(running)) preemptions++;
        running = step.voluntary ? -1 : process;
      }
      if (step.failure) return { stuck: false, failures: [step.failure], units, preemptions };
    }
  }
  const failures = system.enabled().length === 0 ? system.atEnd() : [];
  return { stuck: false, failures, units, preemptions };
}

/** Neighbouring moves of one process become one: the form that is written down. */
export function joinMoves(units: readonly Move[]): Move[] {
  const joined: Move[] = [];
  for (const unit of units) {
    const last = joined.at(-1);
    if (last?.process !== unit.process) {
      joined.push(unit);
      continue;
    }
    const points = last.points + unit.points;
    joined[joined.length - 1] = {
      process: unit.process,
      points,
      choices: [...last.choices, ...unit.choices],
    };
  }
  return joined;
}
