import { UserError } from "../core/user-error.ts";
import { isKernelVersion, type KernelVersion } from "../core/kernel-version.ts";
import { readSchedule, writeSchedule } from "../explore/replay-string.ts";
import type { Move } from "../explore/system.ts";

/** A schedule with what it takes to run it again: kernel, whether calls may fail, and the steps. */
export interface ReplayText {
  readonly kernel: KernelVersion;
  readonly faults: boolean;
  readonly schedule: readonly Move[];
}

/** `6.12:0.1c,2.9,0`, or `6.12f:` when the run lets calls fail. */
export function writeReplay({ kernel, faults, schedule }: ReplayText): string {
  return `${kernel}${faults ? "f" : ""}:${writeSchedule(schedule)}`;
}

export function readReplay(text: string): ReplayText {
  const match = /^(\d+\.\d+)(f?):(.+)$/.exec(text.trim());
  const schedule = match && readSchedule(match[3] ?? "");
  const kernel = match?.[1] ?? "";
  if (!match || !schedule || !isKernelVersion(kernel)) {
    throw new UserError(
      `--replay ${text}: not a replay string; it is what "unoops run" prints after "Replay:"`,
    );
  }
  return { kernel, faults: match[2] === "f", schedule };
}
