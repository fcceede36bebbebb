import { STILL } from "../compile/hooks.ts";
import type { Program, Site } from "../compile/program.ts";
import {
  FINEST,
  type Accesses,
  type Choice,
  type Failure,
  type Grain,
  type Step,
  type System,
} from "../explore/system.ts";
import { AccessLog } from "./access-log.ts";
import { accessHooks } from "./access-hooks.ts";
import { atomicHooks } from "./atomic-hooks.ts";
import { endFailures, LOADER } from "./end.ts";
import { Heap, type HeapObject } from "./heap.ts";
import {
  align,
  framesOf,
  layoutFor,
  MAX_TASKS,
  NULL_PAGE,
  stackOf,
  stackTopOf,
  TEXT,
  type Layout,
} from "./layout.ts";
import { IdleWords } from "./idle-words.ts";
import { hex, MemoryMap } from "./memory-map.ts";
import { seamHooks } from "./seam-hooks.ts";
import { packLocal, packState, unpackState } from "./state.ts";
import { FIELD, STATUS, Tasks } from "./tasks.ts";
import { TrapSignal, wasmFrames, type Trap, type TrapKind } from "./trap.ts";
import type { NewEvent, TraceEvent } from "./trace.ts";
import { UserSpace } from "./user-space.ts";
import type { Shipped } from "./shipped.ts";

export interface MachineOptions {
  /** Values of module parameters, as on insmod's command line. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** May allocations and creations fail? */
  readonly faults?: boolean;
  /** Switch at every access inside the kernel's services too: for tests of the services' atomicity. */
  readonly stepServices?: boolean;
  /** Memory as shipped: touching freed memory does not stop the run. */
  readonly shipped?: Shipped;
}

/** The process that stands for user space sending signals. */
export const USER_SPACE = MAX_TASKS;

/** Stands for the value of a location that is gone: no 32-bit word has it. */
const DEAD = 2 ** 40;

/** Steps of a loop without a switch after which a task counts as spinning for ever. */
const LOOP_LIMIT = 5_000_000;

/** `comm` follows `__state` and `pid` in `struct task_struct` (kernel/include/linux/sched.h). */
const COMM_OFFSET = 8;
const COMM_SIZE = 16;

/** What a trap is about, as far as it is known. */
interface About {
  readonly address?: number;
  readonly object?: HeapObject;
  readonly write?: boolean;
}

interface WasmFunctions {
  readonly unoops_boot: () => void;
  readonly unoops_signals?: (task: number) => number;
  readonly unoops_signal?: (task: number, signal: number) => void;
}

/**
 * One CPU's worth of bare machine under the model kernel: tasks and their switches, memory with lives, traps. It runs one
 * task at a time from one scheduling point to the next; the explorer says which.
 */
export class Machine implements System {
  readonly program: Program;
  readonly options: MachineOptions;
  readonly layout: Layout;
  readonly heap: Heap;
  readonly tasks = new Tasks();
  readonly log: AccessLog;
  readonly map: MemoryMap;
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly view: DataView;
  readonly exports: WebAssembly.Exports;
  readonly table: WebAssembly.Table;
  readonly user: UserSpace;
  readonly idle: IdleWords;
  grain: Grain = FINEST;
  /** Receives events while set: only in replays that somebody will read. */
  trace: TraceEvent[] | undefined;
  /** Places at which kthreads were created, and those whose threads ever began to run, over the machine's whole life. */
  readonly createdAt = new Set<number>();
  readonly ranFrom = new Set<number>();
  /** Texts of m_assume() that were met. */
  readonly assumptions = new Set<string>();

