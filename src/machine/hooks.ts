import { GAP, STILL } from "../compile/hooks.ts";
import { accessHooks } from "./access-hooks.ts";
import { atomicHooks } from "./atomic-hooks.ts";
import { assumedHook } from "./assumed.ts";
import type { Machine } from "./machine.ts";
import { seamHooks } from "./seam/seam-hooks.ts";

/** The machine's function for an import of the program; a kernel call that is not modelled traps when it is made. */
export function bindHook(machine: Machine, imported: string): WebAssembly.ImportValue {
  const name = imported.startsWith(STILL) ? imported.slice(STILL.length) : imported;
  const hook = accessHooks(machine, name) ?? atomicHooks(machine, name) ?? seamHooks(machine, name);
  if (hook) return hook;
  const assumed = machine.options.assumed?.get(name);
  if (assumed) return assumedHook(machine, name, assumed);
  return (...args: number[]) => {
    machine.at(Number(args.at(-1)));
    const does = name.startsWith(GAP) ? `uses ${name.slice(GAP.length)}` : `calls ${name}()`;
    throw machine.trap("unmodelled", `${does}, which unoops does not model`);
  };
}
