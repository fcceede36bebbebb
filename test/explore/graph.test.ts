import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Graph } from "../../src/explore/graph.ts";

test("a state is endless when no way out of it leads to an end", () => {
  const graph = new Graph();
  graph.edge(0, 1);
  graph.edge(0, 2);
  graph.edge(2, 3);
  graph.edge(3, 2);
  graph.end(1);
  expect(graph.endless(4)).toEqual([2, 3]);
});

test("a loop that can be left is not endless", () => {
  const graph = new Graph();
  graph.edge(0, 1);
  graph.edge(1, 0);
  graph.edge(1, 2);
  graph.end(2);
  expect(graph.endless(3)).toEqual([]);
});

test("it agrees with following every way from every state", () => {
  const states = 7;
  const pair = fc.tuple(fc.nat(states - 1), fc.nat(states - 1));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 12 }), fc.subarray([...Array(states).keys()]), (edges, ends) => {
      const graph = new Graph();
      for (const [from, to] of edges) graph.edge(from, to);
      for (const end of ends) graph.end(end);
      const reaches = (from: number): boolean => {
        const seen = new Set([from]);
        for (const state of seen) for (const [a, b] of edges) if (a === state) seen.add(b);
        return ends.some((end) => seen.has(end));
      };
      const expected = [...Array(states).keys()].filter((state) => !reaches(state));
      expect(graph.endless(states)).toEqual(expected);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test("what continues forever is told from the way that leads there", () => {
  const graph = new Graph();
  graph.edge(0, 1);
  graph.edge(1, 2);
  graph.edge(2, 3);
  graph.edge(3, 2);
  graph.edge(0, 4);
  graph.edge(4, 4);
  expect(graph.endless(5)).toEqual([0, 1, 2, 3, 4]);
  expect(graph.eternal(5)).toEqual([2, 3, 4]);
});

test("what nobody leaves is told by the steps that were chosen last", () => {
  const graph = new Graph();
  graph.edge(0, 1, 3);
  graph.edge(1, 2, 4);
  graph.end(2);
  expect(graph.closedParts(3)).toEqual([]);
  graph.chosenAgain(1);
  graph.edge(1, 1, 5);
  expect(graph.closedParts(3)).toEqual([{ states: [1], moved: new Set([5]) }]);
});
