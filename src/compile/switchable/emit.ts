import { OPCODE } from "../wasm/instructions.ts";
import { VALUE, type ValueType } from "../wasm/value-types.ts";
import type { Writer } from "../wasm/writer.ts";
import {
  localOf,
  type WasmBody,
  type WasmInstruction,
  type Label,
  type Operand,
  type SwitchSite,
} from "./code.ts";
import { Liveness } from "./liveness.ts";
import { assignRegisters, type Registers } from "./registers.ts";

/** Globals that the host writes when it has a task's frames saved or put back, by number. */
export interface Controls {
  /** See `MODE`. */
  readonly mode: number;
  /** Where the saved frames end. */
  readonly frames: number;
  /** Where their room ends. */
  readonly limit: number;
}

export const MODE = { running: 0, unwinding: 1, rewinding: 2 } as const;

/** What is open where code is emitted: a label of the body's, or a block of our own. */
type Open = Label | "ours";

/** Bytes of a frame beside its variables: the number of the call that it is in, which stands last. */
const NUMBER_SIZE = 4;

/** Writes a body out such that each of its calls can be left in the middle and gone back to. */
export function emit(body: WasmBody, controls: Controls, writer: Writer): void {
  new Emitter(body, controls, writer).function();
}

/**
 * While a frame is put back, all code before the call that it is in is passed over: the local variable `at` is the number of that call,
 * and 0 from there on and in any other run.
 */
class Emitter {
  private readonly writer: Writer;
  private readonly body: WasmBody;
  private readonly controls: Controls;
  private readonly registers: Registers;
  /** Places of the variables that a frame keeps, by the number of the call. */
  private readonly saved = new Map<number, readonly number[]>();
  private readonly at: number;
  private readonly open: Open[] = [];
  /** Does the innermost block of ours hold what is passed over while frames are put back? */
  private inPassage = false;

  constructor(body: WasmBody, controls: Controls, writer: Writer) {
    this.writer = writer;
    this.body = body;
    this.controls = controls;
    const liveness = new Liveness(body);
    this.registers = assignRegisters(body, liveness);
    this.at = this.registers.types.length;
    liveness.visit((instruction, _place, live) => {
      if (instruction.kind === "site")
        this.saved.set(instruction.number, this.placesAt(instruction, live.list()));
    });
  }

  function(): void {
    this.declareLocals();
    this.takeNumber();
    for (const instruction of this.body.code) this.instruction(instruction);
    this.writer.byte(OPCODE.end);
  }

  private placesAt({ result, kept }: SwitchSite, live: readonly number[]): number[] {
    const needed = [
      ...live.filter((local) => local !== result),
      ...kept.flatMap((operand) => localOf(operand) ?? []),
    ];
    return [...new Set(needed.map((local) => this.place(local)))].toSorted((a, b) => a - b);
  }

  private place(local: number): number {
    const place = this.registers.placeOf[local];
    if (place === undefined) throw new Error(`wasm: local variable ${local} has no place`);
    return place;
  }

  private declareLocals(): void {
    const types = [...this.registers.types.slice(this.body.params), VALUE.i32];
    const groups: { type: ValueType; count: number }[] = [];
    for (const type of types) {
      const last = groups.at(-1);
      if (last?.type === type) last.count++;
      else groups.push({ type, count: 1 });
    }
    this.writer.u32(groups.length);
    for (const { type, count } of groups) {
      this.writer.u32(count);
      this.writer.byte(type);
    }
  }

  /** When frames are put back, the last one saved is this function's. */
  private takeNumber(): void {
    this.withIndex(OPCODE.globalGet, this.controls.mode);
    this.constant(MODE.rewinding);
    this.bytes(OPCODE.i32eq, OPCODE.if, EMPTY);
    this.moveFrames(OPCODE.i32sub, NUMBER_SIZE);
    this.withIndex(OPCODE.globalGet, this.controls.frames);
    this.bytes(OPCODE.i32load, WORD_ALIGNED, 0);
    this.withIndex(OPCODE.localSet, this.at);
    this.bytes(OPCODE.end);
  }

