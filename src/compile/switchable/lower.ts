import type { FunctionType } from "../wasm/functions.ts";
import { isLoad, isNumeric, isStore, isUnary, OPCODE, skipImmediates } from "../wasm/instructions.ts";
import { Reader } from "../wasm/reader.ts";
import { resultType, VALUE, valueType, type ValueType } from "../wasm/value-types.ts";
import type { WasmBody, WasmInstruction, Label, Operand } from "./code.ts";

/** What a body's instructions name by number. */
export interface BodyContext {
  readonly types: readonly FunctionType[];
  /** Types of all functions, the imported ones first. */
  readonly functions: readonly FunctionType[];
  readonly imported: number;
  readonly globals: readonly ValueType[];
  /** May a task be switched away in this function? */
  readonly switches: (functionIndex: number) => boolean;
}

/** Reads a body, and moves what is on the operand stack into variables wherever the task may be switched away. */
export function lower(reader: Reader, end: number, type: FunctionType, around: BodyContext): WasmBody {
  return new Lowering(reader, end, type, around).body();
}

/** A value on the operand stack. */
interface Entry {
  readonly type: ValueType;
  /** The one instruction that puts it there without an effect, by its place in the code; -1 where it is more. */
  readonly producer: number;
  /** How often the variable that the producer reads had been written by then. */
  readonly version: number;
}

interface Block {
  readonly label: Label;
  hasElse: boolean;
  /** Height of the operand stack where it begins. */
  readonly height: number;
  /** What was on the stack before it, and is put back behind it. */
  readonly outer: readonly Operand[];
}

const NO_VALUE = 0x40 - 0x80;

class Lowering {
  private readonly reader: Reader;
  private readonly end: number;
  private readonly type: FunctionType;
  private readonly around: BodyContext;
  private readonly locals: ValueType[];
  private readonly versions: number[] = [];
  private readonly code: (WasmInstruction | undefined)[] = [];
  private readonly stack: Entry[] = [];
  private readonly blocks: Block[] = [];
  private switching: ReadonlySet<number> = new Set();
  private sites = 0;
  /** Nobody comes here: behind a jump, up to the end of its block. */
  private dead = false;
  /** Blocks that were opened where nobody comes. */
  private deadBlocks = 0;

  constructor(reader: Reader, end: number, type: FunctionType, around: BodyContext) {
    this.reader = reader;
    this.end = end;
    this.type = type;
    this.around = around;
    this.locals = [...type.params.map(valueType), ...declaredLocals(reader)];
  }

  body(): WasmBody {
    const { reader, type } = this;
    if (type.results.length > 1) throw new Error("wasm: a function has two results");
    const results = type.results.map(valueType);
    this.switching = switchingBlocks(new Reader(reader.bytes, reader.at), this.end, this.around);
    this.open("block", results[0], true);
    while (reader.at < this.end) {
      const at = reader.at;
      const opcode = reader.byte();
      if (this.dead) this.skip(opcode);
      else this.instruction(opcode, at);
    }
    const code = this.code.filter((instruction) => instruction !== undefined);
    return { code, locals: this.locals, params: type.params.length, results };
  }

  private skip(opcode: number): void {
    if (opcode === OPCODE.block || opcode === OPCODE.loop || opcode === OPCODE.if) this.deadBlocks++;
    else if (this.deadBlocks === 0 && opcode === OPCODE.else) return this.else();
    else if (opcode === OPCODE.end) {
      if (this.deadBlocks === 0) return this.close();
      this.deadBlocks--;
    }
    skipImmediates(this.reader, opcode);
  }

