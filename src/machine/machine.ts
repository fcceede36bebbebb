import type { LinkedProgram, Site } from "../compile/program.ts";
import { DEFAULT_WORLD, type World } from "../core/world.ts";
import {
  FINEST,
  type Accesses,
  type Failure,
  type Grain,
  type Step,
  type System,
} from "../explore/system.ts";
import { CollapsedState } from "./collapsed-state.ts";
import type { AssumedResult } from "./assumed.ts";
import type { UserInput } from "./user-input.ts";
import { AccessLog } from "./access-log.ts";
import { CurrentStep } from "./current-step.ts";
import { describeTrap, trapBehind, type About } from "./describe-trap.ts";
import { endFailures, LOADER } from "./end.ts";
import { Heap } from "./heap.ts";
import { bindHook } from "./hooks.ts";
import { HostCalls } from "./host-calls.ts";
import { IdleWords } from "./idle-words.ts";
import { instantiate, reach } from "./instance.ts";
import { KthreadSites } from "./kthread-sites.ts";
import { MAX_TASKS, TEXT, type MemoryLayout } from "./layout.ts";
import { LoopWatch } from "./loop-watch.ts";
import { MemoryMap } from "./memory-map.ts";
import { ModuleLives } from "./module-lives.ts";
import type { Onlooker } from "./onlooker.ts";
import { readString } from "./printk.ts";
import { factsOf } from "./program-facts.ts";
import { Recall } from "./recall.ts";
import type { ShippedMemory } from "./shipped.ts";
import { holdStack } from "./stack.ts";
import { Stacks } from "./stacks.ts";
import { Switcher } from "./switcher.ts";
import { commOf, nameOf } from "./task-struct.ts";
import { SLOTS } from "./state-layout.ts";
import { FIELD, STATUS, Tasks } from "./tasks.ts";
import type { NewEvent, TraceEvent } from "./trace.ts";
import { TrapSignal, type Trap, type TrapKind } from "./trap.ts";
import { USER_SPACE, UserSpace } from "./user-space.ts";
import { VariableWatch } from "./variable-watch.ts";
import { canMove } from "./waiting.ts";

export { USER_SPACE };

export interface MachineOptions {
  /** Values of module parameters, as on insmod's command line. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** May allocations and creations fail? */
  readonly faults?: boolean;
  /** What there is around the module. */
  readonly world?: World;
  /** Switch at every access inside the kernel's services too: for tests of the services' atomicity. */
  readonly stepServices?: boolean;
  /** When a loop that never lets anybody else run is given up, as performance.now() counts; never by default. */
  readonly deadline?: number;
  /** Calls that the model does not have, and that cannot matter; any other one stops the run. */
  readonly assumed?: ReadonlyMap<string, AssumedResult>;
  /** What user space may put in beside 1 and 0; asked for once somebody writes. */
  readonly input?: () => UserInput;
  /** Memory as shipped: touching freed memory does not stop the run. */
  readonly shipped?: ShippedMemory;
}

/**
 * One CPU's worth of bare machine under the model kernel: tasks and their switches, memory with lives, traps. It runs one
 * task at a time from one scheduling point to the next; the explorer says which.
 */
export class Machine implements System {
  readonly program: LinkedProgram;
  readonly options: MachineOptions;
  readonly world: World;
  readonly layout: MemoryLayout;
  readonly heap: Heap;
  readonly tasks = new Tasks();
  readonly log = new AccessLog();
  readonly map: MemoryMap;
  /** Memory, as far as it goes: nobody keeps one of these beyond an allocation. */
  bytes: Uint8Array;
  words: Int32Array;
  view: DataView;
  readonly stacks: Stacks;
  readonly switcher: Switcher;
  readonly host: HostCalls;
  readonly user: UserSpace;
  readonly idle: IdleWords;
  readonly state: CollapsedState;
  readonly recall: Recall;
  readonly now = new CurrentStep();
  grain: Grain = FINEST;
  /** Receives events while set: only in replays that somebody will read. */
  trace: TraceEvent[] | undefined;
  /** Set while somebody looks on. */
  onlooker: Onlooker | undefined;
  readonly kthreads = new KthreadSites();
  /** By site: 1 where some run came to it, over the machine's whole life. */
  readonly visited: Uint8Array;
  /** The same, since the last `reset()`. */
  private readonly trodden: Uint8Array;
  isNews = false;
  readonly loops: LoopWatch;
  /** How often a clock was read that stands still by now: see kernel/services/ktime.c. */
  clockReads = 0;
  /** What each module's init function returned, over the machine's whole life. */
  readonly initResults: readonly Set<number>[];
  /** Something was seen to come from outside as often as the world's `uses` says. */
  heedsUses = false;
  /** Texts of unoops_assume() that were met. */
  readonly assumptions = new Set<string>();
  /** Objects that the kernel had before the module was loaded; they are not leaks. */
  readonly bootObjects = new Set<number>();

