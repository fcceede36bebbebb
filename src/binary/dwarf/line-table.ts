import type { ByteReader } from "./byte-reader.ts";
import { readForm, type FormContext } from "./forms.ts";
import type { DebugSections } from "./sections.ts";

/** A place in a source file; lines and columns count from 1, 0 is none. */
export interface LinePlace {
  /** With the folder that the compiler ran in before it, where it is not absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Row {
  readonly address: bigint;
  readonly file: number;
  readonly line: number;
  readonly column: number;
}

/** Rows of code that lies together, in the order of their addresses. */
interface Sequence {
  readonly rows: readonly Row[];
  /** The first address behind it. */
  readonly end: bigint;
}

/** A function whose code begins at an address, and is written from a line on. */
export interface Beginning {
  readonly address: bigint;
  readonly line: number;
}

/** DW_LNS_* and DW_LNE_*: DWARF 5, 7.22. */
const STANDARD = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  constAddPc: 8,
  fixedAdvancePc: 9,
} as const;
const EXTENDED = { endSequence: 1, setAddress: 2 } as const;

/** DW_LNCT_*. */
const CONTENT = { path: 1, directory: 2 } as const;

/** The header of a line number program, as far as its rows need it: DWARF 5, 6.2.4, with what DWARF 2 to 4 had. */
interface Header {
  /** Where the program begins and ends, in .debug_line. */
  readonly program: number;
  readonly end: number;
  readonly smallestInstruction: number;
  readonly lineBase: number;
  readonly lineRange: number;
  /** Operands of the standard opcodes; the first special opcode is one more than there are. */
  readonly operands: readonly number[];
  /** Path of each file, by its number. */
  readonly files: readonly string[];
}

/** The line of each address of a unit's code. In a module that is not linked yet, sections share addresses. */
export class LineTable {
  readonly #files: readonly string[];
  readonly #sequences: readonly Sequence[];

  /**
   * @param at where the unit's table begins in .debug_line
   * @param folder where the compiler ran: relative paths begin there
   * @throws RangeError where it is cut short
   */
  constructor(sections: DebugSections, at: number, folder: string) {
    const header = readHeader(sections, at);
    this.#files = header.files.map((file) => join(folder, file));
    const program = sections.reader(".debug_line", header.program, header.end - header.program);
    this.#sequences = [...runProgram(program, header)];
  }

  fileName(number: number): string | undefined {
    return this.#files[number];
  }