  private instruction(opcode: number, at: number): void {
    const { reader, around } = this;
    if (isLoad(opcode)) return this.plain(opcode, at, 1, resultType(opcode));
    if (isStore(opcode)) return this.plain(opcode, at, 2);
    if (isNumeric(opcode)) return this.plain(opcode, at, isUnary(opcode) ? 1 : 2, resultType(opcode));
    switch (opcode) {
      case OPCODE.nop:
        return;
      case OPCODE.unreachable:
      case OPCODE.return:
        this.plain(opcode, at, 0);
        return this.leave();
      case OPCODE.block:
      case OPCODE.loop:
        return this.open(opcode === OPCODE.loop ? "loop" : "block", this.blockType(), this.switching.has(at));
      case OPCODE.if:
        return this.open("if", this.blockType(), this.switching.has(at));
      case OPCODE.else:
        return this.else();
      case OPCODE.end:
        return this.close();
      case OPCODE.br:
        return this.branch(this.labelAt(reader.u32()));
      case OPCODE.brIf:
        return this.branchIf(this.labelAt(reader.u32()));
      case OPCODE.brTable:
        return this.branchTable(Array.from({ length: reader.u32() + 1 }, () => this.labelAt(reader.u32())));
      case OPCODE.call: {
        const target = reader.u32();
        return this.call(at, functionAt(around.functions, target), target);
      }
      case OPCODE.callIndirect: {
        const type = functionAt(around.types, reader.u32());
        reader.skipLeb(); // the table
        return this.call(at, type, undefined);
      }
      case OPCODE.drop:
        return this.plain(opcode, at, 1);
      case OPCODE.select:
      case OPCODE.selectTyped:
        return this.plain(opcode, at, 3, this.stack.at(-3)?.type);
      case OPCODE.localGet:
        return this.get(reader.u32());
      case OPCODE.localSet:
        this.stack.pop();
        return this.set("set", reader.u32());
      case OPCODE.localTee: {
        const { type } = this.pop();
        this.set("tee", reader.u32());
        return this.push(type);
      }
      case OPCODE.globalGet:
        return this.plain(opcode, at, 0, around.globals[new Reader(reader.bytes, reader.at).u32()]);
      case OPCODE.globalSet:
        return this.plain(opcode, at, 1);
      case OPCODE.memorySize:
        return this.plain(opcode, at, 0, VALUE.i32);
      case OPCODE.memoryGrow:
        return this.plain(opcode, at, 1, VALUE.i32);
      case OPCODE.prefix:
        return this.prefixed(at);
    }
    const constant = CONSTANTS.get(opcode);
    if (constant === undefined) throw new Error(`wasm: unexpected opcode 0x${opcode.toString(16)}`);
    skipImmediates(reader, opcode);
    this.constant(reader.bytes.subarray(at, reader.at), constant);
  }

  /** Saturating conversions, then bulk memory. */
  private prefixed(at: number): void {
    const second = new Reader(this.reader.bytes, this.reader.at).u32();
    if (second < 8) return this.plain(OPCODE.prefix, at, 1, second < 4 ? VALUE.i32 : VALUE.i64);
    if (second > 11) throw new Error(`wasm: unexpected opcode 0xfc ${second}`);
    this.plain(OPCODE.prefix, at, second === 9 ? 0 : 3);
  }

  /** The reader stands behind the opcode. */
  private plain(opcode: number, at: number, pops: number, pushes?: ValueType): void {
    const { reader } = this;
    skipImmediates(reader, opcode);
    const ends = opcode === OPCODE.return || opcode === OPCODE.unreachable;
    this.code.push({ kind: "plain", bytes: reader.bytes.subarray(at, reader.at), ends });
    for (let i = 0; i < pops; i++) this.pop();
    if (pushes !== undefined) this.push(pushes);
  }

  private constant(bytes: Uint8Array, type: ValueType): void {
    this.push(type, this.code.push({ kind: "constant", bytes }) - 1);
  }

  private get(local: number): void {
    const place = this.code.push({ kind: "get", local }) - 1;
    this.push(this.typeOf(local), place, this.versions[local]);
  }

