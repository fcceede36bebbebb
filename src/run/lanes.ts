import type { Lane, LaneKind } from "../core/timeline.ts";
import { LOADER } from "../machine/end.ts";
import { isCallback, type CallbackName } from "../machine/task-struct.ts";
import type { TraceEvent } from "../machine/trace.ts";
import { USER_SPACE } from "../machine/user-space.ts";

const KINDS: Readonly<Record<CallbackName, LaneKind>> = {
  timer: "softirq",
  "delayed work": "softirq",
  tasklet: "softirq",
  packet: "softirq",
  kworker: "work",
  rcu: "rcu",
  interrupt: "interrupt",
  irq_work: "interrupt",
  notifier: "kernel",
  user: "user space",
};

/** Threads and processes have a lane each; what the kernel calls has one for all of its kind. The number of a process may be given again. */
export class Lanes {
  readonly all: Lane[] = [];
  private readonly ofProcess = new Map<number, number>();
  /** Processes of user space: each has the lane of its name. */
  private readonly users = new Set<number>();
  /** Threads that have not yet said their name. */
  private readonly nameless = new Map<number, string>();

  take(event: TraceEvent): void {
    if (event.type !== "spawn") return;
    this.ofProcess.delete(event.child);
    this.users.delete(event.child);
    if (event.task === 0 && event.name === "user") this.users.add(event.child);
    else if (event.task === 0 && isCallback(event.name))
      this.ofProcess.set(event.child, this.shared(event.name, KINDS[event.name]));
    else this.nameless.set(event.child, event.name);
  }

  /** The lane of a process, as it is called now. */
  of(process: number, who: string): number {
    if (this.users.has(process)) return this.shared(who, KINDS.user);
    const known = this.ofProcess.get(process);
    if (known !== undefined) return known;
    const lane =
      process === LOADER
        ? this.shared("insmod/rmmod", "loader")
        : process === USER_SPACE
          ? this.shared("user space", "user space")
          : this.thread(who || (this.nameless.get(process) ?? ""));
    this.ofProcess.set(process, lane);
    return lane;
  }

  private shared(name: string, kind: LaneKind): number {
    const known = this.all.findIndex((lane) => lane.name === name && lane.kind === kind);
    return known >= 0 ? known : this.all.push({ name, kind }) - 1;
  }

  private thread(name: string): number {
    const isTaken = (text: string): boolean => this.all.some((lane) => lane.name === text);
    let free = name;
    for (let n = 2; isTaken(free); n++) free = `${name} (${n})`;
    return this.all.push({ name: free, kind: "thread" }) - 1;
  }
}
