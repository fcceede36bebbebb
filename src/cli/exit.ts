/** Exit statuses that scripts rely on. */
export const EXIT = { nothing: 0, found: 1, usage: 2, undecided: 3 } as const;
