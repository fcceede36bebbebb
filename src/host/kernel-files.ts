import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashIs } from "../compile/build.ts";
import { KERNEL_DIR } from "../compile/flags.ts";
import type { Files } from "../compile/toolchain.ts";

/** Our headers, services and tables of what headers bring; they ship as they are, beside the compiled TypeScript. */
export const KERNEL_FOLDER = fileURLToPath(new URL("../../src/kernel", import.meta.url));

/** All of them in one file, which `npm run build` makes: several hundred files take longer to read than a module to run. */
const PACK = fileURLToPath(new URL("../../dist/kernel.json", import.meta.url));

interface Pack {
  readonly hash: string;
  readonly files: readonly (readonly [string, string])[];
}

let files: Files | undefined;

/** Read once: whoever compiles many modules in one process gets the same files, and what is known by them is known already. */
export function readKernelFiles(): Files {
  return (files ??= packed() ?? readAll());
}

/** Undefined when there is none, or something was changed since it was made. */
function packed(): Files | undefined {
  const made = statSync(PACK, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return undefined;
  const names = ["", ...readdirSync(KERNEL_FOLDER, { recursive: true, encoding: "utf8" })];
  if (names.some((name) => statSync(join(KERNEL_FOLDER, name)).mtimeMs > made)) return undefined;
  const pack: Pack = JSON.parse(readFileSync(PACK, "utf8"));
  const found = new Map(pack.files);
  hashIs(found, pack.hash);
  return found;
}

function readAll(): Files {
  const names = readdirSync(KERNEL_FOLDER, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(?:[ch]|txt)$/.test(name),
  );
  return new Map(
    names
      .toSorted()
      .map((name) => [
        `${KERNEL_DIR}/${name.replaceAll("\\", "/")}`,
        readFileSync(join(KERNEL_FOLDER, name), "utf8"),
      ]),
  );
}
