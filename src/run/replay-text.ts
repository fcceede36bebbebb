import { UserError } from "../core/user-error.ts";
import { isKernelVersion, type KernelVersion } from "../core/kernel-version.ts";
import { DEFAULT_WORLD, MOST_USERS, type World } from "../core/world.ts";
import { readSchedule, writeSchedule } from "../explore/replay-string.ts";
import type { Move } from "../explore/system.ts";

/** A schedule with what it takes to run it again: kernel, whether calls may fail, the world around, and the steps. */
export interface ReplayText {
  readonly kernel: KernelVersion;
  readonly faults: boolean;
  readonly world: World;
  readonly schedule: readonly Move[];
}

/** `6.12:0.1c,2.9,0`; `6.12f:` when the run lets calls fail, `6.12u2:` with two processes, `6.12n3:` with files used three times, `6.12r:` for a module that is loaded again. */
export function writeReplay({ kernel, faults, world: { users, loads, uses }, schedule }: ReplayText): string {
  const user = users === DEFAULT_WORLD.users ? "" : `u${users}`;
  const used = uses === undefined || uses === 1 ? "" : `n${uses}`;
  return `${kernel}${faults ? "f" : ""}${user}${used}${loads > 1 ? "r" : ""}:${writeSchedule(schedule)}`;
}

export function readReplay(text: string): ReplayText {
  const match = /^(\d+\.\d+)(f?)(?:u(\d))?(?:n([1-9]))?(r?):(.+)$/.exec(text.trim());
  const schedule = match && readSchedule(match[6] ?? "");
  const kernel = match?.[1] ?? "";
  const users = Number(match?.[3] ?? DEFAULT_WORLD.users);
  if (!match || !schedule || !isKernelVersion(kernel) || users > MOST_USERS) {
    throw new UserError(
      `--replay ${text}: not a replay string; it is what "unoops run" prints after "Replay:"`,
    );
  }
  const world = { users, loads: match[5] === "r" ? 2 : 1, uses: Number(match[4] ?? 1) };
  return { kernel, faults: match[2] === "f", world, schedule };
}
