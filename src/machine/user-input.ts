/**
 * What user space may put in beside 1, 0, nothing and more than a buffer holds, so that a module goes every way that it tells apart.
 * Texts are bytes as they are written, with their newline where they have one.
 */
export interface UserInput {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** Whether write() takes structs, and looks at their size. */
  readonly records: "none" | "any size" | "one size";
  /** Texts and numbers that the module compares with as well, and that nobody puts in: there are too many. */
  readonly leftOut: number;
}

export const NO_INPUT: UserInput = { texts: [], numbers: [], records: "none", leftOut: 0 };
