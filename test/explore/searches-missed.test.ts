import { describe, test } from "vitest";
import { expectTruth, SEARCHES } from "./search-properties.ts";
import type { Op, Outside, Toy } from "./toy-system.ts";

function toy(processes: readonly (readonly Op[])[], outside?: Outside): Toy {
  return { processes, late: [], outside, variables: 3 };
}

/** Systems in which a search once missed something, shrunk from random ones. */
const MISSED: Readonly<Record<string, Toy>> = {
  "a process that fails by itself, right after a write that makes another one fail": toy([
    [{ do: "claim", at: 0, is: 0 }],
    [
      { do: "set", at: 0, to: 1 },
      { do: "claim", at: 1, is: 1 },
    ],
  ]),
  "two processes that fail, with nothing in common": toy([[{ do: "fail" }], [{ do: "fail" }]]),
  "a world outside that loses its chance at the first step": toy(
    [
      [{ do: "skip-if", at: 2, is: 1 }],
      [
        { do: "flip", at: 0 },
        { do: "skip-if", at: 0, is: 0 },
      ],
    ],
    { while: { at: 0, is: 0 }, sets: { at: 0, to: 1 } },
  ),
  "a world outside that can act only between two accesses of one process": toy(
    [
      [
        { do: "flip", at: 1 },
        { do: "set", at: 2, to: 1 },
        { do: "claim", at: 1, is: 1 },
      ],
      [{ do: "maybe" }],
    ],
    { while: { at: 2, is: 0 }, sets: { at: 1, to: 0 } },
  ),
  "a world outside that one process would wake, and another one puts to sleep for ever": toy(
    [
      [
        { do: "flip", at: 2 },
        { do: "skip-if", at: 0, is: 0 },
      ],
      [{ do: "set", at: 0, to: 1 }],
    ],
    { while: { at: 2, is: 0 }, sets: { at: 0, to: 0 } },
  ),
  "a process that goes round for ever, in a state that is chosen for again once the world outside was seen to write":
    toy(
      [
        [
          { do: "flip", at: 0 },
          { do: "flip", at: 1 },
          { do: "flip", at: 0 },
        ],
        [{ do: "again" }],
        [
          { do: "skip-if", at: 1, is: 0 },
          { do: "claim", at: 1, is: 1 },
          { do: "flip", at: 0 },
        ],
      ],
      { while: { at: 0, is: 0 }, sets: { at: 1, to: 0 } },
    ),
  "a process that goes round for ever beside one that is started later": {
    ...toy([
      [
        { do: "claim", at: 1, is: 1 },
        { do: "start", process: 2 },
        { do: "set", at: 0, to: 0 },
      ],
      [
        { do: "flip", at: 1 },
        { do: "set", at: 0, to: 1 },
        { do: "claim", at: 0, is: 1 },
        { do: "await", at: 0, is: 0 },
      ],
      [{ do: "set", at: 0, to: 0 }],
      [{ do: "again" }],
    ]),
    late: [2],
  },
};

describe.each(Object.entries(SEARCHES))("%s finds everything in", (_name, search) => {
  test.each(Object.entries(MISSED))("%s", (_system, missed) => expectTruth(search, missed));
});
