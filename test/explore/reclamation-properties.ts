import * as fc from "fast-check";
import { expect, test } from "vitest";
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

const isEnd = (key: string): boolean => key.startsWith("end ");

/** Declares the tests of searches with reclamations, each over so many random systems. */
export function testReclamations(runs: number): void {
  test("when a search with reclamations finds no failure, there is none, and it knows every end", () => {
    let used = 0;
    let clean = 0;
    fc.assert(
      fc.property(graves, (toy) => {
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

  test("explore finds every failure of systems with reclamations", () => {
    fc.assert(
      fc.property(graves, (toy) => {
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
}
