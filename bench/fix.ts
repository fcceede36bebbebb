/**
 * What a change's trial costs: processor seconds and states of generated modules with bugs, searched for the shortest witnesses, as `run` does,
 * and for any, as `fix` does for the changes that it tries; and the seconds of the whole `fix`. `npx jiti bench/fix.ts [MODULE...]`
 */
import * as fc from "fast-check";
import { fixModule } from "../src/fix/index.ts";
import { sourceOf } from "../src/run/source-text.ts";
import { runModule } from "../src/run/run.ts";
import { benchFor, moduleOf } from "../test/fix/bench.ts";
import { startedSource, startedStyles } from "../test/fix/started-modules.ts";

/** As in test/fix/started.slow.test.ts: of these, modules that took `fix` longest. */
const SEED = 20261128;
const LONGEST = [0, 1, 13, 17];

const asked = process.argv.slice(2).map(Number);
const modules = asked.length > 0 ? asked : LONGEST;
const parameters = new Map([["level", "0"]]);

console.log(
  "| module | shortest: states | s | any: states | s | fix s | proven |\n|---|---|---|---|---|---|---|",
);
for (const [i, style] of fc
  .sample(startedStyles, { seed: SEED, numRuns: Math.max(...modules) + 1 })
  .entries()) {
  if (!modules.includes(i)) continue;
  const source = moduleOf(startedSource(style));
  const bench = benchFor("6.1");
  const program = await bench.build(source, "6.1");
  const options = { faults: true, parameters, source: sourceOf(source) };
  const shortest = timed(() => runModule(program, options));
  const any = timed(() => runModule(program, { ...options, anyWitness: true }));
  const before = process.cpuUsage();
  const { candidates } = await fixModule(source, { ...bench, parameters });
  const whole = seconds(process.cpuUsage(before));
  const proven = candidates.filter(({ judgement }) => judgement?.proof === "proven").length;
  console.log(
    `| ${[i, shortest.result.stats.states, shortest.took, any.result.stats.states, any.took, whole, proven].join(" | ")} |`,
  );
}

function timed<T>(work: () => T): { readonly result: T; readonly took: string } {
  const before = process.cpuUsage();
  const result = work();
  return { result, took: seconds(process.cpuUsage(before)) };
}

function seconds({ user, system }: NodeJS.CpuUsage): string {
  return ((user + system) / 1e6).toFixed(1);
}