  /** @param within the function that the address lies in */
  at(address: bigint, within: Beginning): LinePlace | undefined {
    const [rows] = this.#sequences
      .filter(({ rows: [first], end }) => first && first.address <= address && address < end)
      .map((sequence) => sequence.rows)
      .toSorted((a, b) => distance(a, within) - distance(b, within));
    // of several rows for one address the last counts
    const row = rows?.findLast((one) => one.address <= address);
    return row && { file: this.#files[row.file] ?? "", line: row.line, column: row.column };
  }
}

/** How far from where a function is written the rows begin that are said of its first instruction. */
function distance(rows: readonly Row[], { address, line }: Beginning): number {
  const first = rows.find((row) => row.address === address);
  return first ? Math.abs(first.line - line) : Infinity;
}

function readHeader(sections: DebugSections, at: number): Header {
  const reader = sections.reader(".debug_line", at, Infinity);
  const length = reader.u32();
  const wide = length === 0xffffffff;
  const end = at + (wide ? Number(reader.u64()) : length) + reader.at;
  const version = reader.u16();
  const addressSize = version >= 5 ? reader.u8() : 0;
  if (version >= 5) reader.u8(); // the size of segment selectors, which nobody uses
  const headerLength = reader.offset(wide);
  const program = at + reader.at + headerLength;
  const smallestInstruction = reader.u8();
  if (version >= 4) reader.u8(); // operations in one instruction
  reader.u8(); // whether a row is a statement at first
  const lineBase = (reader.u8() << 24) >> 24;
  const lineRange = reader.u8();
  const operands = Array.from({ length: reader.u8() - 1 }, () => reader.u8());
  const unit: FormContext = { version, wide, addressSize, start: 0 };
  const files = version >= 5 ? readFiles(reader, unit, sections) : readOldFiles(reader);
  return { program, end, smallestInstruction, lineBase, lineRange, operands, files };
}

/** Folders and files count from 0, the first of each being the unit's own. */
function readFiles(reader: ByteReader, unit: FormContext, sections: DebugSections): string[] {
  const folders = readEntries(reader, unit, sections).map(({ path }) => path);
  return readEntries(reader, unit, sections).map(({ path, folder }) => join(folders[folder] ?? "", path));
}

function readEntries(
  reader: ByteReader,
  unit: FormContext,
  sections: DebugSections,
): { path: string; folder: number }[] {
  const format = Array.from({ length: reader.u8() }, () => ({ content: reader.uleb(), form: reader.uleb() }));
  return Array.from({ length: reader.uleb() }, () => {
    let path = "";
    let folder = 0;
    for (const { content, form } of format) {
      const value = readForm(reader, form, unit, undefined);
      if (content === CONTENT.path) path = sections.text({ form, value }) ?? "";
      if (content === CONTENT.directory && typeof value === "number") folder = value;
    }
    return { path, folder };
  });
}

/** Folders and files count from 1; folder 0 is the one that the compiler ran in. */
function readOldFiles(reader: ByteReader): string[] {
  const folders = [""];
  for (let folder = reader.string(); folder !== ""; folder = reader.string()) folders.push(folder);
  const files = [""];
  for (let name = reader.string(); name !== ""; name = reader.string()) {
    files.push(join(folders[reader.uleb()] ?? "", name));
    reader.uleb(); // its time
    reader.uleb(); // its length
  }
  return files;
}

function join(folder: string, name: string): string {
  return folder === "" || name.startsWith("/") ? name : `${folder}/${name}`;
}

/** DWARF 5, 6.2.5: registers that opcodes change, and rows that they leave. */
function* runProgram(reader: ByteReader, header: Header): Generator<Sequence> {
  const { smallestInstruction, lineBase, lineRange, operands } = header;
  const firstSpecial = operands.length + 1;
  let rows: Row[] = [];
  let address = 0n;
  let [file, line, column] = [1, 1, 0];
  const advance = (operation: number): void => void (address += BigInt(operation * smallestInstruction));
  while (reader.left > 0) {
    const opcode = reader.u8();
    if (opcode >= firstSpecial) {
      advance(Math.floor((opcode - firstSpecial) / lineRange));
      line += lineBase + ((opcode - firstSpecial) % lineRange);
      rows.push({ address, file, line, column });
    } else if (opcode === 0) {
      const next = reader.uleb() + reader.at;
      const extended = reader.u8();
      if (extended === EXTENDED.setAddress) address = reader.address(next - reader.at);
      reader.at = next;
      if (extended !== EXTENDED.endSequence) continue;
      yield { rows, end: address };
      rows = [];
      address = 0n;
      [file, line, column] = [1, 1, 0];
    } else if (opcode === STANDARD.copy) rows.push({ address, file, line, column });
    else if (opcode === STANDARD.advancePc) advance(reader.uleb());
    else if (opcode === STANDARD.advanceLine) line += reader.sleb();
    else if (opcode === STANDARD.setFile) file = reader.uleb();
    else if (opcode === STANDARD.setColumn) column = reader.uleb();
    else if (opcode === STANDARD.constAddPc) advance(Math.floor((255 - firstSpecial) / lineRange));
    else if (opcode === STANDARD.fixedAdvancePc) address += BigInt(reader.u16());
    else for (let i = operands[opcode - 1] ?? 0; i > 0; i--) reader.uleb();
  }
}
