import type { Crash } from "../crash.ts";
import type { PointerStory } from "../dataflow/follow.ts";
import { NULL_PLACE } from "../trace/frame.ts";
import { chain, hex } from "./diagnosis.ts";

/** What a report of some type means in words, and what to do about it, where no rule of lifetimes speaks. */
interface Meaning {
  readonly type: RegExp;
  readonly title?: RegExp;
  readonly words: (crash: Crash, pointer: PointerStory | undefined) => string;
  readonly next: readonly string[];
}

const inside = ({ function: name }: Crash): string => (name === undefined ? "The kernel" : `${name}()`);
/** `kernel/kthread.c:75`, from the line that announces the report. */
const source = ({ headline }: Crash): string => {
  const place = /\b(?:at )?((?:[\w.-]+\/)*[\w.-]+\.[chS]:\d+)/.exec(headline)?.[1];
  return place === undefined ? "" : ` at ${place}`;
};

const COMPLETION = "a completion";

/** What a task sleeps for, by the functions that it sleeps in. */
const WAITS: readonly (readonly [by: RegExp, what: string])[] = [
  [/^(?:__)?(?:ww_)?mutex_lock/, "a mutex that another task holds"],
  [/^(?:rwsem_|down_(?:read|write)|__down_(?:read|write))/, "an rw_semaphore that another task holds"],
  [/^(?:__)?down(?:_|$)/, "a semaphore"],
  [/^(?:__)?rt_(?:mutex|spin)/, "an rt_mutex that another task holds"],
  [/^(?:__)?synchronize_(?:s?rcu|net|sched)|^wait_rcu|^exp_/, "an RCU grace period"],
  [
    /^(?:__)?flush_(?:work|workqueue)|^(?:__)?cancel_(?:delayed_)?work|^drain_workqueue/,
    "a work item to end",
  ],
  [/^wait_for_completion|^__wait_for_common/, COMPLETION],
  [/^io_schedule|^bit_wait_io|^folio_wait|^wait_on_page|^submit_bio_wait/, "I/O"],
  [/^(?:__)?lock_sock/, "a socket that another task holds"],
  [/^wait_on_bit|^out_of_line_wait_on_bit|^bit_wait/, "a bit to be cleared"],
];

