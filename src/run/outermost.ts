import type { LinkedProgram } from "../compile/program.ts";
import type { TraceEvent } from "../machine/trace.ts";

export type Turn = "begins" | "ends";

/** Follows which function of the module the kernel called in each process: others within it are called by pointer as well. */
export class Outermost {
  private readonly program: LinkedProgram;
  private readonly entered = new Map<number, number>();

  constructor(program: LinkedProgram) {
    this.program = program;
  }

  take(event: TraceEvent): Turn | undefined {
    if (event.type === "spawn") this.entered.delete(event.child);
    if (event.type !== "enter" && event.type !== "leave") return undefined;
    const { process, site, type } = event;
    const index = this.program.sites[site]?.functionIndex ?? -1;
    const outer = this.entered.get(process);
    if (type === "enter" && outer === undefined) {
      this.entered.set(process, index);
      return "begins";
    }
    if (type !== "leave" || outer !== index) return undefined;
    this.entered.delete(process);
    return "ends";
  }
}
