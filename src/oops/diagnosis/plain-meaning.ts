import type { Crash } from "../crash.ts";
import type { PointerStory } from "../dataflow/follow.ts";
import { NULL_PLACE, readFrame } from "../trace/frame.ts";
import { chain, hex } from "./diagnosis.ts";
import type { Meaning } from "./meaning.ts";
import { QUEUE_MEANINGS } from "./queue-meanings.ts";

const inside = ({ function: name }: Crash): string => (name === undefined ? "The kernel" : `${name}()`);
/** `kernel/kthread.c:75`, from the line that announces the report. */
const source = ({ headline }: Crash): string => {
  const place = /(?:^|[\s(])(?:at )?(\/?(?:[\w.-]+\/)*[\w.-]+\.[chS]:\d+)/.exec(headline)?.[1];
  return place === undefined ? "" : ` at ${place}`;
};

const COMPLETION = "a completion";
const PAGE_LOCK = "a page that is locked, as while it is read or written";

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
  [/^_*(?:lock_page|folio_lock)/, PAGE_LOCK],
  [/^io_schedule|^bit_wait_io|^folio_wait|^wait_on_page|^submit_bio_wait/, "I/O"],
  [/^(?:__)?lock_sock/, "a socket that another task holds"],
  [/^wait_on_bit|^out_of_line_wait_on_bit|^bit_wait/, "a bit to be cleared"],
];

