/** A struct as user space hands it over: its bytes, and what stands in them: `op 7, level 11`. */
export interface UserRecord {
  readonly bytes: Uint8Array;
  readonly says: string;
}

/**
 * What user space and devices may put in beside 1, 0, nothing and more than a buffer holds, so that a module goes every way that it tells apart.
 * Texts are bytes as they are written, with their newline where they have one.
 */
export interface UserInput {
  readonly texts: readonly string[];
  readonly numbers: readonly number[];
  /** Structs of the module's, one for each combination of what it compares their members with. */
  readonly records: readonly UserRecord[];
  /** Whether write() takes structs, and looks at their size. */
  readonly writesRecords: (typeof WRITES_RECORDS)[number];
  /** How the module looks at a file that is open, and what it is asked for; a process does the same in more than one way only where that is told apart. */
  readonly looksAt: ReadonlySet<UserLook>;
  /** Variables that a thread looks at where it waits, or where it ends. */
  readonly threadsLookAt: ReadonlySet<string>;
  /** What registers, messages on buses and properties hold beside 0 and all ones. */
  readonly deviceNumbers: readonly number[];
  /** Texts, numbers and records that the module compares with as well, and that nobody puts in: there are too many. */
  readonly leftOut: number;
}

/** Where a process has the text `1`: USER_TEXT_1 of services/world/user.h. */
export const ADDRESS_OF_TEXT = 0x40000000;

/** In the order of the numbers that services get. */
export const WRITES_RECORDS = ["none", "any size", "one size"] as const;

/** `flags`: O_NONBLOCK; `mode`: whether it was opened for reading or writing; `size`: how much read() is asked for; `position`: where read() begins; `seeks`: lseek() is its own; `opens`: open() counts, or begins something; `argument`: the argument of ioctl() is a number; `exits`: tasks may have ended. */
export const USER_LOOKS = [
  "flags",
  "mode",
  "size",
  "position",
  "seeks",
  "opens",
  "argument",
  "exits",
  "writes-at",
] as const;
export type UserLook = (typeof USER_LOOKS)[number];

export const NO_INPUT: UserInput = {
  texts: [],
  numbers: [],
  records: [],
  writesRecords: "none",
  looksAt: new Set(),
  threadsLookAt: new Set(),
  deviceNumbers: [],
  leftOut: 0,
};

/** `op 7: 0000000007`: what a record says, and its bytes up to the last that is not 0; whoever plays a witness reads them (`core/witness-words.ts`). */
export function recordText({ bytes, says }: UserRecord): string {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const digits = Array.from(bytes.subarray(0, end), (byte) => byte.toString(16).padStart(2, "0"));
  return `${says}: ${digits.join("")}`;
}
