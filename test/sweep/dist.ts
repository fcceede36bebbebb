import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
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

/** What is built, changed a little: another version, beside the packages that it needs. */
export function anotherVersion(
  name: string,
  change: (dist: string) => void,
): { readonly main: string; remove(): void } {
  const other = join(ROOT, `node_modules/.cache/unoops-${name}`);
  const remove = (): void => rmSync(other, { recursive: true, force: true });
  remove();
  mkdirSync(other, { recursive: true });
  cpSync(join(ROOT, "dist"), join(other, "dist"), { recursive: true });
  cpSync(join(ROOT, "package.json"), join(other, "package.json"));
  symlinkSync(join(ROOT, "src"), join(other, "src"));
  change(join(other, "dist"));
  return { main: join(other, "dist/cli/main.js"), remove };
}
