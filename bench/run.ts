/**
 * Times `run`: states a second, and what the reductions save, plain and reduced search of the same program in the same run.
 *
 *   npm run build && npx jiti bench/run.ts
 */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { buildProgram } from "../src/compile/build.ts";
import { embeddedToolchain } from "../src/compile/embedded.ts";
import { explore, explorePlain, type Exploration } from "../src/explore/explore.ts";
import { fileCache } from "../src/host/file-cache.ts";
import { readKernelFiles } from "../src/host/kernel-files.ts";
import { readModule } from "../src/host/module-files.ts";
import { Machine, USER_SPACE } from "../src/machine/machine.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const MODULES = [
  "examples/early-exit.c",
  "examples/stop-loop.c",
  "examples/signal-exit.c",
  "examples/pinned.c",
  "test/fixtures/modules/stop-under-mutex-fixed.c",
  "test/fixtures/modules/family-waitqueue.c",
  "test/fixtures/modules/family-threads.c",
];

const row = (...cells: (string | number)[]): void => {
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(28) : String(cell).padStart(12))).join(""),
  );
};

row("module", "compile ms", "plain", "ms", "reduced", "ms", "states/s");
for (const path of MODULES) {
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
  const plain = explorePlain(new Machine(program), options);
  const machine = new Machine(program);
  machine.idle.enabled = true;
  const reduced = explore(machine, options);
  const speed = Math.round((reduced.states / reduced.ms) * 1000);
  row(
    path.split("/").at(-1) ?? "",
    Math.round(compile),
    shown(plain),
    Math.round(plain.ms),
    shown(reduced),
    Math.round(reduced.ms),
    speed,
  );
}

function shown({ states, complete }: Exploration): string {
  return complete ? String(states) : `>${states}`;
}
