import type { Verdict } from "../core/finding.ts";
import { saysWhyMissing, whyMissing } from "../kernel-api/index.ts";
import { DEFAULT_WORLD } from "../core/world.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Exploration } from "../explore/explore.ts";
import type { MachineOptions } from "../machine/machine.ts";
import { UNENDED_LOOP } from "../machine/seam/points.ts";
import type { Trap } from "../machine/trap.ts";
import { atPlace, placeOf } from "./place.ts";

/** What the model does not have, and the module asked for. */
export function limitOf(program: LinkedProgram, trap: Trap): string {
  const called = /^calls (\w+)\(\)/.exec(trap.text)?.[1];
  const why = called === undefined ? undefined : whyMissing(program.target.kernel, called);
  return atPlace(placeOf(program, trap.site) ?? placeOf(program, trap.moduleSite), why ?? trap.text);
}

/** What looks like a failure, and could not be shown as one. */
export const NOT_SHOWN = "a schedule that seemed to fail does not fail when it is run again";

/**
 * Something may be wrong that a part, which leaves loops and places out, would not show; or a call is of another kernel, where no build of
 * this one comes to an end.
 */
export function isNotForParts({ outcome, coverage }: Verdict): boolean {
  const signs = [NOT_SHOWN, ...Object.values(UNENDED_LOOP)];
  const isSigned = (line: string): boolean => signs.some((sign) => line.endsWith(sign));
  return outcome === "undecided" && coverage.some((line) => isSigned(line) || saysWhyMissing(line));
}

/** Time is not modelled as a number: what a module computes from it beyond time_after() is not covered. */
export function timeReadAt(program: LinkedProgram, site: number): string {
  return atPlace(
    placeOf(program, site),
    "computes with jiffies, which stand still in the model: only time_after() and its kin see time pass",
  );
}

/** How the line begins that says how often what comes from outside was tried. */
export const COMES_AGAIN = "what comes from outside, such as the use of a file, comes";

/** One sentence for each thing that says how much of the module's behaviour a search covered. */
export function coverageOf(
  { complete, stopped, preemptions, counters }: Exploration,
  { parameters, faults, world = DEFAULT_WORLD }: MachineOptions,
): string[] {
  const lines: string[] = [];
  for (const name of complete ? [] : counters) {
    lines.push(
      `${name} counts without end and decides something: its values were followed only as far as the limit`,
    );
  }
  if (!complete && stopped !== undefined) lines.push(`${CUT_OFF} ${stopped}`);
  if (!complete && preemptions !== undefined)
    lines.push(`every schedule with at most ${preemptions} preemptions was covered`);
  const given = [...(parameters ?? [])].map(([name, value]) => `${name}=${value}`);
  if (given.length > 0) lines.push(`with the module parameters ${given.join(" ")}`);
  if (faults) lines.push("with every combination of failing allocations and creations");
  if (world.users === 0)
    lines.push(
      "no process of user space uses a file, an attribute or a parameter of the module (--no-users)",
    );
  if (world.users > 1) lines.push(`with up to ${world.users} processes of user space at one time`);
  if (world.uses !== undefined && world.uses > 1)
    lines.push(`${COMES_AGAIN} up to ${world.uses} times, one after the other`);
  if (world.loads > 1) lines.push("loaded, unloaded and loaded again (--reload)");
  return lines;
}

const CUT_OFF = "the search stopped at its limit of";

/** Whether a search might have shown more in more time. */
export function isCutOff({ coverage }: Pick<Verdict, "coverage">): boolean {
  return coverage.some((line) => line.startsWith(CUT_OFF));
}
