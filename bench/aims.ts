/** The table of aims: whole commands by the processor time of their process, medians of five, and SPIN beside them. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";

const RUNS = 5;

/** Seconds after which a peer is given up. */
const PATIENCE = 60;

interface Aim {
  readonly what: string;
  readonly words: readonly string[];
  readonly aim: number;
  /** Each time with an empty cache. */
  readonly first?: boolean;
  /** Long ones are run once. */
  readonly runs?: number;
}

interface Measured {
  readonly seconds: number;
  readonly states: number;
  readonly complete: boolean;
}

/** Written by the process at its end: what it used itself, without the compilers it called. */
const TELL = `data:text/javascript,import{writeFileSync}from"node:fs";process.on("exit",()=>{const{user,system}=process.cpuUsage();writeFileSync(process.env.UNOOPS_BENCH,String((user+system)/1e6))})`;

export function printAims(root: string): void {
  const sharing = join(root, "bench/programs/sharing-threads.c");
  const calm = join(root, "../shared/scenarios/klt_s.c");
  const early = join(root, "examples/early-exit.c");
  const aims: readonly Aim[] = [
    { what: "sharing-threads count=3", words: [sharing, "count=3"], aim: 0.15 },
    { what: "sharing-threads count=4", words: [sharing, "count=4"], aim: 0.4 },
    { what: "sharing-threads count=5", words: [sharing, "count=5"], aim: 1.5 },
    { what: "sharing-threads count=8", words: [sharing, "count=8"], aim: 60, runs: 1 },
    {
      what: "independent-threads (16)",
      words: [join(root, "bench/programs/independent-threads.c")],
      aim: 0.3,
    },
    ...(existsSync(calm) ? [{ what: "scenario s (64)", words: [calm], aim: 3 }] : []),
    { what: "early-exit.c, cached", words: [early], aim: 0.2 },
    { what: "early-exit.c, first", words: [early], aim: 1, first: true },
  ];
  const cache = mkdtempSync(join(tmpdir(), "unoops-aims-"));
  console.log(`\n\`unoops run\`, processor time, medians of ${RUNS}; load ${loadavg()[0]?.toFixed(1)}`);
  console.log(`${"".padEnd(28)}${"now s".padStart(8)}${"aim s".padStart(8)}${"states".padStart(10)}`);
  for (const { what, words, aim, first = false, runs = RUNS } of aims) {
    if (!first) runOnce(root, words, cache);
    const all = Array.from({ length: runs }, () => {
      if (first) rmSync(cache, { recursive: true, force: true });
      return runOnce(root, words, cache);
    });
    const { seconds, states, complete } = median(all);
    const left = complete ? "" : " (not complete)";
    console.log(
      `${what.padEnd(28)}${seconds.toFixed(2).padStart(8)}${String(aim).padStart(8)}${String(states).padStart(10)}${left}`,
    );
  }
  rmSync(cache, { recursive: true, force: true });
  printSpin(root);
}

function runOnce(root: string, words: readonly string[], cache: string): Measured {
  const told = join(tmpdir(), `unoops-bench-${process.pid}`);
  const main = join(root, "dist/cli/main.js");
  const { stdout } = spawnSync(process.execPath, ["--import", TELL, main, "run", "--json", ...words], {
    env: { ...process.env, XDG_CACHE_HOME: cache, UNOOPS_BENCH: told },
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const { stats }: { stats: { states: number; complete: boolean } } = JSON.parse(stdout);
  const seconds = Number(readFileSync(told, "utf8"));
  rmSync(told);
  return { seconds, states: stats.states, complete: stats.complete };
}

function median(all: readonly Measured[]): Measured {
  const sorted = all.toSorted((a, b) => a.seconds - b.seconds);
  return sorted[Math.floor(sorted.length / 2)] ?? { seconds: NaN, states: 0, complete: false };
}

/** The same program by hand, in Promela. */
function printSpin(root: string): void {
  if (spawnSync("spin", ["-V"]).error || spawnSync("gcc", ["--version"]).error) {
    console.log("SPIN: skipped, needs spin and gcc");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "unoops-spin-"));
  cpSync(join(root, "bench/peers/sharing-threads.pml"), join(folder, "model.pml"));
  const timed = (command: string, args: readonly string[]): { seconds: number; stdout: string } => {
    const began = performance.now();
    const { stdout } = spawnSync(command, args, {
      cwd: folder,
      encoding: "utf8",
      timeout: PATIENCE * 1000,
    });
    return { seconds: (performance.now() - began) / 1000, stdout };
  };
  console.log("\nSPIN, a model of sharing-threads by hand, elapsed");
  for (const count of [3, 4, 5, 8]) {
    const made =
      timed("spin", [`-DCOUNT=${count}`, "-a", "model.pml"]).seconds +
      timed("gcc", ["-O2", "-DSAFETY", "-DCOLLAPSE", "-o", "pan", "pan.c"]).seconds;
    const { seconds, stdout } = timed("./pan", ["-m100000"]);
    const states = /(\d+) states, stored/.exec(stdout)?.[1];
    const searched = states === undefined ? `no end in ${PATIENCE} s` : `search ${seconds.toFixed(2)} s`;
    console.log(`count=${count}: made in ${made.toFixed(2)} s, ${searched}, ${states ?? "?"} states`);
  }
  rmSync(folder, { recursive: true, force: true });
}
