/** How much of everything a page takes; a page that is too large is made again with less. */
export interface Room {
  readonly stories: number;
  /** Files of so many characters are shown whole. */
  readonly whole: number;
  /** Lines of source around a place, in long files. */
  readonly around: number;
  readonly logLines: number;
}

/** From plenty to little. */
export const ROOMS: readonly Room[] = [
  { stories: 20, whole: 40_000, around: 60, logLines: 2000 },
  { stories: 8, whole: 15_000, around: 25, logLines: 400 },
  { stories: 2, whole: 0, around: 8, logLines: 80 },
];
