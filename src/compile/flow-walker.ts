import { SINK, type FlowGraph, type Node } from "./flow-graph.ts";
import type { RawSite } from "./instrument.ts";
import { skipImmediates, type Reader } from "./wasm-binary.ts";

/** Number of parameters and results. */
export interface CalleeType {
  readonly params: number;
  readonly results: number;
}

export interface FlowContext {
  readonly types: readonly CalleeType[];
  readonly own: readonly [number, number];
  readonly names: ReadonlyMap<number, string>;
  readonly sites: readonly RawSite[];
  readonly graph: FlowGraph;
  /** Receives every load of a variable that only its function can see. */
  readonly slotLoads: SlotLoad[];
}

/** A load without a hook. */
export interface SlotLoad {
  readonly node: Node;
  /** Offset in the code section behind the instruction. */
  readonly end: number;
  readonly opcode: number;
}

/** What a value on the operand stack is made of, and, if it is known, its place in the stack frame or its constant. */
interface Value {
  readonly nodes: readonly Node[];
  readonly frame?: number;
  readonly constant?: number;
}

const NOTHING: Value = { nodes: [] };

/** Printing decides nothing. */
const QUIET = /^(_?printk|_dev_(emerg|alert|crit|err|warn|notice|info)|__dynamic_pr_debug)$/;

export function resultOf(functionIndex: number): Node {
  return `result:${functionIndex}`;
}

/** Reads one function's code with a stack of values instead of numbers. Order of execution plays no part: flow only adds up. */
export class FlowWalker {
  private readonly reader: Reader;
  private readonly end: number;
  private readonly index: number;
  private readonly context: FlowContext;
  private readonly stack: Value[] = [];
  /** Height of the stack at the beginning of each open block, and how many values the block leaves. */
  private readonly blocks: { readonly height: number; readonly results: number }[] = [];
  /** Locals that only ever hold one constant, or one address in the stack frame; undefined for all others. */
  private readonly fixedLocals = new Map<number, Value | undefined>();
  /** The memory hook that was called last, whose access comes next. */
  private pending: { readonly site: number; readonly frame: boolean } | undefined;
  private readonly loadedSlots = new Set<number>();
  private readonly storedSlots = new Set<number>();
  /** Frame addresses that were given to somebody. */
  private readonly escapes: number[] = [];

  constructor(reader: Reader, end: number, index: number, context: FlowContext) {
    this.reader = reader;
    this.end = end;
    this.index = index;
    this.context = context;
  }

  walk(): void {
    const { reader, context } = this;
    for (let groups = reader.u32(); groups > 0; groups--) {
      reader.u32();
      reader.byte();
    }
    this.blocks.push({ height: 0, results: context.types[this.index]?.results ?? 0 });
    while (reader.at < this.end) this.instruction(reader.byte());
    // A slot that is stored to and never loaded is an argument of a variadic call: its callee reads it.
    for (const slot of this.storedSlots) {
      const given = this.escapes.some((base) => base <= slot);
      if (!this.loadedSlots.has(slot) && given) context.graph.edge([this.slot(slot)], SINK);
    }
  }

  private local(index: number, functionIndex = this.index): Node {
    return `local:${functionIndex}:${index}`;
  }

  private slot(offset: number): Node {
    return `slot:${this.index}:${offset}`;
  }

  private push(value: Value): void {
    this.stack.push(value);
  }

  /** Behind a jump the stack may hold less than is taken from it: nobody comes there. */
  private pop(): Value {
    const height = this.blocks.at(-1)?.height ?? 0;
    return this.stack.length > height ? (this.stack.pop() ?? NOTHING) : NOTHING;
  }

  private sink(value: Value): void {
    this.context.graph.edge(value.nodes, SINK);
  }

