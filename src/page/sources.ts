import type { Room } from "./room.ts";
import type { PlaceInSource, SourceText, Story } from "./model.ts";

/** The text of a file of the module; undefined when it cannot be had. */
export type SourceOf = (file: string) => string | undefined;

/** What is longer is no line that anybody reads. */
const LONGEST_LINE = 400;

/** The files that stories stand in; of long ones, what lies around the places. */
export function sourcesOf(
  stories: readonly Story[],
  source: SourceOf,
  room: Pick<Room, "whole" | "around">,
): SourceText[] {
  const byFile = new Map<string, Set<number>>();
  for (const { file, line } of stories.flatMap(placesOf)) {
    const lines = byFile.get(file) ?? new Set();
    byFile.set(file, lines.add(line));
  }
  return [...byFile].flatMap(([file, lines]) => {
    const whole = source(file);
    if (whole === undefined) return [];
    const text = whole
      .replace(/\n$/, "")
      .split("\n")
      .map((line) => line.slice(0, LONGEST_LINE));
    const isShort = whole.length <= room.whole;
    return [{ file, pieces: isShort ? [{ from: 1, lines: text }] : piecesOf(text, lines, room.around) }];
  });
}

function placesOf({ place, rows }: Story): PlaceInSource[] {
  return [place, ...rows.flatMap((row) => row.places)];
}

function piecesOf(text: readonly string[], lines: ReadonlySet<number>, around: number): SourceText["pieces"] {
  const ranges: [number, number][] = [];
  for (const line of [...lines].toSorted((a, b) => a - b)) {
    const [from, to] = [Math.max(1, line - around), Math.min(text.length, line + around)];
    const last = ranges.at(-1);
    if (last && from <= last[1] + 1) last[1] = to;
    else ranges.push([from, to]);
  }
  return ranges.map(([from, to]) => ({ from, lines: text.slice(from - 1, to) }));
}