  private instruction(instruction: WasmInstruction): void {
    switch (instruction.kind) {
      case "plain":
      case "constant":
        this.pass();
        return this.writer.raw(instruction.bytes);
      case "get":
        this.pass();
        return this.withIndex(OPCODE.localGet, this.place(instruction.local));
      case "set":
        this.pass();
        return this.withIndex(OPCODE.localSet, this.place(instruction.local));
      case "tee":
        this.pass();
        return this.withIndex(OPCODE.localTee, this.place(instruction.local));
      case "block":
      case "loop":
      case "if":
        return this.enter(instruction);
      case "else":
        if (instruction.label.switches) this.endPassage();
        return this.bytes(OPCODE.else);
      case "end":
        if (instruction.label.switches) this.endPassage();
        return this.close();
      case "br":
        this.pass();
        return this.withIndex(OPCODE.br, this.depthOf(instruction.label));
      case "brIf":
        this.pass();
        return this.withIndex(OPCODE.brIf, this.depthOf(instruction.label));
      case "brTable":
        this.pass();
        this.withIndex(OPCODE.brTable, instruction.labels.length - 1);
        for (const label of instruction.labels) this.writer.u32(this.depthOf(label));
        return;
      case "site":
        return this.site(instruction);
    }
  }

  /** What follows is passed over while frames are put back. */
  private pass(): void {
    // behind the function's own block the result is all that is left
    if (this.inPassage || this.open.length === 0) return;
    this.inPassage = true;
    this.openOurs();
    this.withIndex(OPCODE.localGet, this.at);
    this.withIndex(OPCODE.brIf, 0);
  }

  private endPassage(): void {
    if (!this.inPassage) return;
    this.inPassage = false;
    this.close();
  }

  private openOurs(): void {
    this.bytes(OPCODE.block, EMPTY);
    this.open.push("ours");
  }

  private close(): void {
    this.bytes(OPCODE.end);
    this.open.pop();
  }

  /** A block with calls in which the task may be switched away is entered in any case: what it holds is passed over piece by piece. */
  private enter(instruction: Extract<WasmInstruction, { kind: "block" | "loop" | "if" }>): void {
    const { kind, label } = instruction;
    if (label.switches) this.endPassage();
    else this.pass();
    if (instruction.kind === "if" && instruction.condition) {
      this.withIndex(OPCODE.localGet, this.at);
      this.constant(label.lastOfThen);
      this.bytes(OPCODE.i32leu);
      this.operand(instruction.condition);
      this.withIndex(OPCODE.localGet, this.at);
      this.bytes(OPCODE.select);
    }
    this.bytes(OPENERS[kind], EMPTY);
    this.open.push(label);
  }

  private site({ number, args, instruction, result }: SwitchSite): void {
    const saved = this.saved.get(number) ?? [];
    this.endPassage();
    this.openOurs();
    this.withIndex(OPCODE.localGet, this.at);
    this.constant(number);
    this.bytes(OPCODE.i32gtu);
    this.withIndex(OPCODE.brIf, 0);
    this.withIndex(OPCODE.localGet, this.at);
    this.bytes(OPCODE.if, EMPTY);
    this.putBack(saved);
    this.bytes(OPCODE.end);
    for (const operand of args) this.operand(operand);
    this.writer.raw(instruction);
    this.withIndex(OPCODE.globalGet, this.controls.mode);
    this.bytes(OPCODE.if, EMPTY);
    this.save(number, saved);
    for (const type of this.body.results) this.writer.raw(ZERO[type]);
    this.bytes(OPCODE.return, OPCODE.end);
    // only now: an argument that the repeated call needs may lie in the same place
    if (result !== undefined) this.withIndex(OPCODE.localSet, this.place(result));
    this.close();
  }

