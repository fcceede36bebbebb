import * as fc from "fast-check";
import type { Op, Outside, Toy } from "./toy-system.ts";

const VARIABLES = 3;

const at = fc.nat(VARIABLES - 1);
const bit = fc.nat(1);

/** Weights: mostly accesses, so that processes get somewhere; failures seldom, because they cut schedules short. */
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("set" as const), at, to: bit }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("flip" as const), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("await" as const), at, is: bit }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("skip-if" as const), at, is: bit }) },
  { weight: 1, arbitrary: fc.constant({ do: "maybe" as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("claim" as const), at, is: bit }) },
  { weight: 1, arbitrary: fc.constantFrom<Op>({ do: "fail" }, { do: "again" }) },
);

const outside: fc.Arbitrary<Outside> = fc.record({
  while: fc.record({ at, is: bit }),
  sets: fc.record({ at, to: bit }),
});

/** Two or three processes; the last may have to wait until the first starts it. Beside them there may be one that goes round for ever. */
export const toys: fc.Arbitrary<Toy> = fc
  .record({
    processes: fc.array(fc.array(op, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 3 }),
    startsLast: fc.option(fc.nat(4), { nil: undefined }),
    outside: fc.option(outside, { nil: undefined, freq: 3 }),
    goesRound: fc.constantFrom<Op[][]>([], [], [], [[{ do: "again" }]]),
  })
  .map(({ processes, startsLast, outside, goesRound }) => {
    const last = processes.length - 1;
    const first = processes[0] ?? [];
    const starting =
      startsLast === undefined ? first : first.toSpliced(startsLast, 0, { do: "start", process: last });
    return {
      processes: [starting, ...processes.slice(1), ...goesRound],
      late: startsLast === undefined ? [] : [last],
      outside,
      variables: VARIABLES,
    };
  });
