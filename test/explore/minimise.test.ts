import * as fc from "fast-check";
import { expect, test } from "vitest";
import { explorePlain } from "../../src/explore/explore.ts";
import { failsWith, minimise, type Fails } from "../../src/explore/minimise.ts";
import { joinMoves, replay } from "../../src/explore/replay.ts";
import type { Move } from "../../src/explore/system.ts";
import { toys } from "./toy-programs.ts";
import { ToySystem } from "./toy-system.ts";

function movesOf(processes: readonly number[]): Move[] {
  return processes.map((process) => ({ process, points: 1, choices: [] }));
}

/** True of schedules in which these processes move in this order, whoever else moves between. */
function needs(order: readonly number[]): Fails {
  return (schedule) => {
    let found = 0;
    for (const { process } of schedule) if (process === order[found]) found++;
    return found === order.length;
  };
}

test("only the steps that are needed are left", () => {
  const schedule = movesOf([5, 1, 5, 5, 2, 5, 3, 5, 5]);
  expect(minimise(schedule, needs([1, 2, 3])).map(({ process }) => process)).toEqual([1, 2, 3]);
});

test("a schedule that needs every step is left as it is", () => {
  const schedule = movesOf([1, 2, 3, 4]);
  expect(minimise(schedule, needs([1, 2, 3, 4]))).toEqual(schedule);
});

test("whatever is asked for, what is left has it, and loses it with any step", () => {
  const wanted = fc.array(fc.nat(3), { maxLength: 5 });
  const noise = fc.array(fc.nat(3), { maxLength: 30 });
  fc.assert(
    fc.property(wanted, noise, fc.nat(30), (order, others, at) => {
      const fails = needs(order);
      const rest = minimise(movesOf(others.toSpliced(at, 0, ...order)), fails);
      expect(fails(rest)).toBe(true);
      expect(rest.some((_, i) => fails(rest.toSpliced(i, 1)))).toBe(false);
    }),
    { seed: 1, numRuns: 500 },
  );
});

test("a minimised witness of a system still fails, fails when its moves are joined, and loses its failure with any step", () => {
  fc.assert(
    fc.property(toys, (toy) => {
      const system = new ToySystem(toy);
      for (const { failure, path } of explorePlain(system, { endless: () => undefined }).found) {
        const fails = failsWith(system, failure.key);
        const rest = minimise(replay(system, path).units, fails);
        expect(fails(rest)).toBe(true);
        expect(rest.some((_, i) => fails(rest.toSpliced(i, 1)))).toBe(false);
        expect(replay(system, joinMoves(rest)).failures.map(({ key }) => key)).toContain(failure.key);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});
