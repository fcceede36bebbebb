import type { HeapObject } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { callbackOf } from "./task-struct.ts";
import { USER_SPACE } from "./user-space.ts";
import { functionsIn } from "./stack.ts";
import { TrapSignal, type Trap, type TrapKind } from "./trap.ts";

/** What a trap is about, as far as it is known. */
export interface About {
  readonly address?: number;
  readonly object?: HeapObject;
  readonly write?: boolean;
  /** Who it happens to, if not the process that runs. */
  readonly process?: number;
}

/** @param stack functions, innermost first; undefined when nobody runs */
export function describeTrap(
  machine: Machine,
  kind: TrapKind,
  text: string,
  stack: (() => readonly string[]) | undefined,
  about: About = {},
): Trap {
  const process = about.process ?? machine.current;
  const { site } = machine.now;
  const moduleSite = machine.moduleSiteOf(process);
  const callback = callbackOf(machine, process);
  const object = about.object && machine.heap.kindOf(about.object);
  return {
    key: `${kind} ${object ?? ""} ${stack ? functionAt(machine, site) : ""} ${moduleSite >= 0 ? moduleSite : site}`,
    kind,
    process,
    site,
    moduleSite,
    get stack() {
      return stack?.() ?? [];
    },
    text,
    ...(callback ? { callback } : {}),
    ...(kind === "spins" && othersCanMove(machine, process) ? { provisional: true } : {}),
    ...(about.address === undefined ? {} : { address: about.address }),
    ...(about.write === undefined ? {} : { write: about.write }),
    ...(object === undefined ? {} : { object }),
    ...(about.object === undefined ? {} : { objectStart: about.object.start, objectSize: about.object.size }),
  };
}

function functionAt({ program }: Machine, site: number): string {
  return program.functions[program.sites[site]?.functionIndex ?? -1] ?? "";
}

/** Somebody else may still change what a loop reads. */
function othersCanMove(machine: Machine, process: number): boolean {
  return machine.enabled().some((other) => other !== process && other !== USER_SPACE);
}

/** The trap behind what was thrown out of the program; anything else is thrown on. */
export function trapBehind(machine: Machine, error: unknown): Trap {
  if (error instanceof TrapSignal) return error.trap;
  // V8's own stack, or the room for a task's frames while they are saved, is full
  if (error instanceof RangeError || (error instanceof WebAssembly.RuntimeError && machine.switcher.saves)) {
    return describeTrap(machine, "stack-overflow", "the stack overflows", undefined);
  }
  if (error instanceof WebAssembly.RuntimeError) {
    return describeTrap(machine, "wild-access", error.message, () =>
      functionsIn(machine.program, error.stack ?? ""),
    );
  }
  throw error;
}
