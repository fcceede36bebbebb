/**
 * What the kernel's functions mean to the life of a thread. Argument numbers count from 0. Names are those of 4.4 to
 * 7.2; a name that a version lacks does no harm.
 */

/** Free an object by its address. */
export const FREES: ReadonlySet<string> = new Set([
  "kfree",
  "kvfree",
  "vfree",
  "kfree_sensitive",
  "kfree_rcu",
  "kmem_cache_free",
  "devm_kfree",
]);

/** Send a signal; the value is which argument is the task. */
export const SIGNALS: ReadonlyMap<string, number> = new Map([
  ["send_sig", 1],
  ["send_sig_info", 2],
  ["force_sig", 0],
  ["kill_pid", 0],
]);

/** Give back their (first) argument or a flag of it: hints to the compiler, and checked reads. */
export const TRANSPARENT: ReadonlySet<string> = new Set([
  "likely",
  "unlikely",
  "READ_ONCE",
  "ACCESS_ONCE",
  "smp_load_acquire",
  "rcu_dereference",
  "rcu_dereference_protected",
  "WARN_ON",
  "WARN_ON_ONCE",
  "WARN",
  "WARN_ONCE",
  "BUG_ON",
  "__builtin_expect",
  "ERR_CAST",
]);
