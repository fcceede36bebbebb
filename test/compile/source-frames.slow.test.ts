import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sourceFrames, type FunctionPlace } from "../../src/binary/index.ts";
import { build } from "../../src/compile/from-source.ts";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import { atBaseline } from "../../src/host/baseline.ts";
import type { Toolchain } from "../../src/compile/toolchain.ts";
import { readModule } from "../../src/host/module-files.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { buildOptions, EXAMPLES, FIXTURES } from "../run/harness.ts";

/** LLVM's own reader of debug information, to compare with. */
const absent = spawnSync("llvm-symbolizer", ["--version"]).status !== 0;
const native = await nativeToolchain();

/** A module of several files; inlined functions, macros, loops; what stands in headers of the model. */
const MODULES = [
  ...["multi-file", "family-list.c", "family-rwsem.c", "timer-freed.c", "key-past-table.c"].map((name) =>
    join(FIXTURES, name),
  ),
  join(EXAMPLES, "early-exit.c"),
];

/** What wasm-ld left, on its way through the compiler. */
async function linked(path: string, toolchain: Toolchain): Promise<{ wasm: Uint8Array; units: number }> {
  const source = readModule([path]);
  let wasm = new Uint8Array();
  const onlooker: Toolchain = {
    id: toolchain.id,
    run: async (tool, args, files, outputs) => {
      const run = await toolchain.run(tool, args, files, outputs);
      if (tool === "wasm-ld") wasm = Uint8Array.from([...run.output.values()][0] ?? []);
      return run;
    },
  };
  await build(source, { ...buildOptions("6.12", "x86_64"), toolchain: onlooker });
  return { wasm, units: source.units.length };
}

function shown(places: readonly FunctionPlace[]): string {
  return places
    .map(
      ({ function: name, file, line, column }) =>
        `${name} ${file.replace(/^(\.?\/)+/, "")}:${line}:${column}`,
    )
    .join(" < ");
}

function symbolized(wasm: Uint8Array, addresses: readonly number[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "unoops-frames-"));
  try {
    writeFileSync(join(folder, "module.wasm"), wasm);
    const { stdout } = spawnSync("llvm-symbolizer", ["--obj=module.wasm", "--output-style=JSON"], {
      cwd: folder,
      input: addresses.map((address) => `0x${address.toString(16)}\n`).join(""),
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    const text = stdout.trim();
    const answers: readonly Answer[] = JSON.parse(
      text.startsWith("[") ? text : `[${text.replaceAll("\n", ",")}]`,
    );
    return answers.map(({ Symbol: found }) =>
      shown(
        found.map(({ FunctionName, FileName, Line, Column }) => ({
          function: FunctionName,
          file: FileName,
          line: Line,
          column: Column,
        })),
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Answer {
  readonly Symbol: readonly {
    readonly FunctionName: string;
    readonly FileName: string;
    readonly Line: number;
    readonly Column: number;
  }[];
}

for (const [name, toolchain] of [
  ["the system's", native],
  ["the embedded", atBaseline(embeddedToolchain())],
] as const) {
  test.skipIf(absent || !toolchain)(
    `places read from what ${name} compiler made are those that llvm-symbolizer reads (skipped without it)`,
    async () => {
      for (const path of toolchain === native ? MODULES : MODULES.slice(0, 2)) {
        const { wasm, units } = await linked(path, toolchain ?? embeddedToolchain());
        const framesAt = sourceFrames(wasm, units);
        const addresses = Array.from({ length: 3000 }, (_, i) => i).filter((i) => framesAt(i).length > 0);
        expect(addresses.length).toBeGreaterThan(100);
        expect(addresses.map((address) => shown(framesAt(address)))).toEqual(symbolized(wasm, addresses));
      }
    },
  );
}
