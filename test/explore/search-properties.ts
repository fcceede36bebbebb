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
  "the search that takes any witness": (system) =>
    explore(system, { ...optionsFor(system), anyWitness: true }),
  "the search for what is plainest": (system) =>
    explore(system, { ...optionsFor(system), until: () => false }),
  "the reduced search": (system) => {
    const { end, found } = reducedOnly(system, system.external, ENDLESS);
    return { complete: end.complete, found };
  },
};

/** What the oracle says of a system: asked for by each search, and found out once. */
const truths = new Map<string, Truth>();

function truthAbout(toy: Toy): Truth {
  const text = JSON.stringify({ ...toy, first: [...(toy.first ?? [])] });
  let truth = truths.get(text);
  if (!truth) truths.set(text, (truth = everything(new ToySystem(toy))));
  return truth;
}

/** Throws unless the search finds what the oracle finds, and each path that it gives leads to its failure when it is run again. */
export function expectTruth(search: Search, toy: Toy): void {
  const system = new ToySystem(toy);
  const { found, complete } = search(system);
  expect(complete).toBe(true);
  expect(truthOf(found)).toEqual(truthAbout(toy));
  for (const { failure, path } of found) {
    if (failure.key === "endless") continue;
    const { stuck, failures } = replay(system, path);
    expect(stuck).toBe(false);
    expect(failures.map(({ key }) => key)).toContain(failure.key);
  }
}

/** Declares the tests that every search must pass, each over so many random systems. */
export function testSearches(parameters: { readonly seed: number; readonly numRuns: number }): void {
  test.each(Object.entries(SEARCHES))(
    "%s finds every failure, every end and whether anything never ends, and every path that it gives leads to its failure again",
    (_name, search) => {
      fc.assert(
        fc.property(toys, (toy) => expectTruth(search, toy)),
        parameters,
      );
    },
  );
}
