import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Reclamations } from "../../src/explore/reclamation.ts";
import { explore } from "../../src/explore/explore.ts";
import { everything } from "./oracle.ts";
import { reducedOnly } from "./settle.ts";
import { toys } from "./toy-programs.ts";
import { ToySystem, type Op, type Toy } from "./toy-system.ts";

export const ENDLESS = { endless: () => ({ key: "endless" }) };

/** What nobody else may touch, what somebody might, and what a reclamation waits for. */
const reclaimed = fc.constantFrom(2, 3);
const before: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ do: fc.constant("set" as const), at: reclaimed, to: fc.nat(1) }),
  fc.record({ do: fc.constant("flip" as const), at: reclaimed }),
  fc.record({ do: fc.constant("await" as const), at: fc.nat(2), is: fc.nat(1) }),
);

/** A random system and a process that reclaims at its end. */
const graves: fc.Arbitrary<Toy> = fc
  .record({ toy: toys, does: fc.array(before, { maxLength: 2 }), at: reclaimed })
  .map(({ toy, does, at }) => ({
    ...toy,
    processes: [...toy.processes, [...does, { do: "reclaim", at } as const]],
    variables: 4,
  }));

/** The count of uses of an object, which is variable 2. */
const COUNT = 3;
const put: Op = { do: "put", at: COUNT, with: 2 };

const holder: fc.Arbitrary<Op[]> = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<Op>({ do: "use", at: COUNT }, put, { do: "maybe" }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant("set" as const), at: fc.constant(2), to: fc.nat(1) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constant("await" as const), at: fc.nat(1), is: fc.nat(1) }),
      },
      { weight: 2, arbitrary: fc.record({ do: fc.constant("set" as const), at: fc.nat(1), to: fc.nat(1) }) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Op>(
          { do: "skip-if", at: COUNT, is: 0 },
          { do: "claim", at: COUNT, is: 1 },
          { do: "flip", at: COUNT },
        ),
      },
    ),
    { maxLength: 4 },
  )
  .map((ops) => [...ops, put]);

const lookAt: fc.Arbitrary<Op> = fc.oneof(
  before,
  fc.record({ do: fc.constant("skip-if" as const), at: fc.nat(3), is: fc.nat(1) }),
  fc.record({ do: fc.constant("await" as const), at: fc.nat(1), is: fc.nat(1) }),
);

/** Two or three processes that each have a use of an object, and one that just gives one back. */
const holders: fc.Arbitrary<Toy> = fc
  .record({
    holding: fc.array(holder, { minLength: 1, maxLength: 2 }),
    does: fc.array(lookAt, { maxLength: 1 }),
    more: fc.constantFrom(-1, 0, 0, 0, 1),
  })
  .map(({ holding, does, more }) => ({
    processes: [...holding, [...does, put], [put]],
    late: [],
    variables: 4,
    first: new Map([[COUNT, holding.length + 1 + more]]),
  }));

const isEnd = (key: string): boolean => key.startsWith("end ");

/** Declares the tests of searches with reclamations, each over so many random systems. */
export function testReclamations(runs: number): void {
  describe.each([
    ["reclamations", graves],
    ["uses that are given back", holders],
  ])("with %s", (_name, systems) => {
    test("when a search finds no failure, there is none, and it knows every end", () => {
      let used = 0;
      let clean = 0;
      fc.assert(
        fc.property(systems, (toy) => {
          const system = new ToySystem(toy);
          const reclamations = new Reclamations(system);
          const { found } = reducedOnly(system, system.external, ENDLESS, {}, reclamations);
          const keys = new Set(found.map(({ failure }) => failure.key));
          if (reclamations.used) used++;
          if (![...keys].every((key) => isEnd(key) || key === "endless")) return;
          clean++;
          const truth = everything(new ToySystem(toy));
          expect(new Set([...keys].filter(isEnd))).toEqual(truth.keys);
          expect(keys.has("endless")).toBe(truth.endless);
        }),
        { numRuns: runs },
      );
      expect(used).toBeGreaterThan(runs / 10);
      expect(clean).toBeGreaterThan(runs / 30);
    });

    test("explore finds every failure", () => {
      fc.assert(
        fc.property(systems, (toy) => {
          const system = new ToySystem(toy);
          const { found, complete } = explore(
            system,
            system.external < 0 ? ENDLESS : { ...ENDLESS, external: system.external },
          );
          expect(complete).toBe(true);
          const keys = new Set(found.map(({ failure }) => failure.key));
          const endless = keys.delete("endless");
          expect({ keys, endless }).toEqual(everything(new ToySystem(toy)));
        }),
        { numRuns: runs / 4 },
      );
    });
  });
}
