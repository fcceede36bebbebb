/**
 * Where things stand in a saved state, which is a list of numbers: the loads and unloads so far, the segment that lists the objects, how
 * many task slots there are, for each slot a segment of what is the task's own (0: nobody), the segment of each object that is saved, and
 * the segments of the variables.
 */
export const LIFE = 0;
export const DIRECTORY = 1;
export const COUNT = 2;
export const SLOTS = 3;

/** Words of variables that make one segment. */
export const CHUNK = 32;

/** Words of one object in the list of all of them: start, size, kind, site, life. */
export const LISTED = 5;
