import type { Step } from "../explore/system.ts";
import { Machine, USER_SPACE } from "../machine/machine.ts";
import { nameOf } from "../machine/task-struct.ts";
import type { NewEvent } from "../machine/trace.ts";
import { FIELD, STATUS } from "../machine/tasks.ts";
import { ValueWatch, type ChangedValue, type RunningFrame } from "./value-watch.ts";

/** A value that changed while a trace was written. */
export interface ValueChange extends ChangedValue {
  /** How many events there were before it was seen. */
  readonly at: number;
  readonly process: number;
  readonly who: string;
}

/** JavaScript frames that are looked through for the program's. */
const DEPTH = 100;

/** A machine that also tells, in a replay that somebody will read, which values changed. */
export class WatchedMachine extends Machine {
  changes: ValueChange[] = [];
  private values: ValueWatch | undefined;

  override reset(): void {
    this.values = undefined;
    super.reset();
    this.changes = [];
    if (this.trace) this.values = new ValueWatch(this);
  }

  override event(event: NewEvent): void {
    if (this.values && this.trace) this.tell(this.values, this.running());
    super.event(event);
  }

  override step(process: number, choices: readonly number[], points?: number): Step {
    const step = super.step(process, choices, points);
    if (this.values && this.trace) this.tell(this.values, this.leftBehind(this.values, process));
    return step;
  }

  private tell(values: ValueWatch, running: readonly RunningFrame[]): void {
    const { current: process } = this;
    const at = this.trace?.length ?? 0;
    for (const change of values.take(process, running))
      this.changes.push({ ...change, at, process, who: nameOf(this, process) });
  }

  /** A task that is off the CPU has the frames above its stack pointer; one that has ended has none. */
  private leftBehind(values: ValueWatch, process: number): readonly RunningFrame[] {
    if (process === USER_SPACE || this.tasks.get(process, FIELD.status) === STATUS.free) return [];
    const from = this.tasks.get(process, FIELD.stackPointer);
    return values.framesBefore(process).filter(({ base }) => base >= from);
  }

  /** The functions that are running, innermost first, with their frames: one lies above the other. */
  private running(): RunningFrame[] {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = DEPTH;
    const { stack = "" } = new Error("stack");
    Error.stackTraceLimit = limit;
    const { frames } = this.program.values;
    const site = this.program.sites[this.now.site];
    let base = this.switcher.stackPointer;
    return [...stack.matchAll(/wasm-function\[(\d+)\]/g)].map(([, digits], depth) => {
      const index = Number(digits);
      const size = frames[index] ?? 0;
      // where a function begins, the stack pointer is not there yet, and where it returns, not any more
      const isEdge = depth === 0 && site?.functionIndex === index;
      if (isEdge && (site.kind === "entry" || site.kind === "leave"))
        return { index, base: base - size, begins: site.kind === "entry" };
      const frame = { index, base };
      base += size;
      return frame;
    });
  }
}
