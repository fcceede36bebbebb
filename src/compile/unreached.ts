import { callsIn } from "./wasm/calls.ts";
import { exportedFunctions, rewriteBodies, tableFunctions } from "./wasm/functions.ts";
import { OPCODE } from "./wasm/instructions.ts";
import { bodyOf, readSections, SECTION, writeSections } from "./wasm/sections.ts";

/**
 * Empties the services that a program of several modules has no way to call, so that nothing behind it need look at them: what the
 * linker leaves out by itself beside one module. Every function keeps its number. A program comes to a function from outside by an export, from inside by a call or through the table.
 * @param imported number of imported functions
 * @param own indices of the module's functions, which stay as they are: from (inclusive), to (exclusive)
 */
export function emptyUnreached(
  wasm: Uint8Array,
  imported: number,
  own: readonly [number, number],
): Uint8Array {
  const sections = readSections(wasm);
  const code = bodyOf(sections, SECTION.code);
  const calls = callsIn(code);
  const reached = new Set([
    ...exportedFunctions(sections).values(),
    ...tableFunctions(sections).values(),
    ...Array.from({ length: own[1] - own[0] }, (_, i) => own[0] + i),
  ]);
  for (const index of reached)
    for (const target of calls[index - imported]?.targets ?? []) reached.add(target);
  const body = rewriteBodies(code, (reader, end, number, left) => {
    if (reached.has(imported + number)) left.copy(code, reader.at, end);
    else left.raw(EMPTY);
  });
  return writeSections(
    sections.map((section) => (section.id === SECTION.code ? { id: section.id, body } : section)),
  );
}

/** No locals. Nobody comes here; whoever did would trap. */
const EMPTY = new Uint8Array([0, OPCODE.unreachable, OPCODE.end]);
