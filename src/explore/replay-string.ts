import type { Move } from "./system.ts";

/**
 * A schedule as text: moves joined by `,`, each `process` or `process.points`, then `~` and the answers it chose unless all are
 * the first. Numbers are in base 36: `0.1c,2.9~1,0` is 48 points of process 0, 9 of process 2 with answer 1, one of process 0.
 */
export function writeSchedule(schedule: readonly Move[]): string {
  return schedule
    .map(({ process, points, choices }) => {
      const answers = choices.some((answer) => answer !== 0) ? `~${choices.map(base36).join("")}` : "";
      return `${base36(process)}${points === 1 ? "" : `.${base36(points)}`}${answers}`;
    })
    .join(",");
}

/** The reverse; undefined when the text is no schedule. */
export function readSchedule(text: string): Move[] | undefined {
  const moves: Move[] = [];
  for (const part of text.split(",")) {
    const match = /^([0-9a-z]+)(?:\.([0-9a-z]+))?(?:~([0-9a-z]+))?$/.exec(part);
    if (!match) return undefined;
    const [, process = "", points = "1", answers = ""] = match;
    moves.push({
      process: parseInt(process, 36),
      points: parseInt(points, 36),
      choices: Array.from(answers, (answer) => parseInt(answer, 36)),
    });
  }
  return moves;
}

function base36(value: number): string {
  return value.toString(36);
}