  current = -1;
  unloaded = false;
  /** No switching: the host itself calls into the program. */
  private hostCall = false;
  private rewinding = false;
  private unwinding = false;
  private ending = false;
  /** A task is only put back to see what it is in. */
  private probing = false;
  private probed: string[] = [];
  /** The running task returned from its first function in this step. */
  private ended = false;
  private held = false;
  private watched = -1;
  private loops = 0;
  private points = 0;
  private budget = Infinity;
  private voluntary = false;
  private chosen: Choice[] = [];
  private prefix: readonly number[] = [];
  private spawnedNow: number[] = [];
  private lastSite = -1;
  /** Objects that the kernel had before the module was loaded; they are not leaks. */
  readonly bootObjects = new Set<number>();
  private readonly stackPointer: WebAssembly.Global;
  private readonly initial: { bytes: Uint8Array };
  private readonly wasm: WasmFunctions;
  private readonly asyncifyExports: Record<
    "startUnwind" | "stopUnwind" | "startRewind" | "stopRewind",
    (at: number) => void
  >;
  private started: Int32Array | undefined;

  constructor(program: Program, options: MachineOptions = {}) {
    this.program = program;
    this.options = options;
    const module = new WebAssembly.Module(new Uint8Array(program.wasm));
    const imports: Record<string, WebAssembly.ImportValue> = {};
    for (const { name } of WebAssembly.Module.imports(module)) imports[name] = this.bind(name);
    const { exports } = new WebAssembly.Instance(module, { env: imports });
    this.exports = exports;
    const memory = exportOf(exports, "memory", WebAssembly.Memory);
    this.table = exportOf(exports, "__indirect_function_table", WebAssembly.Table);
    this.stackPointer = exportOf(exports, "__stack_pointer", WebAssembly.Global);
    this.layout = layoutFor(NULL_PAGE, Number(exportOf(exports, "__heap_base", WebAssembly.Global).value));
    const missing = Math.ceil((this.layout.end - memory.buffer.byteLength) / 65536);
    if (missing > 0) memory.grow(missing);
    this.bytes = new Uint8Array(memory.buffer);
    this.words = new Int32Array(memory.buffer);
    this.view = new DataView(memory.buffer);
    this.heap = new Heap(this.layout);
    this.log = new AccessLog(this.layout.end >> 2);
    this.map = new MemoryMap(program, this.layout);
    this.user = new UserSpace(this);
    this.idle = new IdleWords(this, program.flow);
    const call = (name: string): ((...args: number[]) => number) => {
      const found = exports[name];
      if (typeof found !== "function") throw new Error(`the program does not export ${name}`);
      return (...args) => Number(found(...args) ?? 0);
    };
    this.wasm = {
      unoops_boot: call("unoops_boot"),
      unoops_signals: call("unoops_signals"),
      unoops_signal: call("unoops_signal"),
    };
    this.asyncifyExports = {
      startUnwind: call("asyncify_start_unwind"),
      stopUnwind: call("asyncify_stop_unwind"),
      startRewind: call("asyncify_start_rewind"),
      stopRewind: call("asyncify_stop_rewind"),
    };
    this.initial = { bytes: this.bytes.slice(this.layout.dataStart, this.layout.dataEnd) };
  }

  // --- System ---------------------------------------------------------------------------

  get accesses(): Accesses {
    return this.log;
  }

  get refined(): boolean {
    return this.idle.refined;
  }

  set refined(value: boolean) {
    this.idle.refined = value;
  }

  reset(): void {
    if (this.started) return this.restore(this.started);
    this.bytes.set(this.initial.bytes, this.layout.dataStart);
    this.heap.clear();
    this.tasks.clear();
    this.unloaded = false;
    this.current = USER_SPACE;
    this.outside(() => {
      const constructors = this.exports["__wasm_call_ctors"];
      if (typeof constructors === "function") constructors();
      this.setParameters();
      this.wasm.unoops_boot();
    });
    for (const object of this.heap.objects) this.bootObjects.add(object.start);
    this.started = this.save();
  }

  enabled(): number[] {
    const enabled: number[] = [];
    const count = this.tasks.count();
    for (let slot = 0; slot < count; slot++) if (this.isEnabled(slot)) enabled.push(slot);
    // user space alone does not keep a system going: signals matter only while somebody may act on them
    if (!this.unloaded && this.user.signals().length > 0) enabled.push(USER_SPACE);
    return enabled;
  }

  blocked(): number[] {
    const blocked: number[] = [];
    const count = this.tasks.count();
    for (let slot = 0; slot < count; slot++) {
      if (this.tasks.get(slot, FIELD.status) !== STATUS.free && !this.isEnabled(slot)) blocked.push(slot);
    }
    return blocked;
  }

