import { judge } from "../src/lsp/judge.ts";
import type { Workbench } from "../src/lsp/workbench.ts";
import { largeModule } from "../test/lsp/large.ts";

/** How long a change of 5,000 lines takes to be judged: `npm run bench:lsp`. */
const LINES = 5000;
const ROUNDS = 30;

const bench: Workbench = {
  kernelOf: () => "6.12",
  told: (findings) => findings,
  header: () => undefined,
  siblings: () => [],
  run: () => Promise.reject(new Error("not measured")),
  mend: () => Promise.reject(new Error("not measured")),
};

const text = largeModule(LINES);
const times: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const began = performance.now();
  const { findings } = judge("/large.c", `${text}/* ${round} */\n`, bench);
  times.push(performance.now() - began);
  if (findings.length === 0) throw new Error("the bug was not found");
}
const sorted = times.toSorted((a, b) => a - b);
const ms = (at: number): string => `${sorted[Math.floor(at * (ROUNDS - 1))]?.toFixed(1)} ms`;
console.log(
  `${text.split("\n").length} lines: first ${times[0]?.toFixed(1)} ms, median ${ms(0.5)}, slowest ${ms(1)}`,
);
