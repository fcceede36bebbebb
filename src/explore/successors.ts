import type { Choice, Failure, Move, Step, System } from "./system.ts";

/** One way a process can move on, and where that leads; no state when it failed. */
export interface Successor {
  readonly move: Move;
  readonly step: Step;
  readonly state: Int32Array | undefined;
  readonly failure: Failure | undefined;
  /** The step came to code that none before it had come to. */
  readonly isNews: boolean;
}

/** Told of each step while its accesses are still known. */
export type OnStep = (process: number, step: Step) => void;

/** Every way in which `process` can move on from `state`: one for each combination of its choices. */
export function successors(system: System, state: Int32Array, process: number, onStep: OnStep): Successor[] {
  const found: Successor[] = [];
  const prefixes: number[][] = [[]];
  for (let prefix = prefixes.pop(); prefix; prefix = prefixes.pop()) {
    system.restore(state);
    const step = system.step(process, prefix);
    onStep(process, step);
    const choices = step.choices.map(({ picked }) => picked);
    prefixes.push(...alternatives(step.choices, prefix.length));
    const move: Move = { process, points: step.points, choices };
    const { isNews } = system;
    found.push({
      move,
      step,
      state: step.failure ? undefined : system.save(),
      failure: step.failure,
      isNews,
    });
    if (step.failure && step.points > 1) {
      // others may go on where this process is about to fail
      system.restore(state);
      const before = system.step(process, choices, step.points - 1);
      onStep(process, before);
      const shorter: Move = {
        process,
        points: before.points,
        choices: before.choices.map(({ picked }) => picked),
      };
      found.push({
        move: shorter,
        step: before,
        state: before.failure ? undefined : system.save(),
        failure: before.failure,
        isNews,
      });
    }
  }
  return found;
}

/** The choices made beyond `known`, each with its other answers. */
function alternatives(choices: readonly Choice[], known: number): number[][] {
  const others: number[][] = [];
  for (let i = choices.length - 1; i >= known; i--) {
    const before = choices.slice(0, i).map(({ picked }) => picked);
    for (let answer = choices[i]!.of - 1; answer > choices[i]!.picked; answer--)
      others.push([...before, answer]);
  }
  return others;
}
