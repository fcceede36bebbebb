import type { Prediction } from "../core/finding.ts";
import type { Program } from "../compile/program.ts";
import type { Move } from "../explore/system.ts";
import type { MachineOptions } from "../machine/machine.ts";
import type { Trap } from "../machine/trap.ts";

export function predict(_program: Program, _schedule: readonly Move[], _trap: Trap, _options: MachineOptions): Prediction[] {
  return [];
}
