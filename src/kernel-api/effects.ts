import { having, namesWith } from "./book.ts";
import type { CallbackKind, Creating } from "./kernel-call.ts";

/** The questions that the rooms ask of the book, one line each; what an answer means stands at the row's type. */

/** A word without which a file has no thread: cheap to look for, and what decides between the branches of an #if. */
export const SPEAKS_OF_THREADS = "kthread_";

export const CREATES: ReadonlyMap<string, Creating> = having("creates");
export const STOPS = having("stops");
/** Calls that wait for the end of a thread, whatever they are given. */
export const STOPPERS: ReadonlySet<string> = new Set([...STOPS.keys(), ...namesWith("stopsWorker")]);
export const GETS = namesWith("gets");
export const PUTS = namesWith("puts");
export const READS_TASK = namesWith("readsTask");
export const WAKES = namesWith("wakes");
export const SIGNALS = having("signals");

export const ASKS_STOP = namesWith("asks", (what) => what === "stop");
export const ASKS_PARK = namesWith("asks", (what) => what === "park");
export const ASKS_SIGNAL = namesWith("asks", (what) => what === "signal");
export const STAYS_UNTIL_STOPPED = having("staysUntilStopped");
export const PARKS = namesWith("parking", (how) => how === "parks");
export const UNPARKS = namesWith("parking", (how) => how === "unparks");
export const PARKED = namesWith("parking", (how) => how === "stays parked");
export const EXITS = having("exits");

export const BINDS = having("binds");
export const ARMS = having("arms");
export const EXPIRY_ARGS = having("expiryArg");
/** After them nothing that was armed before is left. */
export const LEAVES_NONE = namesWith("ends", ({ how }) => how !== "may be running" && how !== "stays queued");
/** After them none can be armed again. */
export const ENDS_FOR_GOOD = namesWith("ends", ({ how }) => how === "for good");
/** Look like an end of callbacks of a kind, and leave one that runs or is queued, or let it come again. */
export function halfEnds(kind: CallbackKind): ReadonlySet<string> {
  return namesWith("ends", (end) => end.kind === kind && end.how !== "cancelled" && end.how !== "for good");
}
/** Ends work or a tasklet, which others set going, and waits for it; those may set it going again behind that. */
export const WAITS_FOR_QUEUED = namesWith(
  "ends",
  ({ kind, how }) => !kind.endsWith("timer") && (how === "cancelled" || how === "flushed"),
);
export const ENDS_ALL_WORK = namesWith("endsAllWork");

export const WAITS = having("waits");
export const INTERRUPTIBLE_SLEEPS = namesWith("sleepsUntil", (what) => what === "signal");
export const TIMED_SLEEPS = namesWith("sleepsUntil", (what) => what === "wakeup");
export const QUEUES = namesWith("queues");
/** Sleep, whatever else they do; those that let a lock go while they wait are not meant. */
export const SLEEPS =
  /^(?:[ms]sleep(?:_interruptible)?|usleep_range|fsleep|(?:io_)?schedule(?:_timeout(?:_\w+)?)?|mutex_lock(?:_interruptible|_killable)?|down(?:_interruptible|_killable|_read|_write)?|wait_for_completion(?:_\w+)?|s?wait_event(?!.*lock)(?:_\w+)?|kthread_stop|synchronize_rcu|flush_work(?:queue)?|cancel_(?:delayed_)?work_sync|gpiod?_[gs]et_(?:raw_)?value_cansleep)$/;

/** Waits until somebody else says something: include/linux/wait.h, swait.h, completion.h, semaphore.h, sched.h. */
export const WAITS_FOR_WORD = /^((io_|s)?wait_\w+|down(_\w+)?|(io_)?schedule|kthread_parkme)$/;

export const STATE_ARGS = having("stateArg");
export const COMPLETES = namesWith("completes");
/** The same, and the exits that complete their first argument. */
export const COMPLETES_FIRST: ReadonlySet<string> = new Set([
  ...COMPLETES,
  ...namesWith("exits", (told) => told === "completing"),
]);

export const LOCKS = having("locks");
export const UNLOCKS = namesWith("unlocks");
export const THE_LOCK = having("theLock");

export const FREES = namesWith("frees");
/** Frees, at once, what its only argument points to. */
export const FREES_POINTER = namesWith("frees", ({ arg, later }) => arg === 0 && !later);
export const STORES = namesWith("stores");
export const EXCHANGES = namesWith("stores", (how) => how === "exchanges");
export const ATOMIC_TESTS = namesWith("atomic", (how) => how === "wins");
export const ATOMIC_ACCESSES = namesWith("atomic");
export const FLAGS = having("flag");
export const TRANSPARENT = namesWith("transparent");
/** Calls that are a place themselves, by what there is of it. */
export const PLACES = having("place");
export const PRINTS = namesWith("prints");

/** Calls that are about a task, and keep no pointer to it. */
export const KEEPS_NO_TASK: ReadonlySet<string> = new Set([
  ...CREATES.keys(),
  ...STOPS.keys(),
  ...GETS,
  ...PUTS,
  ...WAKES,
  ...namesWith("onTask"),
]);
