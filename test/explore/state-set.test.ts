import * as fc from "fast-check";
import { expect, test } from "vitest";
import { StateSet } from "../../src/explore/state-set.ts";

test("states are numbered in the order of arrival, and known when they come again", () => {
  const set = new StateSet();
  expect(set.add(Int32Array.of(1, 2))).toEqual({ number: 0, isNew: true });
  expect(set.add(Int32Array.of(2, 1))).toEqual({ number: 1, isNew: true });
  expect(set.add(Int32Array.of(1, 2))).toEqual({ number: 0, isNew: false });
  expect(set.size).toBe(2);
});

test("the same words with something else beside them are another state", () => {
  const set = new StateSet();
  set.add(Int32Array.of(7), 0);
  expect(set.add(Int32Array.of(7), 1).isNew).toBe(true);
  expect(set.add(Int32Array.of(7), -1).isNew).toBe(true);
});

test("states that differ in one bit, in length or in order are told apart", () => {
  const set = new StateSet();
  let added = 0;
  for (let word = 0; word < 40; word++) {
    for (let bit = 0; bit < 32; bit++) {
      const state = new Int32Array(40);
      state[word] = 1 << bit;
      expect(set.add(state).isNew).toBe(true);
      added++;
    }
  }
  for (let length = 0; length < 40; length++) expect(set.add(new Int32Array(length)).isNew).toBe(true);
  expect(set.size).toBe(added + 40);
});

test("it agrees with a set of strings and gives the states back, also after growing", () => {
  const states = fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 4 }), { maxLength: 60 });
  fc.assert(
    fc.property(states, (added) => {
      const set = new StateSet();
      const names: string[] = [];
      for (const words of added) {
        const known = names.indexOf(words.join());
        const isNew = known < 0;
        expect(set.add(Int32Array.from(words))).toEqual({ number: isNew ? names.length : known, isNew });
        if (isNew) names.push(words.join());
      }
    }),
    { seed: 1, numRuns: 300 },
  );
  const large = new StateSet();
  const all = Array.from({ length: 20_000 }, (_, i) => new Int32Array(1 + (i % 40)).fill(i));
  for (const state of all) large.add(state);
  expect(all.every((state, i) => large.add(state).number === i)).toBe(true);
  expect(all.every((state, i) => large.get(i).join() === state.join())).toBe(true);
});
