import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Processes and threads of a sweep are started from what is built. */
export const MAIN = join(ROOT, "dist/cli/main.js");

export const notBuilt = existsSync(join(ROOT, "dist/sweep/run-sweep.js")) ? "" : "not built; npm run build";

type Library = typeof import("../../src/sweep/run-sweep.ts");

/** What `unoops sweep` calls, as it is built: its engine is that of the workers. */
export async function builtLibrary(): Promise<Library> {
  const url = pathToFileURL(join(ROOT, "dist/sweep/run-sweep.js")).href;
  const library: Library = await import(/* @vite-ignore */ url);
  return library;
}
