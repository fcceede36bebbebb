/** A search of a sweep ends by its states, never by a clock: so it ends in the same way on every machine. */
export const DEFAULT_STATES = 100_000;

/** What a job may take before it is ended. */
export const JOB_MEMORY_MB = 4096;
export const JOB_SECONDS = 300;
