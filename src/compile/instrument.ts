import { POINTS, STILL } from "./hooks.ts";
import {
  bodyOf,
  functionNames,
  Reader,
  readSections,
  SECTION,
  skipImmediates,
  Writer,
  writeSections,
  type Section,
} from "./wasm-binary.ts";

/**
 * Every call of the machine gets one more argument: the number of its site, which names its place in the source. Functions of
 * the module also tell the machine when they begin, go round a loop, call into the kernel and come back, and, where the kernel
 * may have called them, when they are about to return: that is where the explorer may switch to another task, and where code
 * of an unloaded module is caught running.
 */
export type SiteKind = "hook" | "entry" | "leave" | "loop" | "call" | "return";

type PointKind = Exclude<SiteKind, "hook">;

export interface RawSite {
  readonly kind: SiteKind;
  /** Byte offset in the code section of the linked program: what its debug information speaks of. */
  readonly offset: number;
  readonly functionIndex: number;
  readonly inModule: boolean;
  /** Imported function or service that is called; empty for entry and loop. */
  readonly callee: string;
  /** Nothing but the return follows: a compiler makes this call a jump, and the caller's frame is gone. */
  readonly tail: boolean;
}

/** Functions that wasm-ld makes itself and puts before those of the first object file. */
const LINKERS_OWN = /^(__wasm_call_ctors$|undefined_weak:)/;

export interface Instrumented {
  readonly wasm: Uint8Array;
  readonly sites: readonly RawSite[];
  readonly functionNames: ReadonlyMap<number, string>;
  readonly imports: readonly string[];
  /** Index of the module's first function. */
  readonly firstOfModule: number;
  /** Functions that a pointer may call. */
  readonly addressTaken: ReadonlySet<number>;
}

interface FunctionType {
  readonly params: readonly number[];
  readonly results: readonly number[];
}

const I32 = 0x7f;
const OPCODE = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  i32const: 0x41,
} as const;

/** Instructions that may stand between a tail call and the function's end: moving the result, giving back the stack. */
const EPILOGUE = new Set([0x0b, 0x0c, 0x0f, 0x1a, 0x20, 0x21, 0x22, 0x23, 0x24, 0x41, 0x6a]);

/**
 * @param linked the program as wasm-ld left it
 * @param moduleFunctions how many of its functions are the module's: they are linked first, after the linker's own
 * @param stepServices whether services may be switched away at their memory accesses too
 */
export function instrument(linked: Uint8Array, moduleFunctions: number, stepServices: boolean): Instrumented {
  const sections = readSections(linked);
  const types = readTypes(bodyOf(sections, SECTION.type));
  const names = functionNames(sections);
  const { imports, body: importBody } = withSiteParameter(bodyOf(sections, SECTION.import), types);
  const firstDefined = imports.length;
  let firstOfModule = firstDefined;
  while (LINKERS_OWN.test(names.get(firstOfModule) ?? "")) firstOfModule++;
  const isModule = (index: number): boolean =>
    index >= firstOfModule && index < firstOfModule + moduleFunctions;
  const taken = tableFunctions(sections);
  const code = new CodeRewriter(
    bodyOf(sections, SECTION.code),
    imports,
    names,
    isModule,
    taken,
    stepServices,
  );
  const body = code.rewrite();
  const kept = sections.filter((section) => section.id !== SECTION.custom || isNameSection(section));
  const wasm = writeSections(
    kept.map((section) => {
      if (section.id === SECTION.type) return { id: section.id, body: writeTypes(types) };
      if (section.id === SECTION.import) return { id: section.id, body: importBody };
      if (section.id === SECTION.code) return { id: section.id, body };
      return section;
    }),
  );
  return { wasm, sites: code.sites, functionNames: names, imports, firstOfModule, addressTaken: taken };
}

function isNameSection(section: Section): boolean {
  return new Reader(section.body).name() === "name";
}

/** Functions in the table: those that a pointer may call, such as thread functions, init and exit. */
function tableFunctions(sections: readonly Section[]): Set<number> {
  const section = sections.find(({ id }) => id === SECTION.element);
  const taken = new Set<number>();
  if (!section) return taken;
  const reader = new Reader(section.body);
  for (let segments = reader.u32(); segments > 0; segments--) {
    if (reader.u32() !== 0) throw new Error("wasm: an element segment of an unknown kind");
    while (reader.byte() !== OPCODE.end); // the offset: i32.const, end
    for (let count = reader.u32(); count > 0; count--) taken.add(reader.u32());
  }
  return taken;
}

export function readTypes(body: Uint8Array): FunctionType[] {
  const reader = new Reader(body);
  const bytes = (): number[] => Array.from({ length: reader.u32() }, () => reader.byte());
  return Array.from({ length: reader.u32() }, () => {
    reader.byte(); // 0x60: a function type
    return { params: bytes(), results: bytes() };
  });
}

function writeTypes(types: readonly FunctionType[]): Uint8Array {
  const writer = new Writer();
  writer.u32(types.length);
  for (const { params, results } of types) {
    writer.byte(0x60);
    writer.u32(params.length);
    writer.raw(params);
    writer.u32(results.length);
    writer.raw(results);
  }
  return writer.take();
}

