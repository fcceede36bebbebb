/** Seconds that one run may take; the first is what the page begins with. */
export const PATIENCE: readonly number[] = [60, 20, 300];

/** Bytes of saved states that a search may hold: a phone's browser gives a page about a gigabyte. */
export const MOST_MEMORY = 512 << 20;

/** Characters of a log or a module; what is longer belongs on a command line. */
export const LONGEST_INPUT = 2_000_000;

/** A worker that says nothing for so many seconds longer than a run may take is ended: a phone compiles slowly. */
export const GRACE = 240;