  private instruction(opcode: number): void {
    const { reader } = this;
    if (opcode >= 0x28 && opcode <= 0x35) return this.load(opcode);
    if (opcode >= 0x36 && opcode <= 0x3e) return this.store();
    if (opcode >= 0x45 && opcode <= 0xc4) return this.compute(opcode);
    switch (opcode) {
      case 0x02: // block
      case 0x03: // loop
        return this.open();
      case 0x04: // if
        this.sink(this.pop());
        return this.open();
      case 0x05: // else: the first arm's values are joined by staying on the stack
        return this.leave();
      case 0x0b: // end
        return this.close();
      case 0x0c: // br
        reader.skipLeb();
        return this.jump();
      case 0x0d: // br_if
        reader.skipLeb();
        return this.sink(this.pop());
      case 0x0e: // br_table
        skipImmediates(reader, opcode);
        return this.jump();
      case 0x0f: // return
        this.returnValue();
        return this.leave();
      case 0x00: // unreachable
        return this.leave();
      case 0x10:
        return this.call(reader.u32());
      case 0x11: // call_indirect: nobody knows whom
        skipImmediates(reader, opcode);
        while (this.stack.length > (this.blocks.at(-1)?.height ?? 0)) this.sink(this.pop());
        return this.push(NOTHING);
      case 0x1a: // drop
        this.pop();
        return;
      case 0x1b: {
        this.sink(this.pop());
        return this.join();
      }
      case 0x20:
        return this.push(this.get(reader.u32()));
      case 0x21:
        return this.set(reader.u32(), this.pop());
      case 0x22: {
        const index = reader.u32();
        this.set(index, this.pop());
        return this.push(this.get(index));
      }
      case 0x23: // global.get: the stack pointer is the only one
        reader.skipLeb();
        return this.push({ nodes: [], frame: 0 });
      case 0x24:
        reader.skipLeb();
        this.pop();
        return;
      case 0x41:
        return this.push({ nodes: [], constant: reader.s32() });
      case 0x42:
      case 0x43:
      case 0x44:
        skipImmediates(reader, opcode);
        return this.push(NOTHING);
      case 0x01: // nop
        return;
      default: // bulk memory, tables: whatever goes in decides something, and what comes out is not followed
        skipImmediates(reader, opcode);
        while (this.stack.length > (this.blocks.at(-1)?.height ?? 0)) this.sink(this.pop());
        return this.push(NOTHING);
    }
  }

  private open(): void {
    const type = this.reader.s32();
    // -64 is the empty type; another negative number is one value; types by index are not used by clang -O0
    this.blocks.push({ height: this.stack.length, results: type === -64 ? 0 : 1 });
  }

  private close(): void {
    const block = this.blocks.at(-1);
    if (!block) return;
    if (this.blocks.length === 1) this.returnValue();
    const results = Array.from({ length: block.results }, () => this.pop());
    this.stack.length = Math.min(this.stack.length, block.height);
    this.blocks.pop();
    // values that came by a jump have been sunk already
    for (const result of results) this.push({ nodes: result.nodes });
  }

  private leave(): void {
    while (this.stack.length > (this.blocks.at(-1)?.height ?? 0)) this.sink(this.pop());
  }

  private jump(): void {
    this.leave();
  }

  private returnValue(): void {
    const results = this.context.types[this.index]?.results ?? 0;
    for (let i = 0; i < results; i++) this.context.graph.edge(this.pop().nodes, resultOf(this.index));
  }

  private join(): void {
    const b = this.pop();
    const a = this.pop();
    this.push({ nodes: [...a.nodes, ...b.nodes] });
  }

  private get(index: number): Value {
    return this.fixedLocals.get(index) ?? { nodes: [this.local(index)] };
  }

  private set(index: number, value: Value): void {
    this.context.graph.edge(value.nodes, this.local(index));
    const fixed = value.frame === undefined && value.constant === undefined ? undefined : value;
    const known = this.fixedLocals.get(index);
    const same = known?.frame === fixed?.frame && known?.constant === fixed?.constant;
    this.fixedLocals.set(index, !this.fixedLocals.has(index) || same ? fixed : undefined);
  }

  private compute(opcode: number): void {
    if (isUnary(opcode)) return this.push({ nodes: this.pop().nodes });
    const b = this.pop();
    const a = this.pop();
    if (opcode === ADD && a.frame !== undefined && b.constant !== undefined) {
      return this.push({ nodes: [], frame: a.frame + b.constant });
    }
    if (opcode === SUB && a.frame !== undefined && b.constant !== undefined) {
      return this.push({ nodes: [], frame: a.frame - b.constant });
    }
    if (DIVISIONS.has(opcode)) {
      this.sink(a); // the lowest number divided by -1 traps
      this.sink(b);
    }
    this.push({ nodes: [...a.nodes, ...b.nodes] });
  }

