import type { Findings } from "./findings.ts";
import type { Sharing } from "./sharing.ts";
import type { Move, System } from "./system.ts";

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
  for (let i = 0; i < walks && performance.now() < deadline; i++) {
    system.reset();
    system.grain = sharing;
    const path: Move[] = [];
    for (let j = 0; j < length; j++) {
      const enabled = system.enabled();
      if (enabled.length === 0) {
        for (const failure of system.atEnd()) findings.add(failure, () => path);
        break;
      }
      const process = enabled[random(enabled.length)]!;
      const answers = Array.from({ length: 4 }, () => random(2));
      const step = system.step(process, answers);
      sharing.learn(process, system.accesses);
      path.push({ process, points: step.points, choices: step.choices.map(({ picked }) => picked) });
      if (step.failure) {
        findings.add(step.failure, () => path);
        break;
      }
    }
  }
}
