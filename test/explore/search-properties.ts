import * as fc from "fast-check";
import { expect, test } from "vitest";
import { explore, explorePlain, type ExploreOptions } from "../../src/explore/explore.ts";
import type { Found } from "../../src/explore/findings.ts";
import { replay } from "../../src/explore/replay.ts";
import { everything, type Truth } from "./oracle.ts";
import { reducedOnly } from "./settle.ts";
import { toys } from "./toy-programs.ts";
import { ToySystem, type Toy } from "./toy-system.ts";

const ENDLESS = { endless: () => ({ key: "endless" }) };

function truthOf(found: readonly Found[]): Truth {
  const keys = new Set(found.map(({ failure }) => failure.key));
  const endless = keys.delete("endless");
  return { keys, endless };
}

function optionsFor(system: ToySystem): ExploreOptions {
  return system.external < 0 ? ENDLESS : { ...ENDLESS, external: system.external };
}

type Search = (system: ToySystem) => { readonly found: readonly Found[]; readonly complete: boolean };

export const SEARCHES: Readonly<Record<string, Search>> = {
  "the plain search": (system) => explorePlain(system, optionsFor(system)),
  explore: (system) => explore(system, optionsFor(system)),
  "the search for what is plainest": (system) =>
    explore(system, { ...optionsFor(system), until: () => false }),
  "the reduced search": (system) => {
    const { end, found } = reducedOnly(system, system.external, ENDLESS);
    return { complete: end.complete, found };
  },
};

/** Throws unless the search finds what the oracle finds. */
export function expectTruth(search: Search, toy: Toy): void {
  const { found, complete } = search(new ToySystem(toy));
  expect(complete).toBe(true);
  expect(truthOf(found)).toEqual(everything(new ToySystem(toy)));
}

/** Declares the tests that every search must pass, each over so many random systems. */
export function testSearches(parameters: { readonly seed: number; readonly numRuns: number }): void {
  const check = (property: (toy: Toy) => void): void => fc.assert(fc.property(toys, property), parameters);

  test.each(Object.entries(SEARCHES))(
    "%s finds every failure, every end and whether anything never ends",
    (_name, search) => {
      check((toy) => expectTruth(search, toy));
    },
  );

  test.each(Object.entries(SEARCHES))(
    "every path that %s gives leads to its failure when it is run again",
    (_name, search) => {
      check((toy) => {
        const system = new ToySystem(toy);
        for (const { failure, path } of search(system).found) {
          if (failure.key === "endless") continue;
          const { stuck, failures } = replay(system, path);
          expect(stuck).toBe(false);
          expect(failures.map(({ key }) => key)).toContain(failure.key);
        }
      });
    },
  );
}
