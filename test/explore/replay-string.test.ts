import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readSchedule, writeSchedule } from "../../src/explore/replay-string.ts";
import type { Move } from "../../src/explore/system.ts";

const move: fc.Arbitrary<Move> = fc
  .record({
    process: fc.nat(40),
    points: fc.integer({ min: 1, max: 100_000 }),
    choices: fc.array(fc.nat(35), { maxLength: 5 }),
  })
  // answers that are all the first are what a schedule without answers means
  .map((made) => (made.choices.some((answer) => answer !== 0) ? made : { ...made, choices: [] }));

test("a schedule that was written down reads back as the same schedule", () => {
  fc.assert(
    fc.property(fc.array(move, { minLength: 1 }), (schedule) => {
      expect(readSchedule(writeSchedule(schedule))).toEqual(schedule);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test("the documented example is what is written", () => {
  const schedule = [
    { process: 0, points: 48, choices: [] },
    { process: 2, points: 9, choices: [1] },
    { process: 0, points: 1, choices: [] },
  ];
  expect(writeSchedule(schedule)).toBe("0.1c,2.9~1,0");
});

test.each(["", ",", "0.", "0~", "0,,1", "A", "0.1c;2", "0 1", "-1", "6.12:0"])(
  "%j is no schedule",
  (text) => {
    expect(readSchedule(text)).toBeUndefined();
  },
);
