import { calleeName, type CFunction } from "../../source/index.ts";
import type { CallSite, SourceProgram } from "./program.ts";

/** Whether functions, or those they call, make a call that matters to a question; each is looked at once. */
export class Bearing {
  readonly #program: SourceProgram;
  readonly #matters: (name: string, site: CallSite) => boolean;
  readonly #known = new Map<CFunction, boolean>();

  constructor(program: SourceProgram, matters: (name: string, site: CallSite) => boolean) {
    this.#program = program;
    this.#matters = matters;
  }

  of(fn: CFunction, depth = 3): boolean {
    const known = this.#known.get(fn);
    if (known !== undefined) return known;
    this.#known.set(fn, false);
    const bears = this.#program.callsIn(fn).some((site) => {
      const name = calleeName(site.call) ?? "";
      if (this.#matters(name, site)) return true;
      const callee = depth > 0 ? this.#program.lookup(name, fn) : undefined;
      return callee !== undefined && this.of(callee, depth - 1);
    });
    this.#known.set(fn, bears);
    return bears;
  }
}