  step(process: number, choices: readonly number[], points = Infinity): Step {
    this.log.begin();
    this.prefix = choices;
    this.chosen = [];
    this.spawnedNow = [];
    this.points = 0;
    this.budget = points;
    this.loops = 0;
    this.ended = false;
    this.held = false;
    this.watched = -1;
    this.voluntary = false;
    this.lastSite = -1;
    this.current = process;
    let failure: Failure | undefined;
    try {
      if (process === USER_SPACE) {
        this.user.act();
        this.voluntary = true;
        this.points = 1;
      } else this.resume(process);
    } catch (error) {
      failure = this.trapOf(error);
    }
    const { chosen, voluntary, spawnedNow } = this;
    // coming to an end is a point too: the one that no hook marks
    const passed = Math.max(this.points + (failure || this.ended ? 1 : 0), 1);
    const step = {
      choices: chosen,
      points: passed,
      voluntary,
      external: process === USER_SPACE,
      spawned: spawnedNow,
    };
    return failure ? { ...step, failure } : step;
  }

  save(): Int32Array {
    return packState(this);
  }

  restore(state: Int32Array): void {
    unpackState(this, state);
  }

  local(process: number): Int32Array {
    return process === USER_SPACE ? new Int32Array(0) : packLocal(this, process);
  }

  peek(location: number): number {
    const address = this.log.address(location);
    if (address === TEXT) return this.unloaded ? DEAD : 0;
    const object = this.heap.at(address);
    return object && !object.alive ? DEAD : this.words[address >> 2]!;
  }

  atEnd(): Trap[] {
    return endFailures(this);
  }

  awaits(process: number): readonly number[] {
    if (process === USER_SPACE) return this.user.awaits();
    const status = this.tasks.get(process, FIELD.status);
    if (status !== STATUS.blocked) return [];
    return [this.log.location(this.tasks.get(process, FIELD.waitWord))];
  }

  // --- running a task -------------------------------------------------------------------

  private isEnabled(slot: number): boolean {
    const status = this.tasks.get(slot, FIELD.status);
    if (status === STATUS.ready || status === STATUS.timed) return true;
    return status === STATUS.blocked && this.waitHolds(slot);
  }

  /** Does the condition that the task waits for hold? A word that died meanwhile wakes it: it will trap there. */
  waitHolds(slot: number): boolean {
    const word = this.tasks.get(slot, FIELD.waitWord);
    if (word < NULL_PAGE || word + 4 > this.layout.end) return true;
    return (
      (this.words[word >> 2]! & this.tasks.get(slot, FIELD.waitMask)) ===
      this.tasks.get(slot, FIELD.waitValue)
    );
  }

  private resume(slot: number): void {
    const { tasks, layout } = this;
    this.stackPointer.value = tasks.get(slot, FIELD.stackPointer);
    const frames = framesOf(layout, slot);
    if (tasks.get(slot, FIELD.frames) !== 0) {
      this.rewinding = true;
      this.words[frames >> 2] = tasks.get(slot, FIELD.frames);
      this.words[(frames >> 2) + 1] = frames + (stackOf(layout, slot) - frames);
      this.asyncifyExports.startRewind(frames);
    } else if (tasks.get(slot, FIELD.status) === STATUS.blocked) {
      this.touch(tasks.get(slot, FIELD.waitWord), 4, false);
      tasks.set(slot, FIELD.status, STATUS.ready);
    }
    this.callEntry(tasks.get(slot, FIELD.entry), tasks.get(slot, FIELD.argument));
    if (!this.unwinding) {
      this.ended = true;
      tasks.release(slot);
      this.voluntary = true;
      this.clearStack(slot, stackTopOf(layout, slot));
      return;
    }
    this.unwinding = false;
    this.asyncifyExports.stopUnwind(0);
    if (this.ending) {
      this.ending = false;
      tasks.release(slot);
      this.clearStack(slot, stackTopOf(layout, slot));
      return;
    }
    tasks.set(slot, FIELD.frames, this.words[frames >> 2]!);
    this.clearStack(slot, tasks.get(slot, FIELD.stackPointer));
  }