function waitOf(crash: Crash): string {
  const names = chain(crash);
  const [first, second] = WAITS.map(([by, what]) => ({ at: names.findIndex((name) => by.test(name)), what }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
  // Work and grace periods are waited for by a completion of their own, a page's lock by I/O.
  const isMeans = first?.what === COMPLETION || second?.what === PAGE_LOCK;
  const inner = isMeans && first && second && second.at - first.at <= 2 ? second : first;
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
        : crash.fault?.access === "read"
          ? "read from"
          : "touched";
  const at = address === undefined ? "an address" : hex(address);
  const why = pointer && pointer.meaning.kind !== "kernel" ? `, through ${pointer.meaning.words}` : "";
  return `${inside(crash)} ${how} ${at}${why}`;
}

/** Some machines have one announcement for every address: in the first page nothing is ever mapped. */
const isNearNull = ({ fault }: Crash): boolean => fault?.address !== undefined && fault.address < PAGE;
const PAGE = 4096n;

/** The first line of the report, or of those just before it, that matches. */
const lineOf = ({ before, lines }: Crash, what: RegExp): string | undefined =>
  lines.find((line) => what.test(line)) ?? before.slice(-NEAR).findLast((line) => what.test(line));
const NEAR = 5;

/** Why the access was refused: x86 says so by its error code (Intel SDM vol. 3, 4.7), other machines by words that are not read. */
function unmapped({ arch, fault }: Crash): string {
  const code = arch === "x86_64" ? fault?.code : undefined;
  if (code === undefined) return "where nothing is mapped, or not for that access";
  if ((code & 1) === 0) return "where nothing is mapped";
  if (code & 8) return "whose page table entry is damaged: a reserved bit is set in it";
  if (code & 16) return "which is mapped, but not to be executed";
  return `which is mapped, but not to be ${code & 2 ? "written" : "read"}`;
}

/** What lib/list_debug.c prints before its BUG(). */
function brokenList(crash: Crash): string {
  const said = lineOf(crash, /^list_(?:add|del) (?:corruption|double add)/) ?? "";
  if (/double add/.test(said)) return "an entry was added to a list that it is in already";
  if (/LIST_POISON/.test(said)) return "an entry was deleted from a list twice";
  return "an entry of a list, or its neighbour, was freed, overwritten, or linked by another at the same time";
}

const CUT_HERE = /^-+\[ cut here/;
/** What follows the message of a WARN() in older kernels. */
const HEAD = /^(?:Modules linked in|CPU: |Pid: |Call Trace|\[<|RIP|PC is|pc : |---\[|Kernel panic)/;

/**
 * The message of a WARN(), which stands above its line, or in older kernels between it and the modules. Where there are several lines
 * others have printed there as well, and none is told.
 */
function warned({ lines, headline }: Crash): string {
  const at = lines.indexOf(headline);
  const above = CUT_HERE.test(lines[0] ?? "") ? lines.slice(1, Math.max(at, 1)) : [];
  const behind = lines.slice(at + 1);
  const end = behind.findIndex((line) => HEAD.test(line));
  const below = end < 0 || end > MOST_SAID ? [] : behind.slice(0, end);
  return said(above, "above") ?? said(below, "below") ?? "";
}

function said(around: readonly string[], where: string): string | undefined {
  const [only = "", more] = around.filter((line) => line !== "" && !line.startsWith("Hardware name: "));
  if (only === "" || more !== undefined || readFrame(only, 0)) return undefined;
  return `; the line ${where} it: "${only}"`;
}

const MOST_SAID = 3;

/** Functions that a processor waits in for a lock that another one holds (kernel/locking, include/asm-generic). */
const SPINS =
  /^(?:_raw_(?:spin|read|write)_lock|do_raw_(?:spin|read|write)_lock|(?:native_|__pv_)?queued_(?:spin|read|write)_lock)/;

const spins = (crash: Crash): string =>
  chain(crash).some((name) => SPINS.test(name)) ? ", which waits for a spinlock that is held" : "";

/** lockdep's list of what a task holds (kernel/locking/lockdep.c, print_lock()): the class, and who took it. */
const HELD = /#0: (?:[0-9a-f]+ )?\((.+?)\)\{[^}]*\}(?:-\{\d+:\d+\})?, at: (?:\[<[0-9a-f]+>\] )?([\w.]+)\+0x/;

function heldLock(crash: Crash): string {
  const [, name, taker] = HELD.exec(lineOf(crash, HELD) ?? "") ?? [];
  return name === undefined ? "" : `: ${name}, taken in ${taker}()`;
}

const brokenListWords = (crash: Crash): string =>
  `${inside(crash)} found a broken list: ${brokenList(crash)}.`;
const BROKEN_LIST_NEXT = ["look for the entry's second owner, and for a list that is used without its lock"];

/** Needless once it is named. */
export const NAME_THE_MEMBER =
  "find which pointer: --vmlinux or --modules with debug information names the member";

const NULL_POINTER: Meaning = {
  type: /^NULL-POINTER-DEREFERENCE$/,
  words: (crash, pointer) =>
    `${through(crash, pointer)}: a pointer was NULL${(crash.fault?.address ?? 0n) > 0n ? ", and a member of its object was touched" : ""}.`,
  next: [
    NAME_THE_MEMBER,
    "look for the path on which it is not set yet, or not any more, and for a missing check of what was returned",
  ],
};

const MEANINGS: readonly Meaning[] = [
  ...QUEUE_MEANINGS,
  NULL_POINTER,
  {
    ...NULL_POINTER,
    type: /^MEMORY_SAFETY_BUG$/,
    title: /paging request/,
    when: isNearNull,
  },
  {
    type: /^MEMORY_SAFETY_BUG$/,
    title: /paging request/,
    words: (crash, pointer) => `${through(crash, pointer)}, ${unmapped(crash)}.`,
    next: ["look for memory that was freed, a module that is gone, or an index out of bounds"],
  },
  {
    type: /^DoS$/,
    title: /general protection fault/,
    words: (crash, pointer) =>
      `${inside(crash)} used an address that cannot exist${crash.headline.includes("non-canonical") || pointer ? "" : ", or did what is not allowed"}${pointer && pointer.meaning.kind !== "kernel" ? `: ${pointer.meaning.words}` : ""}.`,
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
    title: / in smp_call_function|csd_lock/,
    words: (crash) =>
      `A processor waited in ${inside(crash)} for another one to answer its interrupt: that one is stuck.`,
    next: ["look at the other processors' traces: one of them has interrupts off, and does not go on"],
  },
  {
    type: /^HANG$/,
    words: (crash) =>
      `A processor was stuck in the kernel, in ${crash.function === undefined ? "code that is not named" : `${crash.function}()`}${spins(crash)}.`,
    next: ["look for a loop without cond_resched(), a lock that is never released, or interrupts kept off"],
  },
  {
    type: /^UNREADABLE$/,
    words: ({ headline }) =>
      `This looks like a crash that I cannot read: "${headline}" is in no format that I know.`,
    next: ["read it by hand: the first lines say what happened, the innermost function of the trace where"],
  },
  {
    type: /^BEHEADED$/,
    words: (crash) =>
      `The log begins within a report: what announced it is cut off. The processor stood in ${crash.function === undefined ? "code that is not named" : `${crash.function}()`}.`,
    next: ["get the lines above: they say what happened"],
  },
  {
    type: /^BUG$/,
    words: (crash) => `${inside(crash)} hit a BUG()${source(crash)}.`,
    next: ["read the condition of that BUG_ON(): it says what was expected"],
  },
  {
    type: /^WARNING$/,
    headline: /lib\/list_debug\.c|__list_(?:add|del)_/,
    words: brokenListWords,
    next: BROKEN_LIST_NEXT,
  },
  {
    type: /^WARNING$/,
    words: (crash) =>
      `A check of the kernel's own failed in ${crash.function === undefined ? "the kernel" : `${crash.function}()`}: WARN()${source(crash)}${warned(crash)}.`,
    next: ["read the condition of that WARN_ON(): it says what was expected"],
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
    words: (crash) => {
      const values = crash.lines[crash.lines.indexOf(crash.headline) + 1] ?? "";
      const met = /^(?:index|shift|load|signed|unsigned|member|left|division|.* overflow)/.test(values);
      return `${inside(crash)} ${crash.title.includes("index") ? "used an index outside of its array" : "computed what C does not define"}${source(crash)}${met ? `: ${values}` : ""}.`;
    },
    next: [
      "look where that value comes from, and whether the array is one that ends a struct ([1] in place of [])",
    ],
  },
  {
    type: /^LEAK$/,
    words: (crash) =>
      `Memory that ${crash.function === undefined ? "the kernel" : `${crash.function}()`} asked for is referenced by nothing any more.`,
    next: ["look for the path on which it is not freed: an error return, a module that is unloaded"],
  },
  {
    type: /^MEMORY_SAFETY_BUG$/,
    title: /corrupted list/,
    words: brokenListWords,
    next: BROKEN_LIST_NEXT,
  },
  {
    type: /^LOCKDEP$/,
    title: /bad unlock balance|bad contention/,
    words: (crash) => `${inside(crash)} released a lock that its task does not hold.`,
    next: ["look for an error path that unlocks without having locked, or unlocks twice"],
  },
  {
    type: /^LOCKDEP$/,
    title: /suspicious RCU usage/,
    words: (crash) => `${inside(crash)} followed an RCU pointer without being in a section that protects it.`,
    next: ["take rcu_read_lock() around the use, or tell rcu_dereference_check() which lock is held instead"],
  },
  {
    type: /^LOCKDEP$/,
    title: /held lock freed/,
    words: (crash) => `${inside(crash)} freed, or set up again, memory that has a lock in it which is held.`,
    next: ["look for who holds the lock while its object goes away"],
  },
  {
    type: /^LOCKDEP$/,
    title: /lock held when returning|still has locks held/,
    words: (crash) =>
      `A task left the kernel, or went to sleep for good, with a lock held${heldLock(crash)}.`,
    next: ["look for a return without its unlock in the function that took the lock"],
  },
  {
    type: /^DoS$/,
    title: /^divide error/,
    words: (crash) => `${inside(crash)} divided by zero, or the quotient did not fit.`,
    next: ["look for where the divisor comes from, and for who checks it"],
  },
  {
    type: /^DoS$/,
    headline: /undefined instruction|Reserved instruction|illegal (?:operation|instruction)/i,
    words: (crash) => `${inside(crash)} came to an instruction that this processor does not know.`,
    next: [
      "compare `Code:` with the kernel's image: was the code overwritten, or made for another processor?",
    ],
  },
  {
    type: /^DoS$/,
    title: /unaligned access/,
    words: (crash, pointer) =>
      `${through(crash, pointer)}, which is not aligned, and nobody could do the access for it.`,
    next: ["look where that address comes from: a pointer that was overwritten, or a packed struct"],
  },
  {
    type: /^DoS$/,
    title: /^Unhandled fault/,
    words: (crash) =>
      /imprecise|asynchronous/.test(crash.headline)
        ? "The bus answered an earlier access with an error: the processor stands where it was told of it, not where it was made, and the address is not known."
        : /external abort/.test(crash.headline)
          ? `The bus answered an access of ${inside(crash)} with an error.`
          : `${inside(crash)} met a fault that nobody handles.`,
    next: ["see whether the device's clock and power are on, and whether the address has a device behind it"],
  },
  {
    type: /^DoS$/,
    title: /stack is corrupted/,
    words: (crash) =>
      `${inside(crash)}, or what it called, wrote beyond a variable on its stack: the canary before the return address has changed.`,
    next: [
      "look for an array or a buffer on the stack that is written without a limit; KASAN names the write",
    ],
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
    ({ type, title, headline, when }) =>
      type.test(crash.type) &&
      (title?.test(crash.title) ?? true) &&
      (headline?.test(crash.headline) ?? true) &&
      (when?.(crash) ?? true),
  );
  return found && { summary: found.words(crash, pointer), next: found.next };
}
