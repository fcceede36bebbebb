import { parametersNamed } from "../compile/program.ts";
import { exportedCall, type HostCall, type Instance } from "./instance.ts";
import type { Machine } from "./machine.ts";
import { LOADER } from "./end.ts";
import { FIELD, STATUS } from "./tasks.ts";

/** Calls of the host into the program, outside any task: nothing is switched, and the stack is the host's own. */
export class HostCalls {
  private readonly machine: Machine;
  private readonly instance: Instance;
  private readonly unoopsBoot: HostCall;
  private readonly unoopsSignals: HostCall;
  private readonly unoopsSignal: HostCall;
  private inside = false;

  constructor(machine: Machine, instance: Instance) {
    this.machine = machine;
    this.instance = instance;
    this.unoopsBoot = exportedCall(instance.exports, "unoops_boot");
    this.unoopsSignals = exportedCall(instance.exports, "unoops_signals");
    this.unoopsSignal = exportedCall(instance.exports, "unoops_signal");
  }

  /** The host, not a task, is what runs now. */
  get calling(): boolean {
    return this.inside;
  }

  /** Starts the kernel, and insmod with it. */
  boot(): void {
    this.outside(() => {
      const constructors = this.instance.exports["__wasm_call_ctors"];
      if (typeof constructors === "function") constructors();
      this.setParameters();
      this.unoopsBoot();
    });
  }

  /** Signals that the task may be sent now, as a mask; `asked`: also where it does not sleep. */
  signalsFor(task: number, asked: boolean): number {
    return this.outside(() => this.unoopsSignals(task, Number(asked)));
  }

  sendSignal(task: number, signal: number): void {
    this.outside(() => this.unoopsSignal(task, signal));
  }

  /** Calls an exported function in the name of insmod or rmmod, if there is one, and it has not ended; no trace is kept. */
  inLoader(name: string): void {
    const { machine } = this;
    const target = this.instance.exports[name];
    if (typeof target !== "function" || machine.tasks.get(LOADER, FIELD.status) === STATUS.free) return;
    const { current, trace } = machine;
    machine.current = LOADER;
    machine.trace = undefined;
    try {
      this.outside(() => target());
    } finally {
      machine.current = current;
      machine.trace = trace;
    }
  }

  private outside<T>(action: () => T): T {
    const before = this.inside;
    this.inside = true;
    this.instance.stackPointer.value = this.machine.layout.hostStackTop;
    try {
      return action();
    } finally {
      this.inside = before;
    }
  }

  private setParameters(): void {
    const { program, options, map } = this.machine;
    for (const [name, value] of options.parameters ?? []) {
      const [parameter] = parametersNamed(program, name);
      const address = parameter && this.instance.exports[parameter.exportName];
      if (!parameter || typeof address !== "function") throw new Error(`the module has no parameter ${name}`);
      map.setParameter(this.machine, parameter.type, Number(address()), value);
    }
  }
}
