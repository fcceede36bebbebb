import { EXPIRY_ARGS, PRINTS } from "../kernel-api/index.ts";
import { mixedAt, SINK, testOf, type ValueFlowGraph, type Node } from "./flow-graph.ts";
import { POINTS } from "./hooks.ts";
import { NOTHING, OperandStack, type StackValue } from "./operand-stack.ts";
import type { RawSite } from "./raw-site.ts";
import { skipLocals, type FunctionType } from "./wasm/functions.ts";
import {
  isComparison,
  isConversion,
  isDivision,
  isLoad,
  isNumeric,
  isStore,
  isUnary,
  OPCODE,
  skipImmediates,
} from "./wasm/instructions.ts";
import type { Reader } from "./wasm/reader.ts";

export interface FlowContext {
  /** Types of all functions. */
  readonly types: readonly FunctionType[];
  readonly own: readonly [number, number];
  readonly names: ReadonlyMap<number, string>;
  readonly sites: readonly RawSite[];
  readonly graph: ValueFlowGraph;
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

/** Calls that the rewriter put in: they take nothing from the program. */
const HOOKS: ReadonlySet<string> = new Set(Object.values(POINTS));

export function resultOf(functionIndex: number): Node {
  return `result:${functionIndex}`;
}

/** Reads one function's code with a stack of values instead of numbers. Order of execution plays no part: flow only adds up. */
export class FlowWalker {
  private readonly reader: Reader;
  private readonly end: number;
  private readonly index: number;
  private readonly context: FlowContext;
  private readonly stack = new OperandStack();
  /** Locals that only ever hold one constant, or one address in the stack frame; undefined for all others. */
  private readonly fixedLocals = new Map<number, StackValue | undefined>();
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
    skipLocals(reader);
    this.stack.open(context.types[this.index]?.results.length ?? 0);
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

  private push(value: StackValue): void {
    this.stack.push(value);
  }

  private pop(): StackValue {
    return this.stack.pop();
  }

  private sink(value: StackValue): void {
    this.context.graph.edge(value.nodes, SINK);
  }

  /** The value is compared with a number that is known. */
  private test(value: StackValue, number: number): void {
    this.context.graph.edge(value.nodes, testOf(number));
  }

  private instruction(opcode: number): void {
    const { reader } = this;
    if (isLoad(opcode)) return this.load(opcode);
    if (isStore(opcode)) return this.store();
    if (isNumeric(opcode)) return this.compute(opcode);
    switch (opcode) {
      case OPCODE.block:
      case OPCODE.loop:
        return this.open();
      case OPCODE.if:
        this.test(this.pop(), 0);
        return this.open();
      case OPCODE.else: // the first arm's values are joined by staying on the stack
        return this.leave();
      case OPCODE.end:
        return this.close();
      case OPCODE.br:
        reader.skipLeb();
        return this.leave();
      case OPCODE.brIf:
        reader.skipLeb();
        return this.test(this.pop(), 0);
      case OPCODE.brTable:
        skipImmediates(reader, opcode);
        return this.leave();
      case OPCODE.return:
        this.returnValue();
        return this.leave();
      case OPCODE.unreachable:
        return this.leave();
      case OPCODE.call:
        return this.call(reader.u32());
      case OPCODE.callIndirect: // nobody knows whom
        skipImmediates(reader, opcode);
        this.leave();
        return this.push(NOTHING);
      case OPCODE.drop:
        this.pop();
        return;
      case OPCODE.select:
        this.test(this.pop(), 0);
        return this.join();
      case OPCODE.localGet:
        return this.push(this.get(reader.u32()));
      case OPCODE.localSet:
        return this.set(reader.u32(), this.pop());
      case OPCODE.localTee: {
        const index = reader.u32();
        this.set(index, this.pop());
        return this.push(this.get(index));
      }
      case OPCODE.globalGet: // the stack pointer is the only one
        reader.skipLeb();
        return this.push({ nodes: [], frame: 0 });
      case OPCODE.globalSet:
        reader.skipLeb();
        this.pop();
        return;
      case OPCODE.i32const:
        return this.push({ nodes: [], constant: reader.s32() });
      case OPCODE.i64const:
      case OPCODE.f32const:
      case OPCODE.f64const:
        skipImmediates(reader, opcode);
        return this.push(NOTHING);
      case OPCODE.nop:
        return;
      default: // bulk memory, tables: whatever goes in decides something, and what comes out is not followed
        skipImmediates(reader, opcode);
        this.leave();
        return this.push(NOTHING);
    }
  }

