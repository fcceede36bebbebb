import { expect, test } from "vitest";
import { Reclamations } from "../../src/explore/reclamation.ts";
import { ENDLESS, testReclamations } from "./reclamation-properties.ts";
import { reducedOnly } from "./settle.ts";
import { ToySystem, type Op, type Toy } from "./toy-system.ts";

testReclamations(800);

const grave = (at: number): Op[] => [{ do: "reclaim", at }];

test("a reclamation goes first, so that what was reclaimed keeps no states apart", () => {
  const toy: Toy = { processes: [0, 1, 2, 3].map(grave), late: [], variables: 4 };
  const system = new ToySystem(toy);
  const { end } = reducedOnly(system, -1, ENDLESS, {}, new Reclamations(system));
  expect(end).toMatchObject({ complete: true });
  expect(end.states).toBeLessThanOrEqual(9);
});

test("a use that is given back goes first, and whoever has the last one gives back the object", () => {
  const put: Op = { do: "put", at: 0, with: 1 };
  const use: Op = { do: "set", at: 1, to: 1 };
  const first = new Map([[0, 3]]);
  const toy: Toy = { processes: [[use, put], [put], [put], [put]], late: [], variables: 2, first };
  const system = new ToySystem(toy);
  const { end, found } = reducedOnly(system, -1, ENDLESS, {}, new Reclamations(system));
  expect(end).toMatchObject({ complete: true });
  expect(end.states).toBeLessThanOrEqual(10);
  expect(found).toHaveLength(1);
});