  /** The process that runs. */
  current = -1;
  /** Loads and unloads of modules so far: see `lives`. */
  life = 0;
  readonly lives: ModuleLives;
  /** Of each site, the number of the module that it lies in; -1 in the services. */
  private readonly siteModules: Int8Array;
  /** Set while there is a trace. */
  private watch: VariableWatch | undefined;
  /** Variables as the linker left them. */
  private readonly variables: Uint8Array;
  /** The same, once parameters are set: what the module is loaded with. */
  private loaded = new Uint8Array();
  /** The first state, once the kernel has booted. */
  private started: Int32Array | undefined;
  /** The state that the machine stands in, where it is known. */
  private standing: Int32Array | undefined;
  /** Memory is yet to be made what that state says: searches mostly go on from it without running anything. */
  private isAhead = false;
  /** Of tasks that are to begin again, the event that will tell it. */
  private readonly spawnsToCome: (TraceEvent | undefined)[] = [];
  /** What the steps that are remembered rest on: who asked, and what was known then. */
  private asked: { readonly grain: Grain; readonly version: number; readonly idle: number } | undefined;

  constructor(program: LinkedProgram, options: MachineOptions = {}) {
    this.program = program;
    this.options = options;
    this.world = options.world ?? DEFAULT_WORLD;
    this.lives = new ModuleLives(program.modules.length);
    this.initResults = program.modules.map(() => new Set());
    this.visited = new Uint8Array(program.sites.length);
    this.trodden = new Uint8Array(program.sites.length);
    this.siteModules = factsOf(program).siteModules;
    const instance = instantiate(program, (name) => bindHook(this, name));
    this.layout = instance.layout;
    const { memory } = instance;
    [this.bytes, this.words, this.view] = viewsOf(memory);
    this.heap = new Heap(this.layout, (end) => {
      // what was seen of memory before it grew has ended
      if (reach(memory, end)) [this.bytes, this.words, this.view] = viewsOf(memory);
    });
    this.stacks = new Stacks(this, this.layout);
    this.map = new MemoryMap(program, this.layout);
    this.switcher = new Switcher(this, instance);
    this.host = new HostCalls(this, instance);
    this.user = new UserSpace(this);
    this.idle = new IdleWords(this, program.flow);
    this.loops = new LoopWatch(this);
    this.state = new CollapsedState(this);
    this.recall = new Recall(this);
    this.variables = this.bytes.slice(this.layout.dataStart, this.layout.dataEnd);
  }