  private open(): void {
    const type = this.reader.s32();
    // -64 is the empty type; another negative number is one value; types by index are not used by clang -O0
    this.stack.open(type === -64 ? 0 : 1);
  }

  private close(): void {
    if (this.stack.depth === 1) this.returnValue();
    this.stack.close(); // values that came by a jump have been sunk already
  }

  /** Nobody knows where the block's values go from here. */
  private leave(): void {
    for (const value of this.stack.popBlock()) this.sink(value);
  }

  private returnValue(): void {
    const results = this.context.types[this.index]?.results.length ?? 0;
    for (let i = 0; i < results; i++) this.context.graph.edge(this.pop().nodes, resultOf(this.index));
  }

  private join(): void {
    const b = this.pop();
    const a = this.pop();
    this.push({ nodes: [...a.nodes, ...b.nodes] });
  }

  private get(index: number): StackValue {
    return this.fixedLocals.get(index) ?? { nodes: [this.local(index)] };
  }

  private set(index: number, value: StackValue): void {
    this.context.graph.edge(value.nodes, this.local(index));
    const fixed = value.frame === undefined && value.constant === undefined ? undefined : value;
    const known = this.fixedLocals.get(index);
    const same = known?.frame === fixed?.frame && known?.constant === fixed?.constant;
    this.fixedLocals.set(index, !this.fixedLocals.has(index) || same ? fixed : undefined);
  }

  private compute(opcode: number): void {
    if (isUnary(opcode)) return this.unary(opcode);
    const b = this.pop();
    const a = this.pop();
    if (opcode === OPCODE.i32add && a.frame !== undefined && b.constant !== undefined) {
      return this.push({ nodes: [], frame: a.frame + b.constant });
    }
    if (opcode === OPCODE.i32sub && a.frame !== undefined && b.constant !== undefined) {
      return this.push({ nodes: [], frame: a.frame - b.constant });
    }
    if (isDivision(opcode)) {
      this.sink(a); // the lowest number divided by -1 traps
      this.sink(b);
    }
    if (isComparison(opcode) && (a.constant !== undefined || b.constant !== undefined)) {
      this.test(a, b.constant ?? 0);
      this.test(b, a.constant ?? 0);
      return this.push(NOTHING);
    }
    const counts = opcode === OPCODE.i32add && ((a.constant ?? 0) > 0 || (b.constant ?? 0) > 0);
    this.push(counts ? { nodes: [...a.nodes, ...b.nodes] } : this.mixed([...a.nodes, ...b.nodes]));
  }

  private unary(opcode: number): void {
    const value = this.pop();
    if (opcode === OPCODE.i32eqz || opcode === OPCODE.i64eqz) {
      this.test(value, 0);
      return this.push(NOTHING);
    }
    this.push(isConversion(opcode) ? { nodes: value.nodes } : this.mixed(value.nodes));
  }

  private mixed(nodes: readonly Node[]): StackValue {
    if (nodes.length === 0) return NOTHING;
    const node = mixedAt(this.index, this.reader.at);
    this.context.graph.edge(nodes, node);
    return { nodes: [node] };
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
  private takePending(address: StackValue): number | undefined {
    const { pending } = this;
    if (!pending || pending.frame !== (address.frame !== undefined)) return undefined;
    this.pending = undefined;
    return pending.site;
  }

  private call(target: number): void {
    const { types, own, names } = this.context;
    const { params, results: given } = types[target] ?? { params: [], results: [] };
    const values = Array.from(params, () => this.pop()).toReversed();
    const name = names.get(target) ?? "";
    const results = (value: StackValue): void => {
      for (let i = 0; i < given.length; i++) this.push(value);
    };
    if (name.startsWith("__tsan_")) return results(this.hook(name, values));
    if (HOOKS.has(name)) return results(NOTHING);
    const isOwn = target >= own[0] && target < own[1];
    for (const [i, value] of values.entries()) {
      if (isOwn) this.context.graph.edge(value.nodes, this.local(i, target));
      // when a timer is to run nobody looks at (kernel/services/timer.c)
      else if (EXPIRY_ARGS.get(name) !== i) this.sink(value);
      if (value.frame !== undefined && !PRINTS.has(name)) this.escapes.push(value.frame);
    }
    results(isOwn ? { nodes: [resultOf(target)] } : NOTHING);
  }

  /** A memory hook: plain accesses follow it, atomic ones are done by it. */
  private hook(name: string, values: readonly StackValue[]): StackValue {
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
    const counts = atomic === "fetch_add" && (operand.constant ?? 0) > 0;
    graph.edge(counts ? [old] : this.mixed([old, ...operand.nodes]).nodes, `store:${site}`);
    return { nodes: [old] };
  }
}