  private memoryOffset(): number {
    this.reader.skipLeb();
    return this.reader.u32();
  }

  private load(opcode: number): void {
    const offset = this.memoryOffset();
    const address = this.pop();
    this.sink(address);
    const hook = this.takePending(address);
    if (hook !== undefined) return this.push({ nodes: [this.context.graph.load(hook)] });
    if (address.frame === undefined) return this.push(NOTHING); // a constant, which has no hook
    const slot = address.frame + offset;
    this.loadedSlots.add(slot);
    this.context.slotLoads.push({ node: this.slot(slot), end: this.reader.at, opcode });
    this.push({ nodes: [this.slot(slot)] });
  }

  private store(): void {
    const offset = this.memoryOffset();
    const value = this.pop();
    const address = this.pop();
    this.sink(address);
    if (value.frame !== undefined) this.escapes.push(value.frame);
    const hook = this.takePending(address);
    if (hook !== undefined) return this.context.graph.edge(value.nodes, `store:${hook}`);
    if (address.frame === undefined) return this.sink(value);
    const slot = address.frame + offset;
    this.storedSlots.add(slot);
    this.context.graph.edge(value.nodes, this.slot(slot));
  }

  /** Site of the hook that was called for this access. Variables that nobody else can see have none. */
  private takePending(address: Value): number | undefined {
    const { pending } = this;
    if (!pending || pending.frame !== (address.frame !== undefined)) return undefined;
    this.pending = undefined;
    return pending.site;
  }

  private call(target: number): void {
    const { types, own, names } = this.context;
    const type = types[target] ?? { params: 0, results: 0 };
    const values = Array.from({ length: type.params }, () => this.pop()).toReversed();
    const name = names.get(target) ?? "";
    const results = (value: Value): void => {
      for (let i = 0; i < type.results; i++) this.push(value);
    };
    if (name.startsWith("__tsan_")) return results(this.hook(name, values));
    if (name.startsWith("unoops_")) return results(NOTHING);
    const isOwn = target >= own[0] && target < own[1];
    for (const [i, value] of values.entries()) {
      if (isOwn) this.context.graph.edge(value.nodes, this.local(i, target));
      else this.sink(value);
      if (value.frame !== undefined && !QUIET.test(name)) this.escapes.push(value.frame);
    }
    results(isOwn ? { nodes: [resultOf(target)] } : NOTHING);
  }

  /** A memory hook: plain accesses follow it, atomic ones are done by it. */
  private hook(name: string, values: readonly Value[]): Value {
    const { graph } = this.context;
    const site = values.at(-1)?.constant ?? -1;
    const [address = NOTHING, operand = NOTHING] = values;
    this.sink(address);
    const atomic = /^__tsan_atomic\d+_(\w+)$/.exec(name)?.[1];
    if (atomic === undefined) {
      if (/(read|write)\d+$/.test(name)) this.pending = { site, frame: address.frame !== undefined };
      else for (const value of values) this.sink(value);
      return NOTHING;
    }
    if (atomic.startsWith("compare")) {
      for (const value of values) this.sink(value);
      return NOTHING;
    }
    if (atomic === "load") return { nodes: [graph.load(site)] };
    graph.edge(operand.nodes, `store:${site}`);
    if (atomic === "store") return NOTHING;
    const old = graph.load(site);
    graph.edge([old], `store:${site}`);
    return { nodes: [old] };
  }
}

const ADD = 0x6a;
const SUB = 0x6b;
/** i32 and i64: div_s, div_u, rem_s, rem_u. */
const DIVISIONS = new Set([0x6d, 0x6e, 0x6f, 0x70, 0x7f, 0x80, 0x81, 0x82]);

/** Opcodes from 0x45 on that take one value: eqz, clz ... popcnt, floating point abs ... sqrt, conversions, extensions. */
const UNARY: readonly (readonly [number, number])[] = [
  [0x45, 0x45],
  [0x50, 0x50],
  [0x67, 0x69],
  [0x79, 0x7b],
  [0x8b, 0x91],
  [0x99, 0x9f],
  [0xa7, 0xc4],
];

function isUnary(opcode: number): boolean {
  return UNARY.some(([from, to]) => opcode >= from && opcode <= to);
}
