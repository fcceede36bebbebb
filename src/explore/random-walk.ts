import type { Findings } from "./findings.ts";
import type { Sharing } from "./sharing.ts";
import type { Move, System } from "./system.ts";

/** Steps of a walk in which one process goes on for as long as it can. */
const ORDERLY = 10_000;

/**
 * Runs a few schedules picked by a fixed sequence of numbers, so that most of what processes share is known before the
 * search begins, and simple bugs are seen at once.
 */
export function walk(
  system: System,
  sharing: Sharing,
  findings: Findings,
  { walks, length, deadline }: { readonly walks: number; readonly length: number; readonly deadline: number },
): void {
  let seed = 0x2545f491;
  const random = (below: number): number => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) % below;
  };
  const go = (
    most: number,
    next: (enabled: readonly number[]) => number,
    answers: () => readonly number[],
  ): void => {
    system.reset();
    system.grain = sharing;
    const path: Move[] = [];
    for (let j = 0; j < most && performance.now() < deadline; j++) {
      const enabled = system.enabled();
      if (enabled.length === 0) {
        for (const failure of system.atEnd()) findings.add(failure, () => path);
        return;
      }
      const process = next(enabled);
      const step = system.step(process, answers());
      sharing.learn(process, system.accesses);
      path.push({ process, points: step.points, choices: step.choices.map(({ picked }) => picked) });
      if (step.failure) {
        findings.add(step.failure, () => path);
        return;
      }
    }
  };
  // the first of all that can move, and the last: these come to the end of systems in which random ones lose their way
  for (const which of [0, -1]) {
    go(
      ORDERLY,
      (enabled) => enabled.at(which)!,
      () => [],
    );
  }
  for (let i = 0; i < walks; i++) {
    go(
      length,
      (enabled) => enabled[random(enabled.length)]!,
      () => Array.from({ length: 4 }, () => random(2)),
    );
  }
}