  private set(kind: "set" | "tee", local: number): void {
    this.versions[local] = (this.versions[local] ?? 0) + 1;
    this.code.push({ kind, local });
  }

  private push(type: ValueType, producer = -1, version = 0): void {
    this.stack.push({ type, producer, version });
  }

  private pop(): Entry {
    const entry = this.stack.pop();
    if (!entry) throw new Error("wasm: an instruction takes a value that is not there");
    return entry;
  }

  private fresh(type: ValueType): number {
    return this.locals.push(type) - 1;
  }

  private typeOf(local: number): ValueType {
    const type = this.locals[local];
    if (type === undefined) throw new Error(`wasm: there is no local variable ${local}`);
    return type;
  }

  /**
   * Takes all that the innermost block has on the operand stack into variables, the lowest first.
   * @param lasting whether variables of the program may be written before it is put back
   */
  private spill(lasting = false): Operand[] {
    const height = this.blocks.at(-1)?.height ?? 0;
    const operands: Operand[] = [];
    while (this.stack.length > height) {
      const { type, producer, version } = this.pop();
      const pure = this.code[producer];
      if (pure?.kind === "constant") operands.push({ constant: pure.bytes, type });
      else if (!lasting && pure?.kind === "get" && (this.versions[pure.local] ?? 0) === version) {
        operands.push({ local: pure.local });
      } else {
        const local = this.fresh(type);
        this.set("set", local);
        operands.push({ local });
        continue;
      }
      this.code[producer] = undefined;
    }
    return operands.toReversed();
  }

  private unspill(operands: readonly Operand[]): void {
    for (const operand of operands) {
      if ("local" in operand) this.get(operand.local);
      else this.constant(operand.constant, operand.type);
    }
  }

  private labelAt(depth: number): Label {
    const block = this.blocks.at(-1 - depth);
    if (!block) throw new Error("wasm: a jump leads out of its function");
    return block.label;
  }

  private blockType(): ValueType | undefined {
    const type = this.reader.s32();
    if (type === NO_VALUE) return undefined;
    if (type < 0) return valueType(type + 0x80);
    const { params, results } = functionAt(this.around.types, type);
    if (params.length > 0 || results.length > 1) throw new Error("wasm: a block takes values");
    return results[0] === undefined ? undefined : valueType(results[0]);
  }

  private open(kind: "block" | "loop" | "if", type: ValueType | undefined, switches: boolean): void {
    const isFunction = this.blocks.length === 0;
    if (kind === "if" && !switches) this.pop();
    const outer = switches && !isFunction ? this.spill(true) : [];
    const condition = kind === "if" && switches ? outer.pop() : undefined;
    const label: Label = {
      isLoop: kind === "loop",
      result: type === undefined ? undefined : this.fresh(type),
      switches,
      lastOfThen: this.sites,
    };
    this.blocks.push({ label, hasElse: false, height: this.stack.length, outer });
    this.code.push(kind === "if" ? { kind, label, condition } : { kind, label });
  }

  private else(): void {
    const block = this.innermost();
    const { label, height } = block;
    block.hasElse = true;
    this.leaveResult(label);
    label.lastOfThen = this.sites;
    this.code.push({ kind: "else", label });
    this.stack.length = height;
    this.dead = false;
  }

  private close(): void {
    const { label, hasElse, height, outer } = this.innermost();
    this.leaveResult(label);
    if (!hasElse) label.lastOfThen = this.sites;
    this.code.push({ kind: "end", label });
    this.blocks.pop();
    this.stack.length = height;
    this.dead = false;
    this.unspill(outer);
    if (label.result !== undefined) this.get(label.result);
  }

  private leaveResult(label: Label): void {
    if (label.result === undefined || this.dead) return;
    this.pop();
    this.set("set", label.result);
  }

  private innermost(): Block {
    const block = this.blocks.at(-1);
    if (!block) throw new Error("wasm: an end without a block");
    return block;
  }