  private callEntry(entry: number, argument: number): void {
    const target: unknown = this.table.get(entry);
    if (typeof target !== "function")
      throw this.trap("wild-access", `a task starts at ${entry}, which is no function`);
    target(argument);
  }

  /** Words below the stack pointer say nothing: they must not keep equal states apart. */
  private clearStack(slot: number, from: number): void {
    this.bytes.fill(0, stackOf(this.layout, slot), from);
  }

  /**
   * A point at which the running task may be switched away.
   * @returns true when the hook must return at once, because the task's frames are being unwound
   */
  switchHere(must: boolean, wanted: boolean): boolean {
    if (this.hostCall) return false;
    if (this.rewinding) {
      this.rewinding = false;
      this.asyncifyExports.stopRewind(0);
      if (!this.probing) return false;
      this.probed = this.stackNow();
      this.unwind();
      return true;
    }
    this.points++;
    if (!must && !wanted && this.points < this.budget) return false;
    if (must) this.voluntary = true;
    this.unwind();
    return true;
  }

  private unwind(): void {
    const slot = this.current;
    const { layout, tasks } = this;
    const stackPointer = Number(this.stackPointer.value);
    if (stackPointer < stackOf(layout, slot)) throw this.trap("stack-overflow", "the task's stack is full");
    tasks.set(slot, FIELD.stackPointer, stackPointer);
    const frames = framesOf(layout, slot);
    this.words[frames >> 2] = frames + 8;
    this.words[(frames >> 2) + 1] = frames + (stackOf(layout, slot) - frames);
    this.unwinding = true;
    this.asyncifyExports.startUnwind(frames);
  }

  /** The functions that a process which does not run is in, innermost first: it is put back for a moment, and away again. */
  stackOf(process: number): string[] {
    if (process === USER_SPACE || this.tasks.get(process, FIELD.frames) === 0) return [];
    const before = this.current;
    this.current = process;
    this.probing = true;
    this.probed = [];
    try {
      this.resume(process);
    } finally {
      this.probing = false;
      this.current = before;
    }
    return this.probed;
  }

  /** True in the second call of a hook, when a switched-away task comes back to it. */
  get isRewinding(): boolean {
    return this.rewinding;
  }

  /** From here to the call's end or first switch, what the kernel touches is told to the grain; -1: no longer. */
  watchCall(site: number): void {
    this.watched = site;
  }

