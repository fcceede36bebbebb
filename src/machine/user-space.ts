import type { Machine } from "./machine.ts";
import { factsOf } from "./program-facts.ts";
import { FIELD, STATUS } from "./tasks.ts";
import { MAX_TASKS } from "./layout.ts";

/** The process that stands for user space sending signals. */
export const USER_SPACE = MAX_TASKS;

export interface Signal {
  readonly slot: number;
  readonly task: number;
  readonly signal: number;
}

/** User space, as far as it matters: it may send a thread any signal that the thread allows, at any time. */
export class UserSpace {
  private readonly machine: Machine;
  /** Whether the module can be told anything. */
  readonly listens: boolean;
  /** Whether it looks for signals while it does not sleep. */
  private readonly asks: boolean;

  constructor(machine: Machine) {
    this.machine = machine;
    const { asks, listens } = factsOf(machine.program);
    this.asks = asks;
    this.listens = listens;
  }

  /** Every signal that could be sent now and would change anything. */
  signals(): Signal[] {
    if (!this.listens) return [];
    const { tasks } = this.machine;
    const found: Signal[] = [];
    const count = tasks.count();
    for (let slot = 0; slot < count; slot++) {
      const task = tasks.get(slot, FIELD.task) || tasks.get(slot, FIELD.context);
      if (tasks.get(slot, FIELD.status) === STATUS.free || task === 0) continue;
      const mask = this.machine.host.signalsFor(task, this.asks);
      for (let signal = 1; signal < 32; signal++)
        if (mask & (1 << signal)) found.push({ slot, task, signal });
    }
    return found;
  }

  /** Whether anything could be sent now. To find out is no part of the step before. */
  mayAct(): boolean {
    let possible = 0;
    this.machine.log.aside(() => (possible = this.signals().length));
    return possible > 0;
  }

  /** Locations of what decides which signals could be sent. */
  awaits(): readonly number[] {
    const { log } = this.machine;
    return log.aside(() => void this.signals());
  }

  /** Sends one of them: the explorer's choice. */
  act(): void {
    const possible = this.signals();
    const sent = possible[possible.length > 1 ? this.machine.now.choose(possible.length) : 0];
    if (sent) this.machine.host.sendSignal(sent.task, sent.signal);
  }
}