  private putBack(saved: readonly number[]): void {
    const { places, size } = this.offsetsOf(saved);
    if (size > 0) this.moveFrames(OPCODE.i32sub, size);
    for (const { place, type, offset } of places) {
      this.withIndex(OPCODE.globalGet, this.controls.frames);
      this.bytes(ACCESS[type].load, WORD_ALIGNED);
      this.writer.u32(offset);
      this.withIndex(OPCODE.localSet, place);
    }
    this.constant(0);
    this.withIndex(OPCODE.localSet, this.at);
  }

  private save(number: number, saved: readonly number[]): void {
    const { places, size } = this.offsetsOf(saved);
    this.withIndex(OPCODE.globalGet, this.controls.frames);
    this.constant(size + NUMBER_SIZE);
    this.bytes(OPCODE.i32add);
    this.withIndex(OPCODE.globalGet, this.controls.limit);
    this.bytes(OPCODE.i32gtu, OPCODE.if, EMPTY, OPCODE.unreachable, OPCODE.end);
    for (const { place, type, offset } of places) {
      this.withIndex(OPCODE.globalGet, this.controls.frames);
      this.withIndex(OPCODE.localGet, place);
      this.bytes(ACCESS[type].store, WORD_ALIGNED);
      this.writer.u32(offset);
    }
    this.withIndex(OPCODE.globalGet, this.controls.frames);
    this.constant(number);
    this.bytes(OPCODE.i32store, WORD_ALIGNED);
    this.writer.u32(size);
    this.moveFrames(OPCODE.i32add, size + NUMBER_SIZE);
  }

  private offsetsOf(saved: readonly number[]): {
    readonly places: readonly { place: number; type: ValueType; offset: number }[];
    readonly size: number;
  } {
    let size = 0;
    const places = saved.map((place) => {
      const type = this.registers.types[place] ?? VALUE.i32;
      const offset = size;
      size += ACCESS[type].size;
      return { place, type, offset };
    });
    return { places, size };
  }

  private moveFrames(operation: number, bytes: number): void {
    this.withIndex(OPCODE.globalGet, this.controls.frames);
    this.constant(bytes);
    this.bytes(operation);
    this.withIndex(OPCODE.globalSet, this.controls.frames);
  }

  private operand(operand: Operand): void {
    if ("local" in operand) this.withIndex(OPCODE.localGet, this.place(operand.local));
    else this.writer.raw(operand.constant);
  }

  private depthOf(label: Label): number {
    const index = this.open.lastIndexOf(label);
    if (index < 0) throw new Error("wasm: a jump to a block that is not open");
    return this.open.length - 1 - index;
  }

  private constant(value: number): void {
    this.bytes(OPCODE.i32const);
    this.writer.s32(value);
  }

  private withIndex(opcode: number, index: number): void {
    this.writer.byte(opcode);
    this.writer.u32(index);
  }

  private bytes(...bytes: readonly number[]): void {
    this.writer.raw(bytes);
  }
}

/** A block without a result. */
const EMPTY = 0x40;

const OPENERS = { block: OPCODE.block, loop: OPCODE.loop, if: OPCODE.if } as const;

/** Frames are kept in words: the alignment of a memory access is told as a power of two. */
const WORD_ALIGNED = 2;

const ACCESS: Readonly<
  Record<ValueType, { readonly load: number; readonly store: number; readonly size: number }>
> = {
  [VALUE.i32]: { load: OPCODE.i32load, store: OPCODE.i32store, size: 4 },
  [VALUE.i64]: { load: 0x29, store: 0x37, size: 8 },
  [VALUE.f32]: { load: 0x2a, store: 0x38, size: 4 },
  [VALUE.f64]: { load: 0x2b, store: 0x39, size: 8 },
};

/** What a function returns while its frame is saved: nobody looks at it. */
const ZERO: Readonly<Record<ValueType, readonly number[]>> = {
  [VALUE.i32]: [OPCODE.i32const, 0],
  [VALUE.i64]: [OPCODE.i64const, 0],
  [VALUE.f32]: [OPCODE.f32const, 0, 0, 0, 0],
  [VALUE.f64]: [OPCODE.f64const, 0, 0, 0, 0, 0, 0, 0, 0],
};