  // --- what the explorer drives ---------------------------------------------------------

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
    this.boot();
    this.settle();
    this.watch = this.trace && new VariableWatch(this);
    this.spawnsToCome.length = 0;
    this.trodden.fill(0);
  }

  private boot(): void {
    if (this.started) return this.restore(this.started);
    this.standing = undefined;
    this.bytes.set(this.variables, this.layout.dataStart);
    this.heap.clear();
    this.tasks.clear();
    this.life = 0;
    this.current = USER_SPACE;
    this.host.boot();
    this.loaded = this.bytes.slice(this.layout.dataStart, this.layout.dataEnd);
    for (const object of this.heap.objects) this.bootObjects.add(object.start);
    this.state.forget();
    this.started = this.save();
  }

  enabled(): number[] {
    const enabled = this.slots(true);
    // user space alone does not keep a system going: signals matter only while somebody may act on them
    if (this.user.listens) {
      this.settle();
      if (!this.unloaded && this.user.mayAct()) enabled.push(USER_SPACE);
    }
    return enabled;
  }

  blocked(): number[] {
    return this.slots(false);
  }

  /** Slots of tasks that can move now, or cannot. */
  private slots(moving: boolean): number[] {
    const told = this.standing && this.state.view.slots(this.standing, moving);
    if (told) return told;
    this.settle();
    const found: number[] = [];
    const count = this.tasks.count();
    for (let slot = 0; slot < count; slot++) {
      if (this.tasks.get(slot, FIELD.status) !== STATUS.free && canMove(this, slot) === moving)
        found.push(slot);
    }
    return found;
  }

  step(process: number, choices: readonly number[], points = Infinity): Step {
    const before = this.remembers(process, points) ? this.save() : undefined;
    const memory = before && this.recall.find(before, process, choices);
    if (!before || !memory) return this.run(process, choices, points, before);
    this.isNews = false;
    this.log.recall(memory);
    this.standing = this.recall.after(memory, before, process);
    this.isAhead = true;
    return memory.step;
  }

  /** Whether steps are to be remembered now: where the same answers would be given again, and nobody watches. */
  private remembers(process: number, points: number): boolean {
    const { grain, idle } = this;
    if (grain.version === undefined || points !== Infinity || process === USER_SPACE) return false;
    if (this.trace || this.options.shipped || this.options.stepServices) return false;
    if (!this.isAsked()) {
      this.asked = { grain, version: grain.version, idle: idle.version };
      this.recall.forget();
    }
    return this.recall.isRipe;
  }

  /** Whether what the steps that are remembered rest on is still so. */
  private isAsked(): boolean {
    const { grain, idle, asked } = this;
    return asked?.grain === grain && asked.version === grain.version && asked.idle === idle.version;
  }

  /** @param before the state that it stands in, when the step is to be remembered */
  protected run(process: number, choices: readonly number[], points: number, before?: Int32Array): Step {
    this.settle();
    this.standing = undefined;
    this.log.begin();
    this.isNews = false;
    this.now.begin(choices, points);
    this.recall.begin();
    this.current = process;
    this.runs(process);
    let failure: Failure | undefined;
    try {
      if (process === USER_SPACE) {
        this.user.act();
        this.now.acts();
      } else if (this.switcher.resume(process)) this.now.returns();
    } catch (error) {
      failure = trapBehind(this, error);
      this.switcher.abandon();
    }
    this.tellChanges();
    const step = this.now.done(process === USER_SPACE, failure);
    // a step that changed what it rests on would not be the same again
    if (before && !failure && this.isAsked()) this.recall.learn(before, process, choices, step);
    return step;
  }

  save(): Int32Array {
    return (this.standing ??= this.state.save());
  }

  restore(state: Int32Array): void {
    this.standing = state;
    this.isAhead = true;
    if (this.grain.version === undefined) this.settle();
  }

  /** Makes memory what the state says. */
  settle(): void {
    if (this.isAhead && this.standing) this.state.restore(this.standing);
    this.isAhead = false;
  }

  local(process: number): number {
    return process === USER_SPACE ? 0 : (this.save()[SLOTS + process] ?? 0);
  }

  place(process: number): number {
    if (process === USER_SPACE) return 0;
    return this.standing ? this.state.placeIn(this.standing, process) : this.state.place(process);
  }

  peek(location: number): number {
    return this.state.view.peek(this.save(), location);
  }

  isCondition(location: number): boolean {
    return this.log.isCondition(location);
  }

  isCount(location: number): boolean {
    return this.log.isCount(location);
  }

  takesUse(location: number): boolean {
    return this.log.takesUse(location);
  }

  isDead(location: number): boolean {
    return this.state.view.isDead(this.save(), location);
  }

  /** Stacks come and go without being written to; so does memory that nobody owns. */
  isUntold(location: number): boolean {
    const { view } = this.state;
    return view.cell(location).in === "stack" || this.isDead(location);
  }

  atEnd(): Trap[] {
    this.settle();
    return endFailures(this);
  }

  awaits(process: number): readonly number[] {
    if (process !== USER_SPACE) return this.state.view.awaits(this.save(), process);
    this.settle();
    return this.user.awaits();
  }

  // --- the module comes and goes --------------------------------------------------------

  /** The text and variables of all modules are gone. */
  get unloaded(): boolean {
    return this.lives.last(this.life) < 0;
  }

  /** In which load of the modules a process came to be. The loader is a new insmod each time. */
  loadOf(process: number): number {
    return isOutside(process) ? this.lives.round(this.life) : this.tasks.get(process, FIELD.load);
  }

  /** The number of the last module that is there for a process; -1: none. On a real kernel the next load of one lies elsewhere. */
  lastFor(process: number): number {
    return this.lives.lastFor(this.life, this.loadOf(process));
  }

  /** A module is gone. */
  unload(module: number): void {
    this.turn(module, this.lives.afterUnload(this.life, module));
  }

  /** A module is loaded, maybe once more: its variables are what they were at first. */
  load(module: number): void {
    this.turn(module, this.lives.afterLoad(this.life, module));
    const { dataStart } = this.layout;
    for (const { address, size } of this.map.dataOf(module))
      this.bytes.set(this.loaded.subarray(address - dataStart, address - dataStart + size), address);
  }

  /** Loading writes to all that unloading writes to: whoever reads or runs the module comes before or after. */
  private turn(module: number, life: number): void {
    this.recall.isOpaque = true;
    this.life = life;
    this.touch(TEXT, 4, true);
    for (const { address, size } of this.map.dataOf(module)) this.touch(address, size, true);
  }

  // --- what the hooks tell --------------------------------------------------------------

  /** The running task is here now; refuses code of a module that is gone. */
  at(site: number): void {
    this.now.site = site;
    this.visited[site] = 1;
    if (this.trodden[site] === 0) {
      this.trodden[site] = 1;
      this.isNews = true;
    }
    const module = this.siteModules[site] ?? -1;
    if (isOutside(this.current) || module < 0) return;
    this.log.noteRange(TEXT, 4, false);
    if (module > this.lastFor(this.current))
      throw this.trap("unloaded-code", "runs code of the module, which has been unloaded");
  }

  /**
   * The running task touches memory; every hook comes by here.
   * @param plainAt site of a plain access of the module
   */
  touch(address: number, size: number, write: boolean, plainAt?: number): void {
    if (address + size > this.layout.end) return; // no memory there: the check will say so
    if (plainAt === undefined) this.onlooker?.marked(address, size, write);
    else this.onlooker?.plain(address, size, write, plainAt);
    this.log.noteRange(address, size, write);
    if (write) this.state.wrote(address, size);
    this.tellGrain(address, size);
  }

  /** The task's stack and frames are written from here on. */
  runs(slot: number): void {
    this.stacks.runs(slot);
    this.state.ran(slot);
  }

  /** The running task looks whether its wait is over. */
  touchCondition(address: number): void {
    this.onlooker?.marked(address, 4, false);
    this.log.noteCondition(address);
    this.tellGrain(address, 4);
  }

  private tellGrain(address: number, size: number): void {
    const { watched } = this.now;
    if (watched < 0) return;
    for (let word = address >>> 2; word <= (address + size - 1) >>> 2; word++) {
      this.grain.touched(watched, this.log.location(word << 2));
    }
  }

  /** The running task calls the kernel from this site of the module; -1: it is back. */
  callsFrom(site: number): void {
    if (this.current < MAX_TASKS && !this.host.calling) this.tasks.set(this.current, FIELD.moduleSite, site);
  }

  event(event: NewEvent): void {
    this.tellChanges();
    this.push(event);
  }

  private tellChanges(): void {
    if (!this.trace || !this.watch) return;
    for (const change of this.watch.take()) this.push({ type: "set", ...change });
  }

  private push(event: NewEvent): void {
    this.trace?.push({ ...event, ...this.whoRuns() });
  }

  private whoRuns(): Pick<TraceEvent, "process" | "who" | "comm" | "moduleSite"> {
    const { current } = this;
    return {
      process: current,
      who: nameOf(this, current),
      comm: commOf(this, current),
      moduleSite: this.moduleSiteOf(current),
    };
  }

  /** The running task lets another one, or itself, begin again once it ends: the trace says so then. */
  asksAgain(slot: number, name: number): void {
    if (!this.trace) return;
    const spawned = { type: "spawn", child: slot, name: readString(this, name >>> 0), task: 0 } as const;
    this.spawnsToCome[slot] = { ...spawned, ...this.whoRuns() };
  }

  beginsAgain(slot: number): void {
    const spawn = this.spawnsToCome[slot];
    if (spawn) this.trace?.push(spawn);
    this.spawnsToCome[slot] = undefined;
  }

  // --- what is known of sites and processes --------------------------------------------

  placeOf(site: number): Site {
    const place = this.program.sites[site];
    if (!place) throw new Error(`no site ${site}`);
    return place;
  }

  /** The module's own place from which a process called the kernel; -1 outside the module. */
  moduleSiteOf(process: number): number {
    return process >= 0 && process < MAX_TASKS ? this.tasks.get(process, FIELD.moduleSite) : -1;
  }

  /** What a hook throws to stop the run. */
  trap(kind: TrapKind, text: string, about: About = {}): TrapSignal {
    return new TrapSignal(describeTrap(this, kind, text, holdStack(this.program), about));
  }
}

/** Whether a process is there before any module is: the loader, user space, and what boots. */
function isOutside(process: number): boolean {
  return process === LOADER || process >= MAX_TASKS;
}

function viewsOf({ buffer }: WebAssembly.Memory): [Uint8Array, Int32Array, DataView] {
  return [new Uint8Array(buffer), new Int32Array(buffer), new DataView(buffer)];
}
