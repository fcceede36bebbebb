import { MODE } from "../compile/switchable/index.ts";
import type { Instance } from "./instance.ts";
import { beginningOf, framesOf, stackOf, stackTopOf } from "./layout.ts";
import type { Machine } from "./machine.ts";
import { beginAgain } from "./spawn.ts";
import { stackNow } from "./stack.ts";
import { FIELD, STATUS } from "./tasks.ts";

/**
 * Puts tasks on the CPU and takes them off it. WebAssembly has no stacks to switch: the frames of the running task are
 * saved to memory while its calls return one after the other (unwinding), and put back later by calling down into them again (rewinding).
 */
export class Switcher {
  private readonly machine: Machine;
  private readonly instance: Instance;
  private rewinding = false;
  private unwinding = false;
  /** The task that unwinds does not come back. */
  private ending = false;
  /** A task is only put back to see what it is in. */
  private probing = false;
  private probed: string[] = [];

  constructor(machine: Machine, instance: Instance) {
    this.machine = machine;
    this.instance = instance;
  }

  get stackPointer(): number {
    return Number(this.instance.stackPointer.value);
  }

  /** The running task's frames are being saved. */
  get saves(): boolean {
    return this.unwinding;
  }

  /** True in the second call of a hook, when a switched-away task comes back to it. */
  get isRewinding(): boolean {
    return this.rewinding;
  }

  /**
   * Runs a task until it is switched away, or ends.
   * @returns true when it returned from its first function
   */
  resume(slot: number): boolean {
    const { tasks, layout } = this.machine;
    const { controls, stackPointer } = this.instance;
    stackPointer.value = tasks.get(slot, FIELD.stackPointer);
    if (tasks.get(slot, FIELD.frames) !== 0) {
      this.rewinding = true;
      controls.frames.value = tasks.get(slot, FIELD.frames);
      controls.mode.value = MODE.rewinding;
    } else if (tasks.get(slot, FIELD.status) === STATUS.blocked) {
      this.machine.touch(tasks.get(slot, FIELD.waitWord), 4, false);
      tasks.set(slot, FIELD.status, STATUS.ready);
    }
    if (tasks.get(slot, FIELD.frames) === 0) this.machine.touchCondition(beginningOf(slot));
    this.callEntry(tasks.get(slot, FIELD.entry), tasks.get(slot, FIELD.argument));
    const returned = !this.unwinding;
    if (!returned) {
      this.unwinding = false;
      controls.mode.value = MODE.running;
    }
    if (returned || this.ending) {
      this.ending = false;
      if (tasks.get(slot, FIELD.again) === 0) tasks.release(slot);
      else beginAgain(this.machine, slot);
      this.clearStack(slot, stackTopOf(layout, slot));
    } else {
      tasks.set(slot, FIELD.frames, Number(controls.frames.value));
      this.clearStack(slot, tasks.get(slot, FIELD.stackPointer));
    }
    return returned;
  }

  /**
   * A point at which the running task may be switched away.
   * @param must it cannot go on
   * @param wanted the explorer's grain stops here
   * @returns true when the hook must return at once, because the task's frames are being unwound
   */
  switchHere(must: boolean, wanted: boolean): boolean {
    const { machine } = this;
    if (machine.host.calling) return false;
    if (this.rewinding) {
      this.rewinding = false;
      this.instance.controls.mode.value = MODE.running;
      if (!this.probing) return false;
      this.probed = stackNow(machine.program);
    } else if (!machine.now.stopsAt(must, wanted)) return false;
    this.unwind();
    return true;
  }

  /** Switches the running task away for good. */
  end(): void {
    this.ending = true;
    this.switchHere(true, true);
  }

  /** A trap has thrown the running task's frames away. */
  abandon(): void {
    this.rewinding = false;
    this.unwinding = false;
    this.ending = false;
    this.instance.controls.mode.value = MODE.running;
  }

  /** The functions that a task which does not run is in, innermost first: it is put back for a moment, and away again. */
  stackOf(slot: number): string[] {
    const { machine } = this;
    if (machine.tasks.get(slot, FIELD.frames) === 0) return [];
    const before = machine.current;
    machine.current = slot;
    machine.runs(slot);
    this.probing = true;
    this.probed = [];
    try {
      this.resume(slot);
    } finally {
      this.probing = false;
      machine.current = before;
    }
    return this.probed;
  }

  /** Below its stack the running task would write into its own frames, and then into another task's stack. */
  checkStack(): void {
    const { current: slot, layout, host } = this.machine;
    if (!host.calling && this.stackPointer < stackOf(layout, slot))
      throw this.machine.trap("stack-overflow", "the stack overflows");
  }

  private unwind(): void {
    const { current: slot, layout, tasks } = this.machine;
    const { controls } = this.instance;
    this.checkStack();
    tasks.set(slot, FIELD.stackPointer, this.stackPointer);
    this.unwinding = true;
    controls.frames.value = framesOf(layout, slot);
    controls.limit.value = stackOf(layout, slot);
    controls.mode.value = MODE.unwinding;
  }

  private callEntry(entry: number, argument: number): void {
    const target: unknown = this.instance.table.get(entry);
    if (typeof target !== "function") {
      throw this.machine.trap("wild-access", `a task starts at ${entry}, which is no function`);
    }
    target(argument);
  }

  /** Words below the stack pointer say nothing: they must not keep equal states apart. */
  private clearStack(slot: number, from: number): void {
    this.machine.bytes.fill(0, stackOf(this.machine.layout, slot), from);
  }
}
