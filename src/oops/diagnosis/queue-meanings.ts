import type { Crash } from "../crash.ts";
import type { Meaning } from "./meaning.ts";

/** Of all lines that begin so, what follows, without repetitions: kernel/workqueue.c, show_pwq(). */
function listed({ lines }: Crash, heading: RegExp): string[] {
  const items = lines.flatMap((line) => {
    const [, rest] = heading.exec(line) ?? [];
    return rest === undefined ? [] : rest.split(/, /);
  });
  return [...new Set(items.map((item) => item.trim()).filter((item) => item !== ""))];
}

const MOST_NAMED = 4;

function some(what: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  const more = items.length > MOST_NAMED ? ` and ${items.length - MOST_NAMED} more` : "";
  return `; ${what}: ${items.slice(0, MOST_NAMED).join(", ")}${more}`;
}

const LOCKUP = /workqueue lockup - pool (cpus=\S+).* stuck for (\d+)s!/;

function lockup(crash: Crash): string {
  const [, cpus = "", seconds = ""] = LOCKUP.exec(crash.headline) ?? [];
  const pool = cpus === "" ? "A pool of workers" : `A pool of workers (${cpus})`;
  const time = seconds === "" ? "for a long time" : `for ${seconds} s`;
  return `${pool} has begun no work ${time}${some("running", listed(crash, /^\s*in-flight:(.*)/))}${some("waiting", listed(crash, /^\s*(?:pending|inactive|delayed):(.*)/))}.`;
}

/**
 * The preemption count that a work function returned with, in the headline, since 6.9 in the next line with the depths of locks and RCU
 * sections before and after it (kernel/workqueue.c, process_one_work()).
 */
const COUNT = /\/0x([0-9a-f]{8})\/\d+$|^\s*preempt=0x([0-9a-f]{8}) lock=(\d+)->(\d+) RCU=(\d+)->(\d+)/;

function leaked(crash: Crash): string {
  const work = crash.function === undefined ? "A work function" : `The work function ${crash.function}()`;
  const line = crash.lines.find((each) => COUNT.test(each)) ?? "";
  const [, older, newer, locks, locksAfter, sections, sectionsAfter] = COUNT.exec(line) ?? [];
  const count = Number.parseInt(older ?? newer ?? "0", 16) | 0;
  if (count < 0)
    return `${work} returned with preemption enabled more often than disabled: it released a spinlock that it had not taken.`;
  if (count > 0)
    return `${work} returned with preemption disabled: with a spinlock that it took, or within a section that it entered.`;
  const left = [
    ...(locks === locksAfter ? [] : ["with another number of locks than before"]),
    ...(sections === sectionsAfter ? [] : ["in another depth of RCU sections than before"]),
  ];
  return `${work} returned ${left.length === 0 ? "with a lock that it took" : left.join(", and ")}.`;
}

/** RCU's own thread, which ends grace periods: kernel/rcu/tree_stall.h, rcu_check_gp_kthread_starvation(). */
const STARVED = /(\w+) kthread (?:starved for|timer wakeup didn't happen for) (\d+) jiffies/;

function starved({ lines }: Crash): string {
  const [, name = "RCU", jiffies = ""] = STARVED.exec(lines.find((line) => STARVED.test(line)) ?? "") ?? [];
  return `A grace period does not end since RCU's own thread, ${name}, did not get to run for ${jiffies} jiffies: its processor does something else, or its timer did not fire.`;
}

/** Reports of threads of the kernel's own that others wait for. */
export const QUEUE_MEANINGS: readonly Meaning[] = [
  {
    type: /^$/,
    title: /^BUG: workqueue lockup/,
    words: lockup,
    next: [
      "see what the running work does, or what keeps its processor: echo l > /proc/sysrq-trigger shows what runs, echo w what sleeps",
    ],
  },
  {
    type: /^$/,
    title: /^BUG: workqueue leaked/,
    words: leaked,
    next: ["look for a return of the work function that does not undo what it took, or undoes it twice"],
  },
  {
    type: /^HANG$/,
    title: /rcu detected stall/,
    when: ({ lines }) => lines.some((line) => STARVED.test(line)),
    words: starved,
    next: [
      "look for a real-time task, or an interrupt storm, on the processor that it last ran on (`->cpu=`)",
    ],
  },
];