/** Gives every imported function one more i32 parameter; adds the types that this needs to `types`. */
function withSiteParameter(body: Uint8Array, types: FunctionType[]): { imports: string[]; body: Uint8Array } {
  const reader = new Reader(body);
  const writer = new Writer();
  const imports: string[] = [];
  const extended = new Map<number, number>();
  const count = reader.u32();
  writer.u32(count);
  for (let i = 0; i < count; i++) {
    const start = reader.at;
    reader.name();
    const name = reader.name();
    if (reader.byte() !== 0) throw new Error(`wasm: ${name} is imported, and is not a function`);
    writer.raw(body.subarray(start, reader.at));
    const type = reader.u32();
    let withSite = extended.get(type);
    if (withSite === undefined) {
      const original = types[type];
      if (!original) throw new Error("wasm: an import has no type");
      withSite = types.push({ params: [...original.params, I32], results: original.results }) - 1;
      extended.set(type, withSite);
    }
    writer.u32(withSite);
    imports.push(name);
  }
  return { imports, body: writer.take() };
}

class CodeRewriter {
  readonly sites: RawSite[] = [];
  private readonly reader: Reader;
  private readonly hookIndex: Record<PointKind, number>;
  private readonly imports: readonly string[];
  private readonly names: ReadonlyMap<number, string>;
  private readonly isModule: (index: number) => boolean;
  private readonly addressTaken: ReadonlySet<number>;
  private readonly stepServices: boolean;

  constructor(
    code: Uint8Array,
    imports: readonly string[],
    names: ReadonlyMap<number, string>,
    isModule: (index: number) => boolean,
    taken: ReadonlySet<number>,
    stepServices: boolean,
  ) {
    this.stepServices = stepServices;
    this.addressTaken = taken;
    this.reader = new Reader(code);
    this.imports = imports;
    this.names = names;
    this.isModule = isModule;
    const index = (name: string): number => {
      const found = imports.indexOf(name);
      if (found < 0) throw new Error(`wasm: ${name} is not imported`);
      return found;
    };
    this.hookIndex = {
      entry: index(POINTS.entry),
      leave: index(POINTS.leave),
      loop: index(POINTS.loop),
      call: index(POINTS.call),
      return: index(POINTS.return),
    };
  }

  rewrite(): Uint8Array {
    const { reader } = this;
    const out = new Writer();
    const count = reader.u32();
    out.u32(count);
    for (let i = 0; i < count; i++) {
      const body = this.rewriteFunction(this.imports.length + i);
      out.u32(body.length);
      out.raw(body);
    }
    return out.take();
  }

  private rewriteFunction(functionIndex: number): Uint8Array {
    const { reader } = this;
    const size = reader.u32();
    const end = reader.at + size;
    const inModule = this.isModule(functionIndex);
    const writer = new Writer();
    const leaves = inModule && this.addressTaken.has(functionIndex);
    let depth = 0;
    let copied = reader.at;
    const copyTo = (offset: number): void => {
      writer.raw(reader.bytes.subarray(copied, offset));
      copied = offset;
    };
    const site = (kind: SiteKind, offset: number, callee = "", tail = false): void => {
      writer.byte(OPCODE.i32const);
      writer.s32(this.sites.push({ kind, offset, functionIndex, inModule, callee, tail }) - 1);
    };
    const hook = (kind: PointKind, offset: number, callee = "", tail = false): void => {
      site(kind, offset, callee, tail);
      writer.byte(OPCODE.call);
      writer.u32(this.hookIndex[kind]);
    };

    for (let groups = reader.u32(); groups > 0; groups--) {
      reader.u32();
      reader.byte();
    }
    copyTo(reader.at);
    if (inModule) hook("entry", reader.at);
    while (reader.at < end) {
      const at = reader.at;
      const opcode = reader.byte();
      if (opcode === OPCODE.call) {
        const target = reader.u32();
        const imported = this.imports[target];
        if (imported !== undefined) {
          copyTo(at);
          site("hook", at, imported);
          const still = inModule || this.stepServices ? -1 : this.imports.indexOf(STILL + imported);
          if (still >= 0) {
            writer.byte(OPCODE.call);
            writer.u32(still);
            copied = reader.at;
          }
        } else if (inModule && !this.isModule(target)) {
          const callee = this.names.get(target) ?? `function ${target}`;
          copyTo(at);
          hook("call", at, callee, this.onlyReturns(reader.at, end));
          copyTo(reader.at);
          hook("return", at, callee);
        }
        continue;
      }
      if (leaves && this.leavesFunction(opcode, depth)) {
        copyTo(at);
        hook("leave", at);
      }
      if (opcode === OPCODE.end) depth--;
      else if (opcode === OPCODE.block || opcode === OPCODE.loop || opcode === OPCODE.if) depth++;
      skipImmediates(reader, opcode);
      if (!inModule) continue;
      if (opcode === OPCODE.loop) {
        copyTo(reader.at);
        hook("loop", at);
      } else if (opcode === OPCODE.callIndirect) {
        copyTo(reader.at);
        hook("return", at, "a function pointer");
      }
    }
    copyTo(end);
    return writer.take();
  }

  /** Is this instruction, which the reader stands behind, a way out of the function? */
  private leavesFunction(opcode: number, depth: number): boolean {
    if (opcode === OPCODE.return || (opcode === OPCODE.end && depth === 0)) return true;
    if (opcode !== OPCODE.br && opcode !== OPCODE.brIf) return false;
    return new Reader(this.reader.bytes, this.reader.at).u32() === depth;
  }

  private onlyReturns(from: number, end: number): boolean {
    const ahead = new Reader(this.reader.bytes, from);
    while (ahead.at < end) {
      const opcode = ahead.byte();
      if (!EPILOGUE.has(opcode)) return false;
      skipImmediates(ahead, opcode);
    }
    return true;
  }
}
