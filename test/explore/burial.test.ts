import { expect, test } from "vitest";
import { Burials } from "../../src/explore/burial.ts";
import { ENDLESS, testBurials } from "./burial-properties.ts";
import { reducedOnly } from "./settle.ts";
import { ToySystem, type Op, type Toy } from "./toy-system.ts";

testBurials(800);

const grave = (at: number): Op[] => [{ do: "bury", at }];

test("a burial goes first, so that what was buried keeps no states apart", () => {
  const toy: Toy = { processes: [0, 1, 2, 3].map(grave), late: [], variables: 4 };
  const system = new ToySystem(toy);
  const { end } = reducedOnly(system, -1, ENDLESS, {}, new Burials(system));
  expect(end).toMatchObject({ complete: true });
  expect(end.states).toBeLessThanOrEqual(9);
});
