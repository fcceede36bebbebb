import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { KERNEL_DIR } from "../compile/flags.ts";
import type { Files } from "../compile/toolchain.ts";

/** Our headers, services and tables of what headers bring; they ship as they are, beside the compiled TypeScript. */
export const KERNEL_FOLDER = fileURLToPath(new URL("../../src/kernel", import.meta.url));

let files: Files | undefined;

/** Read once: whoever compiles many modules in one process gets the same files, and what is known by them is known already. */
export function readKernelFiles(): Files {
  return (files ??= readAll());
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
