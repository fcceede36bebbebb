import { SOFTIRQS, TIMERS, WORK } from "./deferred.ts";
import type { KernelCall, Table } from "./kernel-call.ts";
import { LOCK_CALLS } from "./locks.ts";
import { ACCESSES, ALLOCATIONS, PER_CPU } from "./memory.ts";
import { HEADERS, PRINTING, RENAMED } from "./others.ts";
import { TASKS, THREADS } from "./threads.ts";
import { SLEEPS, WAIT_CALLS } from "./waits.ts";

export const TABLES: readonly Table[] = [
  THREADS,
  TASKS,
  TIMERS,
  SOFTIRQS,
  WORK,
  WAIT_CALLS,
  SLEEPS,
  LOCK_CALLS,
  ALLOCATIONS,
  ACCESSES,
  PER_CPU,
  PRINTING,
  RENAMED,
  HEADERS,
];

/** Everything we know of the kernel's functions, by name. A kernel that lacks a name does no harm: nobody calls it there. */
export const BOOK: ReadonlyMap<string, KernelCall> = new Map(
  TABLES.flatMap((table) => Object.entries(table)),
);

/** Which functions have something to say of each thing: few have of any. */
const BY_EFFECT = new Map<string, string[]>();
for (const [name, row] of BOOK)
  for (const effect of Object.keys(row)) {
    const names = BY_EFFECT.get(effect);
    if (names) names.push(name);
    else BY_EFFECT.set(effect, [name]);
  }

/** The functions that do one thing, with how they do it. */
export function having<K extends keyof KernelCall>(
  effect: K,
): ReadonlyMap<string, NonNullable<KernelCall[K]>> {
  const found = new Map<string, NonNullable<KernelCall[K]>>();
  for (const name of BY_EFFECT.get(effect) ?? []) {
    const how = BOOK.get(name)?.[effect];
    if (how !== undefined) found.set(name, how);
  }
  return found;
}

/** The functions that do one thing in one of some ways. */
export function namesWith<K extends keyof KernelCall>(
  effect: K,
  suits: (how: NonNullable<KernelCall[K]>) => boolean = () => true,
): ReadonlySet<string> {
  return new Set([...having(effect)].flatMap(([name, how]) => (suits(how) ? [name] : [])));
}