function waitOf(crash: Crash): string {
  const names = chain(crash);
  const [first, second] = WAITS.map(([by, what]) => ({ at: names.findIndex((name) => by.test(name)), what }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  // Work and grace periods are waited for by a completion of their own.
  const inner = first?.what === COMPLETION && second && second.at - first.at <= 2 ? second : first;
  return inner?.what ?? "something that does not happen";
}

const who = ({ process: { comm, pid } }: Crash): string =>
  comm === undefined ? "A task" : `${comm}${pid === undefined ? "" : `[${pid}]`}`;

function through(crash: Crash, pointer: PointerStory | undefined): string {
  const address = crash.fault?.address;
  const how =
    crash.fault?.access === "write"
      ? "wrote to"
      : crash.fault?.access === "fetch"
        ? "jumped to"
        : "read from";
  const at = address === undefined ? "an address" : hex(address);
  const why = pointer && pointer.meaning.kind !== "kernel" ? `, through ${pointer.meaning.words}` : "";
  return `${inside(crash)} ${how} ${at}${why}`;
}

/** Needless once it is named. */
export const NAME_THE_MEMBER =
  "find which pointer: --vmlinux or --modules with debug information names the member";

const MEANINGS: readonly Meaning[] = [
  {
    type: /^NULL-POINTER-DEREFERENCE$/,
    words: (crash, pointer) =>
      `${through(crash, pointer)}: a pointer was NULL${(crash.fault?.address ?? 0n) > 0n ? ", and a member of its object was touched" : ""}.`,
    next: [
      NAME_THE_MEMBER,
      "look for the path on which it is not set yet, or not any more, and for a missing check of what was returned",
    ],
  },
  {
    type: /^MEMORY_SAFETY_BUG$/,
    title: /paging request/,
    words: (crash, pointer) => `${through(crash, pointer)}, where nothing is mapped, or not for that access.`,
    next: ["look for memory that was freed, a module that is gone, or an index out of bounds"],
  },
  {
    type: /^DoS$/,
    title: /general protection fault/,
    words: (crash, pointer) =>
      `${inside(crash)} used an address that cannot exist${pointer && pointer.meaning.kind !== "kernel" ? `: ${pointer.meaning.words}` : ""}.`,
    next: [
      "look for an object that was freed or overwritten: boot with slub_debug=FZPU, or build with KASAN",
    ],
  },
  {
    type: /^HANG$/,
    title: /task hung|can't die/,
    words: (crash) => {
      const time = /more than (\d+ seconds)/.exec(crash.headline)?.[1] ?? "a long time";
      return `${who(crash)} has waited for more than ${time} in ${crash.function === undefined ? "the kernel" : `${crash.function}()`}: for ${waitOf(crash)}.`;
    },
    next: [
      "find who should wake it: echo w > /proc/sysrq-trigger lists all tasks that wait",
      "with lockdep, `Showing all locks held in the system` names the holder",
    ],
  },
  {
    type: /^HANG$/,
    words: (crash) =>
      `A processor was stuck in the kernel, in ${crash.function === undefined ? "code that is not named" : `${crash.function}()`}.`,
    next: ["look for a loop without cond_resched(), a lock that is never released, or interrupts kept off"],
  },
  {
    type: /^UNREADABLE$/,
    words: ({ headline }) =>
      `This looks like a crash that I cannot read: "${headline}" is in no format that I know.`,
    next: ["read it by hand: the first lines say what happened, the innermost function of the trace where"],
  },
  {
    type: /^BUG$/,
    words: (crash) => `${inside(crash)} hit a BUG()${source(crash)}.`,
    next: ["read the condition of that BUG_ON(): it says what was expected"],
  },
  {
    type: /^WARNING$/,
    words: (crash) =>
      `A check of the kernel's own failed in ${crash.function === undefined ? "the kernel" : `${crash.function}()`}: WARN()${source(crash)}.`,
    next: [
      "read the condition of that WARN_ON(), and the message above the trace: they say what was expected",
    ],
  },
  {
    type: /^KMSAN/,
    words: (crash) => `${inside(crash)} used an uninitialised value.`,
    next: ["compare the trace `Uninit was created` with this one: which member is not initialised?"],
  },
  {
    type: /^KASAN/,
    words: (crash) => `${inside(crash)} touched memory outside of what was allocated for it.`,
    next: [
      "compare the trace `Allocated by` with this one: how large was the object, and which index went beyond it?",
    ],
  },
  {
    type: /UBSAN/,
    words: (crash) => `${inside(crash)} computed what C does not define${source(crash)}.`,
    next: ["the line below the first one says which values met"],
  },
  {
    type: /^LEAK$/,
    words: (crash) =>
      `Memory that ${crash.function === undefined ? "the kernel" : `${crash.function}()`} asked for is referenced by nothing any more.`,
    next: ["look for the path on which it is not freed: an error return, a module that is unloaded"],
  },
  {
    type: /^DoS$/,
    title: /^kernel panic/,
    words: ({ headline }) =>
      `The kernel stopped itself: ${headline.replace(/^Kernel panic - not syncing: /, "")}.`,
    next: ["the messages before the panic say why"],
  },
];

/** Undefined for a type that has no words of its own. */
export function plainMeaning(
  crash: Crash,
  pointer: PointerStory | undefined,
): { summary: string; next: readonly string[] } | undefined {
  if (crash.frames[0]?.function === NULL_PLACE)
    return {
      summary: `${inside(crash)} called a function through a pointer that is NULL: the processor stands at address 0.`,
      next: [
        "look for the pointer of the call, in a struct of operations or a callback, and for who should have set it",
      ],
    };
  const found = MEANINGS.find(
    ({ type, title }) => type.test(crash.type) && (title?.test(crash.title) ?? true),
  );
  return found && { summary: found.words(crash, pointer), next: found.next };
}
