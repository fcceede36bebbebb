/**
 * Times `run`: schedules a second, states and time to proof with the plain and the reduced search of the same program, what
 * compiling costs cold and cached, and how much memory it takes; then whole commands beside what they should take.
 *
 *   npm run build && npx jiti bench/run.ts
 */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { buildProgram } from "../src/compile/build.ts";
import { embeddedToolchain } from "../src/compile/embedded.ts";
import type { LinkedProgram } from "../src/compile/program.ts";
import { explore, explorePlain, type Exploration } from "../src/explore/explore.ts";
import { Findings } from "../src/explore/findings.ts";
import { Footprints } from "../src/explore/footprints.ts";
import { walk } from "../src/explore/random-walk.ts";
import { Sharing } from "../src/explore/sharing.ts";
import { fileCache } from "../src/host/file-cache.ts";
import { readKernelFiles } from "../src/host/kernel-files.ts";
import { readModule } from "../src/host/module-files.ts";
import { Machine, USER_SPACE } from "../src/machine/machine.ts";
import { printAims } from "./aims.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const MODULES = [
  "examples/early-exit.c",
  "examples/stop-loop.c",
  "examples/signal-exit.c",
  "examples/pinned.c",
  "bench/programs/sharing-threads.c count=2",
  "bench/programs/sharing-threads.c count=3",
  "bench/programs/independent-threads.c",
  "test/fixtures/modules/stop-under-mutex-fixed.c",
  "test/fixtures/modules/family-waitqueue.c",
  "test/fixtures/modules/family-threads.c",
];
/** For these the plain search only fills the memory. */
const TOO_WIDE = new Set(["bench/programs/independent-threads.c"]);
const WALKS = 3000;

const row = (...cells: (string | number)[]): void => {
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(30) : String(cell).padStart(12))).join(""),
  );
};

row("module", "compile ms", "plain", "ms", "reduced", "ms", "states/s", "schedules/s");
for (const words of MODULES) {
  const [path = "", ...given] = words.split(" ");
  const parameters = new Map(
    given.map((one) => one.split("=")).map(([name = "", value = ""]) => [name, value] as const),
  );
  const began = performance.now();
  const program = await buildProgram(readModule([join(root, path)]), {
    target: { kernel: "6.12", arch: "x86_64" },
    toolchain: embeddedToolchain(),
    kernel: readKernelFiles(),
    cache: fileCache(join(root, "node_modules/.cache/unoops-bench")),
  });
  const compile = performance.now() - began;
  const options = {
    external: USER_SPACE,
    endless: () => undefined,
    limits: { states: 200_000, time: 60_000 },
  };
  const plain = TOO_WIDE.has(path) ? undefined : explorePlain(new Machine(program, { parameters }), options);
  const machine = new Machine(program, { parameters });
  machine.idle.enabled = true;
  const reduced = explore(machine, options);
  row(
    words.split("/").at(-1) ?? "",
    Math.round(compile),
    plain ? shown(plain) : "-",
    plain ? Math.round(plain.ms) : "-",
    shown(reduced),
    Math.round(reduced.ms),
    Math.round((reduced.states / reduced.ms) * 1000),
    schedulesPerSecond(program, parameters),
  );
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
printAims(root);

/** Whole schedules from load to unload, one random one after the other, switched at shared locations. */
function schedulesPerSecond(program: LinkedProgram, parameters: ReadonlyMap<string, string>): number {
  const machine = new Machine(program, { parameters });
  const sharing = new Sharing();
  const footprints = new Footprints();
  const walks = {
    walks: WALKS,
    calm: WALKS,
    length: WALKS,
    steps: Infinity,
    orderly: 0,
    deadline: Infinity,
    seed: 0x2545f491,
  };
  walk(machine, sharing, footprints, new Findings(), { ...walks, walks: WALKS / 10 }); // learns what is shared
  const began = performance.now();
  walk(machine, sharing, footprints, new Findings(), walks);
  return Math.round((WALKS / (performance.now() - began)) * 1000);
}

function shown({ states, complete }: Exploration): string {
  return complete ? String(states) : `>${states}`;
}
