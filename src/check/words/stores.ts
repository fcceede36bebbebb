/**
 * Calls that write a place, as `place = value` does: include/asm-generic/rwonce.h, barrier.h, include/linux/rcupdate.h,
 * atomic/atomic-instrumented.h. The place is the first argument, or what it points to; the value the second.
 */
const STORES: ReadonlySet<string> = new Set([
  "WRITE_ONCE",
  "smp_store_release",
  "smp_store_mb",
  "rcu_assign_pointer",
  "RCU_INIT_POINTER",
]);

/** Those that also give what the place held before. */
const EXCHANGES: ReadonlySet<string> = new Set(["xchg", "xchg_relaxed", "xchg_acquire", "xchg_release"]);

export function isStore(name: string): boolean {
  return STORES.has(name) || EXCHANGES.has(name);
}

export function isExchange(name: string): boolean {
  return EXCHANGES.has(name);
}
