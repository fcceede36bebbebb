import type { WitnessStep } from "../../core/finding.ts";
import { NOBODY_TO_WAKE } from "../../core/witness-words.ts";
import type { ModuleSource } from "../../compile/module-source.ts";
import type { Point } from "./points.ts";

/** Where a thread announces that it is about to sleep; waiting must come before, since it ends by being runnable. */
const ABOUT_TO_SLEEP = /\b(?:__)?set_current_state\s*\(\s*TASK_(?:UN)?INTERRUPTIBLE\s*\)/;

/** For a lost wake-up: the thread stays between its look and its sleep until rmmod has begun to wake it. */
export function sleepPoints(source: ModuleSource, steps: readonly WitnessStep[]): readonly Point[] {
  if (!steps.some(({ effect }) => effect?.includes(NOBODY_TO_WAKE))) return [];
  return source.units.flatMap((path) => {
    const text = source.files.get(path);
    if (typeof text !== "string") return [];
    return text.split("\n").flatMap((line, i) => {
      const match = ABOUT_TO_SLEEP.exec(line);
      return match
        ? [{ file: source.userPath(path), line: i + 1, text: match[0], order: 1, grace: false, unload: true }]
        : [];
    });
  });
}