  /** The running task touches memory; every hook comes by here. */
  touch(address: number, size: number, write: boolean): void {
    if (address + size > this.layout.end) return; // no memory there: the check will say so
    this.log.noteRange(address, size, write);
    if (this.watched < 0) return;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      this.grain.touched(this.watched, this.log.location(word << 2));
    }
  }

  /** The running task is inside the kernel, called from this site of the module. */
  enterKernel(site: number): void {
    if (this.current < MAX_TASKS && !this.hostCall) this.tasks.set(this.current, FIELD.moduleSite, site);
  }

  leaveKernel(): void {
    if (this.current < MAX_TASKS && !this.hostCall) this.tasks.set(this.current, FIELD.moduleSite, -1);
  }

  currentTask(): number {
    return this.current < MAX_TASKS ? this.tasks.get(this.current, FIELD.task) : 0;
  }

  /** A service that has just been let through by m_block() keeps the CPU for its next access: test-and-set is one step. */
  hold(): void {
    this.held = true;
  }

  /** Is the next access of a service part of the step before it? Asked once. */
  takeHold(): boolean {
    const { held } = this;
    this.held = false;
    return held;
  }

  event(event: NewEvent): void {
    const { trace, current } = this;
    trace?.push({
      ...event,
      process: current,
      who: this.nameOf(current),
      moduleSite: this.moduleSiteOf(current),
    });
  }

  countThread(event: "task-new" | "task-runs", task: number): void {
    const site = this.heap.at(task)?.site ?? -1;
    if (site >= 0) (event === "task-new" ? this.createdAt : this.ranFrom).add(site);
  }

  /** What people call a process: its `comm`, or what the kernel's part of it does. */
  nameOf(process: number): string {
    if (process === USER_SPACE) return "user space";
    const task = this.tasks.get(process, FIELD.task);
    const name = task === 0 ? this.tasks.get(process, FIELD.name) : task + COMM_OFFSET;
    let end = name;
    while (end - name < COMM_SIZE && this.bytes[end] !== 0) end++;
    return new TextDecoder("latin1").decode(this.bytes.slice(name, end));
  }

  allocate(size: number, kind: string): number {
    const slot = this.hostCall ? MAX_TASKS : this.current;
    const number = this.heap.kindNumber(kind);
    const object =
      this.options.shipped?.reuse(this.heap, number, size) ??
      this.heap.allocate(slot, size, number, this.moduleSiteOf(this.current));
    if (!object) throw this.trap("too-large", `has no memory for another ${kind} of ${size} bytes`);
    this.bytes.fill(0, object.start, align(object.start + size, 4));
    this.event({ type: "alloc", object: object.start, kind });
    return object.start;
  }

  release(address: number): void {
    const object = this.heap.at(address);
    const kind = object ? (this.heap.kinds[object.kind] ?? "object") : "object";
    if (!object || object.start !== address) {
      throw this.trap("bad-free", `frees ${hex(address)}, which is not the start of an object`, { address });
    }
    this.touch(object.start, object.size, true); // before the check: that it fails may depend on who came first
    if (!object.alive) {
      const text = `frees a ${kind} for the second time`;
      if (!this.options.shipped) throw this.trap("double-free", text, { address, object });
      this.event({ type: "broken", kind: "double-free", text, stack: this.stackNow() });
      return;
    }
    object.alive = false;
    this.event({ type: "free", object: address, kind });
    this.options.shipped?.freed(this, object, kind);
  }

  endTask(): void {
    this.ending = true;
    this.switchHere(true, true);
  }

  loop(site: number): void {
    this.lastSite = site;
    if (++this.loops > LOOP_LIMIT) {
      throw this.trap("spins", `goes round this loop ${LOOP_LIMIT} times without letting anybody else run`);
    }
  }

  placeOf(site: number): Site {
    const place = this.program.sites[site];
    if (!place) throw new Error(`no site ${site}`);
    return place;
  }

  /** The running task is here now; refuses code of a module that is gone. */
  at(site: number): void {
    this.lastSite = site;
    if (this.current === LOADER || !this.placeOf(site).inModule) return;
    this.log.noteRange(TEXT, 4, false);
    if (this.unloaded) throw this.trap("unloaded-code", "runs code of the module, which has been unloaded");
  }

  choose(of: number): number {
    const picked = Math.min(this.prefix[this.chosen.length] ?? 0, of - 1);
    this.chosen.push({ picked, of });
    return picked;
  }

  spawn(entry: number, argument: number, task: number, name: number): number {
    const slot = this.tasks.freeSlot();
    if (slot < 0) throw this.trap("too-large", `more than ${MAX_TASKS} tasks at once`);
    const { tasks, layout } = this;
    tasks.release(slot);
    tasks.set(slot, FIELD.status, STATUS.ready);
    tasks.set(slot, FIELD.entry, entry);
    tasks.set(slot, FIELD.argument, argument);
    tasks.set(slot, FIELD.stackPointer, stackTopOf(layout, slot));
    tasks.set(slot, FIELD.task, task);
    tasks.set(slot, FIELD.name, name);
    tasks.set(slot, FIELD.moduleSite, -1);
    this.spawnedNow.push(slot);
    return slot;
  }

  /** A new task whose state is not TASK_RUNNING sleeps before its first step, as if it had called schedule() there. */
  sleepUntilRunning(slot: number, task: number): void {
    const { tasks } = this;
    if (this.words[task >> 2] === 0) return;
    tasks.set(slot, FIELD.status, STATUS.blocked);
    tasks.set(slot, FIELD.waitWord, task);
    tasks.set(slot, FIELD.waitMask, -1);
    tasks.set(slot, FIELD.waitValue, 0);
  }

  /** Calls into the program outside any task: no switching, a stack of its own. */
  outside<T>(action: () => T): T {
    const before = this.hostCall;
    this.hostCall = true;
    this.stackPointer.value = this.layout.hostStackTop;
    try {
      return action();
    } finally {
      this.hostCall = before;
    }
  }

  /** As outside(), in the name of insmod or rmmod, which is nobody any more when it has ended. */
  inLoader(action: () => void): void {
    if (this.tasks.get(LOADER, FIELD.status) === STATUS.free) return;
    const { current, trace } = this;
    this.current = LOADER;
    this.trace = undefined;
    try {
      this.outside(action);
    } finally {
      this.current = current;
      this.trace = trace;
    }
  }

  signalsFor(task: number): number {
    return this.outside(() => this.wasm.unoops_signals?.(task) ?? 0);
  }

  sendSignal(task: number, signal: number): void {
    this.outside(() => this.wasm.unoops_signal?.(task, signal));
  }

  // --- traps ----------------------------------------------------------------------------

  /** Functions that are running, innermost first. */
  stackNow(): string[] {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 100;
    const frames = wasmFrames(new Error("stack").stack ?? "");
    Error.stackTraceLimit = limit;
    return frames.map((index) => this.program.functions[index] ?? `function ${index}`);
  }

  trap(kind: TrapKind, text: string, about: About = {}): TrapSignal {
    return new TrapSignal(this.describe(kind, text, this.stackNow(), about));
  }

  describe(
    kind: TrapKind,
    text: string,
    stack: readonly string[],
    about: About & { process?: number } = {},
  ): Trap {
    const process = about.process ?? this.current;
    const moduleSite = this.moduleSiteOf(process);
    const object = about.object && this.heap.kinds[about.object.kind];
    const place = moduleSite >= 0 ? moduleSite : this.lastSite;
    return {
      key: `${kind} ${object ?? ""} ${stack[0] ?? ""} ${place}`,
      kind,
      process,
      site: this.lastSite,
      moduleSite,
      stack,
      text,
      ...(about.address === undefined ? {} : { address: about.address }),
      ...(about.write === undefined ? {} : { write: about.write }),
      ...(object === undefined ? {} : { object }),
      ...(about.object === undefined ? {} : { objectStart: about.object.start }),
    };
  }

  moduleSiteOf(process: number): number {
    return process >= 0 && process < MAX_TASKS ? this.tasks.get(process, FIELD.moduleSite) : -1;
  }

  private trapOf(error: unknown): Trap {
    this.rewinding = false;
    this.unwinding = false;
    this.ending = false;
    if (error instanceof TrapSignal) return error.trap;
    if (error instanceof RangeError) return this.describe("stack-overflow", "recursion without end", []);
    if (error instanceof WebAssembly.RuntimeError) {
      const stack = wasmFrames(error.stack ?? "").map((index) => this.program.functions[index] ?? "");
      return this.describe("wild-access", error.message, stack);
    }
    throw error;
  }

  private setParameters(): void {
    for (const [name, value] of this.options.parameters ?? []) {
      const parameter = this.program.parameters.find((candidate) => candidate.name === name);
      const address = parameter && this.exports[parameter.exportName];
      if (!parameter || typeof address !== "function") throw new Error(`the module has no parameter ${name}`);
      this.map.setParameter(this, parameter.type, Number(address()), value);
    }
  }

  private bind(imported: string): WebAssembly.ImportValue {
    const name = imported.startsWith(STILL) ? imported.slice(STILL.length) : imported;
    const hook = accessHooks(this, name) ?? atomicHooks(this, name) ?? seamHooks(this, name);
    if (hook) return hook;
    return (...args: number[]) => {
      this.at(Number(args.at(-1)));
      throw this.trap("unmodelled", `calls ${name}(), which unoops does not model`);
    };
  }
}

function exportOf<T>(exports: WebAssembly.Exports, name: string, type: new (...args: never[]) => T): T {
  const found: unknown = exports[name];
  if (!(found instanceof type)) throw new Error(`the program does not export ${name}`);
  return found;
}
