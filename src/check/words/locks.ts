/**
 * What the kernel's functions mean to the life of a thread. Argument numbers count from 0. Names are those of 4.4 to
 * 7.2; a name that a version lacks does no harm.
 */

/**
 * `shared`: several tasks may hold it at once, and it waits only for who holds it alone. `reading`: an RCU reader's section,
 * which nobody waits to enter, and in which nobody may sleep.
 */
export type LockKind = "sleeping" | "spinning" | "shared" | "reading";

/** Every way to hold a lock. */
export const LOCK_KINDS: readonly LockKind[] = ["sleeping", "spinning", "shared", "reading"];

/** Locks that wait until they are had. */
export const LOCKS: ReadonlyMap<string, LockKind> = new Map([
  ...[
    "mutex_lock",
    "mutex_lock_nested",
    "down",
    "down_write",
    "rt_mutex_lock",
    "rtnl_lock",
    "console_lock",
  ].map((name): [string, LockKind] => [name, "sleeping"]),
  ["rcu_read_lock", "reading"],
  ...["down_read", "down_read_nested", "down_read_non_owner"].map((name): [string, LockKind] => [
    name,
    "shared",
  ]),
  ...[
    "spin_lock",
    "spin_lock_bh",
    "spin_lock_irq",
    "spin_lock_irqsave",
    "raw_spin_lock",
    "raw_spin_lock_irq",
    "raw_spin_lock_irqsave",
    "write_lock",
    "write_lock_bh",
    "write_lock_irq",
    "write_lock_irqsave",
  ].map((name): [string, LockKind] => [name, "spinning"]),
]);

/** Calls without an argument are about the one lock there is; the value names it. */
export const NAMELESS: ReadonlyMap<string, string> = new Map([
  ["rtnl_lock", "rtnl_mutex"],
  ["rtnl_unlock", "rtnl_mutex"],
  ["console_lock", "console_sem"],
  ["console_unlock", "console_sem"],
  ["rcu_read_lock", "rcu"],
  ["rcu_read_unlock", "rcu"],
]);

/** Kinds of `guard(KIND)(lock)` and `scoped_guard(KIND, lock)`, include/linux/cleanup.h since 6.5. */
export const GUARDS: ReadonlyMap<string, LockKind> = new Map([
  ["mutex", "sleeping"],
  ["mutex_intr", "sleeping"],
  ["rwsem_write", "sleeping"],
  ["rwsem_read", "shared"],
  ["spinlock", "spinning"],
  ["spinlock_bh", "spinning"],
  ["spinlock_irq", "spinning"],
  ["spinlock_irqsave", "spinning"],
  ["raw_spinlock", "spinning"],
  ["raw_spinlock_irq", "spinning"],
  ["raw_spinlock_irqsave", "spinning"],
]);

export const UNLOCKS: ReadonlySet<string> = new Set([
  "mutex_unlock",
  "up",
  "up_write",
  "up_read",
  "rt_mutex_unlock",
  "rtnl_unlock",
  "console_unlock",
  "rcu_read_unlock",
  "spin_unlock",
  "spin_unlock_bh",
  "spin_unlock_irq",
  "spin_unlock_irqrestore",
  "raw_spin_unlock",
  "raw_spin_unlock_irq",
  "raw_spin_unlock_irqrestore",
  "write_unlock",
  "write_unlock_bh",
  "write_unlock_irq",
  "write_unlock_irqrestore",
]);

/** Read and change a place in one step: of two that race for it, one wins. `xchg()` of the handle itself is not meant. */
export const ATOMIC_EXCHANGES: ReadonlySet<string> = new Set([
  "cmpxchg",
  "atomic_cmpxchg",
  "atomic_xchg",
  "test_and_set_bit",
  "test_and_clear_bit",
  "cpumask_test_and_set_cpu",
  "cpumask_test_and_clear_cpu",
  "atomic_dec_and_test",
  "refcount_dec_and_test",
  "atomic_add_unless",
  "atomic_dec_if_positive",
]);

/** The other half of a race for a processor's bit. set_bit() is not meant: one word holds flags of many meanings. */
export const ATOMIC_WRITES: ReadonlySet<string> = new Set(["cpumask_set_cpu", "cpumask_clear_cpu"]);
