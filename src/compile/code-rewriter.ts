import { GUARD, POINTS, STILL } from "./hooks.ts";
import type { PointKind, RawSite, SiteKind } from "./raw-site.ts";
import { callsIn } from "./wasm/calls.ts";
import { rewriteBodies, skipLocals } from "./wasm/functions.ts";
import { OPCODE, skipImmediates } from "./wasm/instructions.ts";
import { Reader } from "./wasm/reader.ts";
import type { Writer } from "./wasm/writer.ts";

/** What the rewriter has to know of a linked program. */
export interface Linked {
  /** Names of the imported functions, by index. */
  readonly imports: readonly string[];
  readonly names: ReadonlyMap<number, string>;
  /** Functions that a pointer may call. */
  readonly addressTaken: ReadonlySet<number>;
  /** Is the function with this index one of the module's? */
  readonly isModule: (index: number) => boolean;
  /** May services be switched away at their memory accesses too? */
  readonly stepServices: boolean;
}

/** Instructions that may stand between a tail call and the function's end: moving the result, giving back the stack. */
const EPILOGUE: ReadonlySet<number> = new Set([
  OPCODE.end,
  OPCODE.br,
  OPCODE.return,
  OPCODE.drop,
  OPCODE.localGet,
  OPCODE.localSet,
  OPCODE.localTee,
  OPCODE.globalGet,
  OPCODE.globalSet,
  OPCODE.i32const,
  OPCODE.i32add,
]);

/** Puts sites and points into the code of a program. */
export class CodeRewriter {
  readonly sites: RawSite[] = [];
  private readonly linked: Linked;
  private readonly hookIndex: Record<PointKind, number>;
  /** Services that begin with a guard. */
  private guarded: ReadonlySet<number> = new Set();

  constructor(linked: Linked) {
    this.linked = linked;
    const index = (name: string): number => {
      const found = linked.imports.indexOf(name);
      if (found < 0) throw new Error(`wasm: ${name} is not imported`);
      return found;
    };
    this.hookIndex = {
      entry: index(POINTS.entry),
      leave: index(POINTS.leave),
      loop: index(POINTS.loop),
      call: index(POINTS.call),
      guardedCall: index(POINTS.guardedCall),
      return: index(POINTS.return),
    };
  }

  /** @param code body of the code section */
  rewrite(code: Uint8Array): Uint8Array {
    const first = this.linked.imports.length;
    const guard = this.linked.imports.indexOf(GUARD);
    this.guarded = new Set(
      callsIn(code).flatMap(({ targets }, number) => (targets.includes(guard) ? [first + number] : [])),
    );
    return rewriteBodies(code, (reader, end, number, body) =>
      this.rewriteFunction(reader, end, first + number, body),
    );
  }

  private rewriteFunction(reader: Reader, end: number, functionIndex: number, writer: Writer): void {
    const { imports, names, addressTaken, isModule, stepServices } = this.linked;
    const inModule = isModule(functionIndex);
    const leaves = inModule && addressTaken.has(functionIndex);
    let depth = 0;
    let copied = reader.at;
    const copyTo = (offset: number): void => {
      writer.copy(reader.bytes, copied, offset);
      copied = offset;
    };
    const site = (kind: SiteKind, offset: number, callee = "", tail = false): void => {
      writer.byte(OPCODE.i32const);
      writer.s32(this.sites.push({ kind, offset, functionIndex, inModule, callee, tail }) - 1);
    };
    const hook = (kind: PointKind, offset: number, callee = "", tail = false): void => {
      site(kind === "guardedCall" ? "call" : kind, offset, callee, tail);
      writer.byte(OPCODE.call);
      writer.u32(this.hookIndex[kind]);
    };

    skipLocals(reader);
    copyTo(reader.at);
    if (inModule) hook("entry", reader.at);
    while (reader.at < end) {
      const at = reader.at;
      const opcode = reader.byte();
      if (opcode === OPCODE.call) {
        const target = reader.u32();
        const imported = imports[target];
        if (imported !== undefined) {
          copyTo(at);
          site("hook", at, imported);
          const still = inModule || stepServices ? -1 : imports.indexOf(STILL + imported);
          if (still >= 0) {
            writer.byte(OPCODE.call);
            writer.u32(still);
            copied = reader.at;
          }
        } else if (inModule && !isModule(target)) {
          const callee = names.get(target) ?? `function ${target}`;
          copyTo(at);
          hook(this.guarded.has(target) ? "guardedCall" : "call", at, callee, onlyReturns(reader, end));
          copyTo(reader.at);
          hook("return", at, callee);
        }
        continue;
      }
      if (leaves && leavesFunction(reader, opcode, depth)) {
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
  }
}

/** Is this instruction, which the reader stands behind, a way out of the function? */
function leavesFunction(reader: Reader, opcode: number, depth: number): boolean {
  if (opcode === OPCODE.return || (opcode === OPCODE.end && depth === 0)) return true;
  if (opcode !== OPCODE.br && opcode !== OPCODE.brIf) return false;
  return new Reader(reader.bytes, reader.at).u32() === depth;
}

/** Does nothing but the epilogue stand between the reader and the function's end? */
function onlyReturns(reader: Reader, end: number): boolean {
  const ahead = new Reader(reader.bytes, reader.at);
  while (ahead.at < end) {
    const opcode = ahead.byte();
    if (!EPILOGUE.has(opcode)) return false;
    skipImmediates(ahead, opcode);
  }
  return true;
}
