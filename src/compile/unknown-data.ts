import { CompileError } from "./compile-error.ts";
import type { Toolchain } from "./toolchain.ts";
import { objectSymbols } from "./wasm/symbols.ts";

/** Holds the variables that a module uses and nothing defines: the linker would have them lie at NULL. */
export const UNKNOWN_DATA = "unknown-data.o";

/** Bytes that each of them gets: more than what is used of it, and they touch none of another. */
const ROOM = 4096;

/** Variables of the kernel's that the model lacks, as an object of their own; whoever touches one ends the run. */
export async function unknownData(
  modules: readonly Uint8Array[],
  offered: ReadonlySet<string>,
  toolchain: Toolchain,
): Promise<Map<string, Uint8Array>> {
  const symbols = modules.flatMap(objectSymbols);
  const own = new Set(symbols.filter(({ defined }) => defined).map(({ name }) => name));
  const used = symbols.filter(
    ({ name, defined, isData, weak }) =>
      isData && !defined && !weak && !own.has(name) && !offered.has(name) && isVariable(name),
  );
  const names = [...new Set(used.map(({ name }) => name))].toSorted();
  if (names.length === 0) return new Map();
  const unit = UNKNOWN_DATA.replace(/\.o$/, ".c");
  const text = names.map((name) => `char ${name}[${ROOM}];\n`).join("");
  const flags = [
    "--target=wasm32",
    "-ffreestanding",
    "-fno-common",
    "-fdata-sections",
    "-c",
    "-o",
    UNKNOWN_DATA,
    unit,
  ];
  const run = await toolchain.run("clang", flags, new Map([[unit, text]]), [UNKNOWN_DATA]);
  const built = run.output.get(UNKNOWN_DATA);
  if (!run.ok || !built) throw new CompileError(`the module does not link: ${names.join(", ")}`, run.stderr);
  return new Map([[UNKNOWN_DATA, built]]);
}

/** What the linker defines itself: the bounds of a section, and of its memory. */
const LINKERS_OWN = /^__(start|stop)_|^__(heap_base|data_end|dso_handle|global_base)$/;

function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !LINKERS_OWN.test(name);
}
