/** A variable in the linked program. */
export interface DataSymbol {
  readonly name: string;
  readonly address: number;
  readonly size: number;
  /** Object file it came from. */
  readonly object: string;
  readonly constant: boolean;
}

const SECTION_ROW =
  /^\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+(\S.*):\(\.(rodata|data|bss)\.?([^)]*)\)\s*$/;
const OUTPUT_ROW = /^\s*([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)\s+\.(rodata|data|bss)\s*$/;

const FUNCTION_ROW = /^\s*-\s+[0-9a-f]+\s+[0-9a-f]+\s+(\S.*):\(([^.].*)\)\s*$/;

/** How many functions of each object were linked: the linker leaves out what nothing leads to, such as an unused `static __used` one. */
export function linkedFunctions(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split("\n")) {
    const object = FUNCTION_ROW.exec(line)?.[1];
    if (object !== undefined) counts.set(object, (counts.get(object) ?? 0) + 1);
  }
  return counts;
}

/**
 * Reads the data rows of `wasm-ld -Map`; addresses and sizes are hexadecimal. A `.bss` row has no size of its own: such a
 * variable reaches to the next one, the last to the end of the output section.
 */
export function readLinkMap(text: string): DataSymbol[] {
  const symbols: DataSymbol[] = [];
  let end = 0;
  for (const line of text.split("\n")) {
    const output = OUTPUT_ROW.exec(line);
    if (output) {
      end = Math.max(end, parseInt(output[1] ?? "", 16) + parseInt(output[2] ?? "", 16));
      continue;
    }
    const row = SECTION_ROW.exec(line);
    if (!row) continue;
    const [, address = "", size = "", object = "", section, name = ""] = row;
    symbols.push({
      name,
      address: parseInt(address, 16),
      size: parseInt(size, 16),
      object,
      constant: section === "rodata",
    });
  }
  symbols.sort((a, b) => a.address - b.address);
  return symbols.map((symbol, i) =>
    symbol.size > 0 ? symbol : { ...symbol, size: (symbols[i + 1]?.address ?? end) - symbol.address },
  );
}
