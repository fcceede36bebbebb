import { sourceFrames } from "../binary/index.ts";
import type { RawSite } from "./raw-site.ts";
import type { Site } from "./program.ts";

/**
 * Gives each site of the module its function, file, line and column, inline frames included. What the compiler or the linker made by
 * itself has none.
 * @param linked the program as wasm-ld left it, with debug information
 * @param units how many object files are the module's: they are linked first
 */
export function locate(
  raw: readonly RawSite[],
  linked: Uint8Array,
  units: number,
  userPath: (path: string, functionIndex: number) => string,
): Site[] {
  const framesAt = sourceFrames(linked, units);
  return raw.map(({ kind, inModule, callee, tail, functionIndex, offset }) => ({
    kind,
    inModule,
    callee,
    tail,
    functionIndex,
    frames: inModule
      ? framesAt(offset).map(({ function: name, file, line, column }) => ({
          function: name,
          file: userPath(file.replace(/^(\.?\/)+/, ""), functionIndex),
          line,
          column: Math.max(1, column),
        }))
      : [],
  }));
}
