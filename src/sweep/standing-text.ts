import { countText } from "../core/progress-text.ts";
import type { SweepProgress } from "./runner.ts";

/** How far a sweep is: done, rate, time left, workers alive. */
export function standingText({ done, total, workers, ms }: SweepProgress): string {
  const alive = workers === 0 ? "no worker" : workers === 1 ? "1 worker" : `${workers} workers`;
  return `${countText("jobs done", done, total, ms)}, ${alive}`;
}