  private leave(): void {
    this.dead = true;
    this.deadBlocks = 0;
  }

  private branch(label: Label): void {
    const carried = carriedBy(label);
    if (carried !== undefined) this.set("set", carried);
    this.code.push({ kind: "br", label });
    this.leave();
  }

  private branchIf(label: Label): void {
    this.beside(carriedBy(label) === undefined ? [] : [label]);
    this.code.push({ kind: "brIf", label });
  }

  private branchTable(labels: readonly Label[]): void {
    this.beside([...new Set(labels)].filter((label) => carriedBy(label) !== undefined));
    this.code.push({ kind: "brTable", labels });
    this.leave();
  }

  /** Takes the jump's condition, and leaves the value below it, which stays on the stack, in the variables of these labels. */
  private beside(labels: readonly Label[]): void {
    this.pop();
    if (labels.length === 0) return;
    const condition = this.fresh(VALUE.i32);
    this.set("set", condition);
    for (const { result } of labels) if (result !== undefined) this.set("tee", result);
    this.code.push({ kind: "get", local: condition });
    const { type } = this.pop();
    this.push(type);
  }

  /** @param target undefined for a call through a pointer */
  private call(at: number, { params, results }: FunctionType, target: number | undefined): void {
    const { reader, around } = this;
    const instruction = reader.bytes.subarray(at, reader.at);
    const taken = params.length + (target === undefined ? 1 : 0);
    const [result] = results.map(valueType);
    if (target !== undefined && !around.switches(target)) {
      this.code.push({ kind: "plain", bytes: instruction, ends: false });
      for (let i = 0; i < taken; i++) this.pop();
      if (result !== undefined) this.push(result);
      return;
    }
    const operands = this.spill();
    const args = operands.splice(operands.length - taken);
    const isHooks = target !== undefined && target < around.imported;
    const local = result === undefined ? undefined : this.fresh(result);
    this.code.push({
      kind: "site",
      number: ++this.sites,
      args,
      instruction,
      result: local,
      kept: isHooks ? args : args.slice(params.length),
    });
    this.unspill(operands);
    if (local !== undefined) this.get(local);
  }
}

/** The variable that a jump to this label leaves a value in. A loop's label is its beginning, which takes none. */
function carriedBy({ isLoop, result }: Label): number | undefined {
  return isLoop ? undefined : result;
}

const CONSTANTS: ReadonlyMap<number, ValueType> = new Map([
  [OPCODE.i32const, VALUE.i32],
  [OPCODE.i64const, VALUE.i64],
  [OPCODE.f32const, VALUE.f32],
  [OPCODE.f64const, VALUE.f64],
]);

function functionAt(types: readonly FunctionType[], index: number): FunctionType {
  const type = types[index];
  if (!type) throw new Error("wasm: a call of a function without a type");
  return type;
}

function declaredLocals(reader: Reader): ValueType[] {
  const locals: ValueType[] = [];
  for (let groups = reader.u32(); groups > 0; groups--) {
    const count = reader.u32();
    const type = valueType(reader.byte());
    for (let i = 0; i < count; i++) locals.push(type);
  }
  return locals;
}

/** Blocks in which the task may be switched away, by the offset of their opcode. */
function switchingBlocks(reader: Reader, end: number, { switches }: BodyContext): Set<number> {
  const open: number[] = [];
  const found = new Set<number>();
  while (reader.at < end) {
    const at = reader.at;
    const opcode = reader.byte();
    if (opcode === OPCODE.block || opcode === OPCODE.loop || opcode === OPCODE.if) open.push(at);
    else if (opcode === OPCODE.end) open.pop();
    if (opcode === OPCODE.callIndirect) for (const block of open) found.add(block);
    if (opcode === OPCODE.call) {
      if (switches(reader.u32())) for (const block of open) found.add(block);
    } else skipImmediates(reader, opcode);
  }
  return found;
}
