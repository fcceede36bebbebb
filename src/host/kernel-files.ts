import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KERNEL_DIR } from "../compile/flags.ts";
import { ModelKernel } from "../compile/model-kernel.ts";
import type { Files } from "../compile/toolchain.ts";

/** Our headers, services and tables of what headers bring; they ship as they are, beside the compiled TypeScript. */
export const KERNEL_FOLDER = fileURLToPath(new URL("../../src/kernel", import.meta.url));

/**
 * What `npm run build` makes of them: all in one file, since several hundred take longer to read than a module to run, and beside it
 * their hash and names.
 */
export const PACK = fileURLToPath(new URL("../../dist/kernel.json", import.meta.url));
export const INDEX = fileURLToPath(new URL("../../dist/kernel-index.json", import.meta.url));

export interface Index {
  readonly hash: string;
  /** Folders and files below `KERNEL_FOLDER`. */
  readonly names: readonly string[];
}

let kernel: ModelKernel | undefined;

/** Whoever compiles many modules in one process gets the same files, and what is known by them is known already. */
export function readKernelFiles(): ModelKernel {
  return (kernel ??= packed() ?? new ModelKernel(readAll));
}

/** Undefined when there is none, or something was changed since it was made. */
function packed(): ModelKernel | undefined {
  const made = statSync(INDEX, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return undefined;
  const { hash, names }: Index = JSON.parse(readFileSync(INDEX, "utf8"));
  // whatever came or went has changed its folder
  const isOld = names.some((name) => {
    const now = statSync(join(KERNEL_FOLDER, name), { throwIfNoEntry: false })?.mtimeMs;
    return now === undefined || now > made;
  });
  if (isOld) return undefined;
  return new ModelKernel(readPack, { hash, paths: names.map(pathInBuild) });
}

function readPack(): Files {
  const files: readonly (readonly [string, string])[] = JSON.parse(readFileSync(PACK, "utf8"));
  return new Map(files);
}

/** Folders and files. */
export function everything(): string[] {
  return readdirSync(KERNEL_FOLDER, { recursive: true, encoding: "utf8" });
}

/** Paths as a build has them, and texts. */
export function readAll(): Files {
  const names = everything().filter((name) => /\.(?:[ch]|txt)$/.test(name));
  return new Map(
    names.toSorted().map((name) => [pathInBuild(name), readFileSync(join(KERNEL_FOLDER, name), "utf8")]),
  );
}

function pathInBuild(name: string): string {
  return `${KERNEL_DIR}/${name.replaceAll("\\", "/")}`;
}
