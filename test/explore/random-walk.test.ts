import { expect, test } from "vitest";
import { Findings } from "../../src/explore/findings.ts";
import { Footprints } from "../../src/explore/footprints.ts";
import { walk } from "../../src/explore/random-walk.ts";
import { Sharing } from "../../src/explore/sharing.ts";
import type { Failure, Step } from "../../src/explore/system.ts";
import { ToySystem, type Op, type Toy } from "./toy-system.ts";

/** Takes too much for granted once: the end that it comes to then is no end of the real system. */
class LearnsAtItsEnd extends ToySystem {
  private isWrong = true;

  override atEnd(): Failure[] {
    const failures = this.isWrong ? [{ key: "wrong" }] : super.atEnd();
    if (this.isWrong) this.refined = true;
    this.isWrong = false;
    return failures;
  }
}

test("a walk forgets what it saw while too much was taken for granted", () => {
  const findings = new Findings();
  const system = new LearnsAtItsEnd({
    processes: [[{ do: "set", at: 0, to: 1 }]],
    late: [],
    variables: 1,
  });
  walk(system, new Sharing(), new Footprints(), findings, {
    walks: 2,
    calm: 2,
    length: 10,
    steps: 100,
    orderly: 10,
    deadline: Infinity,
    seed: 1,
  });
  expect(findings.has("wrong")).toBe(false);
  expect(findings.size).toBe(1);
});

/** Counts the steps that it makes. */
class Counts extends ToySystem {
  steps = 0;

  override step(process: number, answers: readonly number[], points?: number): Step {
    this.steps++;
    return super.step(process, answers, points);
  }
}

const LONG = { walks: 3, calm: 3, length: 1000, steps: 100_000, orderly: 1000, deadline: Infinity, seed: 1 };

function stepsOf(toy: Toy): number {
  const system = new Counts(toy);
  walk(system, new Sharing(), new Footprints(), new Findings(), LONG);
  return system.steps;
}

test("a walk ends when it goes round and nothing is picked on the way", () => {
  const round: Op[] = [{ do: "flip", at: 0 }, { do: "again" }];
  expect(stepsOf({ processes: [round], late: [], variables: 1 })).toBeLessThan(50);
  expect(stepsOf({ processes: [[{ do: "set", at: 1, to: 1 }], round], late: [], variables: 2 })).toBeLessThan(
    150,
  );
});

test("no more walks are made once some of them taught nothing", () => {
  const toy: Toy = {
    processes: [[{ do: "set", at: 0, to: 1 }], [{ do: "flip", at: 0 }]],
    late: [],
    variables: 1,
  };
  const stepsWith = (calm: number): number => {
    const system = new Counts(toy);
    walk(system, new Sharing(), new Footprints(), new Findings(), { ...LONG, walks: 100, calm });
    return system.steps;
  };
  expect(stepsWith(2)).toBeLessThan(20);
  expect(stepsWith(100)).toBeGreaterThan(200);
});

test("a walk goes on in a round that a choice may leave", () => {
  const chance: Op[] = [{ do: "maybe" }, { do: "again" }, { do: "fail" }];
  const findings = new Findings();
  const system = new Counts({ processes: [chance], late: [], variables: 1 });
  walk(system, new Sharing(), new Footprints(), findings, LONG);
  expect(findings.size).toBe(1);
});
