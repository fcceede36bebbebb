import type { Arch } from "../../core/kernel-version.ts";
import { MACHINE_TYPES } from "../qemu/machine.ts";
import type { ObservedFault } from "./fault.ts";
import { addressIn, type GuestTraceEvent } from "./trace-event.ts";

/** One life of a task_struct: an address that is freed and handed out again begins another. */
interface Task {
  readonly pid: number;
  comm: string;
  /** Created by the module under test, or running its code. */
  ofModule: boolean;
  exited: boolean;
  /** When its memory was freed, and when it was last stopped; in seconds. */
  freed?: number;
  stopped?: number;
}

/** A thread of the module that lives. */
export interface LiveThread {
  readonly pid: number;
  readonly comm: string;
}

const LOADERS = ["insmod", "rmmod"];

/** Addresses this far from either end of the address space are error codes, or NULL with an offset. */
const NO_OBJECT = 4096n;

/**
 * Follows the lives of tasks, timers and work items through the trace, and says what the module did wrong with them.
 * It knows no oops text: silent corruption is seen as well as a loud one.
 */
export class Oracle {
  readonly faults: ObservedFault[] = [];
  readonly #modules: { readonly from: bigint; readonly to: bigint };
  /** The lives of each address, oldest first. */
  readonly #lives = new Map<bigint, Task[]>();
  readonly #byPid = new Map<number, Task>();
  /** By the parent's pid: the child it is about to wake for the first time. */
  readonly #children = new Map<number, { readonly pid: number; readonly comm: string }>();
  /** By the creator's pid: the function of the thread it is creating. */
  readonly #making = new Map<number, bigint>();
  readonly #timers = new Set<bigint>();
  readonly #works = new Set<bigint>();
  #loaded = false;

  constructor(arch: Arch) {
    this.#modules = MACHINE_TYPES[arch].modules;
  }

  /** Threads of the module that run or sleep. */
  get live(): readonly LiveThread[] {
    return this.#ofModule().filter(({ exited }) => !exited);
  }

  /** Threads of the module that have ended, and whose task_struct is still there. */
  get unfreed(): readonly LiveThread[] {
    return this.#ofModule().filter(({ exited, freed }) => exited && freed === undefined);
  }

  /** Timers and work items of the module that wait for their time. */
  get pending(): number {
    return this.#timers.size + this.#works.size;
  }

  #ofModule(): Task[] {
    return [...this.#byPid.values()].filter((task) => task.ofModule);
  }

  take(event: GuestTraceEvent): void {
    const { name, pid, time } = event;
    const task = addressIn(event, "k");
    const at = addressIn(event, "at");
    if (name === "sched_process_fork") this.#forked(event);
    else if (name === "sched_process_exit") this.#exited(pid);
    else if (name === "task_rename") this.#renamed(event);
    else if (name === "kmake") this.#making.set(pid, addressIn(event, "fn") ?? 0n);
    else if (name === "module_load") this.#loaded = true;
    else if (name === "module_free") this.#unloaded();
    else if (task !== undefined) this.#ofTask(event, task, time);
    else if (at !== undefined) this.#pending(name, at);
  }

  #forked(event: GuestTraceEvent): void {
    // child_comm may hold blanks: it ends where child_pid begins
    const match = /\bchild_comm=(.*) child_pid=(\d+)/.exec(event.text);
    if (match) this.#children.set(event.pid, { comm: match[1] ?? "", pid: Number(match[2]) });
  }

  /** A kthread gets its name from whoever created it, after its birth. */
  #renamed(event: GuestTraceEvent): void {
    const match = /\bpid=(\d+) oldcomm=.* newcomm=(.*) oom_score_adj=/.exec(event.text);
    const task = this.#byPid.get(Number(match?.[1]));
    if (task && match) task.comm = match[2] ?? "";
  }

  #exited(pid: number): void {
    const task = this.#byPid.get(pid);
    if (task) task.exited = true;
  }

  #ofTask(event: GuestTraceEvent, address: bigint, time: number): void {
    const last = this.#lives.get(address)?.at(-1);
    switch (event.name) {
      case "tnew":
        this.#born(event.pid, address);
        return;
      case "kcreate":
        if (last && this.#isCreatedByModule(event)) last.ofModule = true;
        this.#making.delete(event.pid);
        return;
      case "tfree":
        if (last) last.freed = time;
        return;
      case "kstop":
        if (this.#isStoppedByModule(event)) this.#stopped(address, last, time);
    }
  }

  #born(parent: number, address: bigint): void {
    const child = this.#children.get(parent) ?? { pid: 0, comm: "?" };
    const task: Task = { ...child, ofModule: false, exited: false };
    this.#lives.set(address, [...(this.#lives.get(address) ?? []), task]);
    this.#byPid.set(child.pid, task);
    this.#children.delete(parent);
  }

  #isModuleCode(address: bigint | undefined): boolean {
    return address !== undefined && address >= this.#modules.from && address < this.#modules.to;
  }

  #isCreatedByModule(event: GuestTraceEvent): boolean {
    return this.#isModuleCode(this.#making.get(event.pid)) || this.#actsForModule(event);
  }

  /** `exit() { kthread_stop(t); }` compiles to a jump: then the caller is delete_module(), and only the process tells. */
  #isStoppedByModule(event: GuestTraceEvent): boolean {
    return this.#isModuleCode(addressIn(event, "caller")) || this.#actsForModule(event);
  }

  #actsForModule({ comm, pid }: GuestTraceEvent): boolean {
    return LOADERS.includes(comm) || this.#byPid.get(pid)?.ofModule === true;
  }

  #stopped(address: bigint, last: Task | undefined, time: number): void {
    const since = (moment: number): number => 1000 * (time - moment);
    const lives = this.#lives.get(address) ?? [];
    const mine = lives.findLast((task) => task.ofModule);
    if (!last || !mine) {
      const isObject = address >= NO_OBJECT && BigInt.asIntN(64, address) < -NO_OBJECT;
      if (!isObject) this.faults.push({ kind: "stop-of-nothing", value: address });
      return;
    }
    if (last.freed !== undefined)
      this.faults.push({ kind: "stop-after-free", thread: mine.comm, age: since(last.freed) });
    else if (last !== mine) this.faults.push({ kind: "stop-of-other", thread: mine.comm, other: last.comm });
    if (mine.stopped !== undefined)
      this.faults.push({ kind: "stop-twice", thread: mine.comm, gap: since(mine.stopped) });
    mine.stopped = time;
  }

  #pending(name: string, at: bigint): void {
    const set = name.startsWith("t") ? this.#timers : this.#works;
    if (/^[tw]set/.test(name)) set.add(at);
    else set.delete(at);
  }

  #unloaded(): void {
    if (!this.#loaded) return;
    for (const { comm } of this.live) this.faults.push({ kind: "thread-left", thread: comm });
    if (this.#timers.size > 0) this.faults.push({ kind: "timer-left" });
    if (this.#works.size > 0) this.faults.push({ kind: "work-left" });
  }
}
