import type { Table } from "./kernel-call.ts";

/** mm/slab_common.c, mm/util.c, mm/vmalloc.c, drivers/base/devres.c. */
export const ALLOCATIONS: Table = {
  kfree: { frees: { arg: 0 } },
  kvfree: { frees: { arg: 0 } },
  vfree: { frees: { arg: 0 } },
  kzfree: { until: "5.10", instead: "kfree_sensitive()", frees: { arg: 0 } },
  kfree_sensitive: { since: "5.9", instead: "kzfree()", frees: { arg: 0 } },
  kfree_rcu: { frees: { arg: 0, later: true } },
  kmem_cache_free: { frees: { arg: 1 } },
  devm_kfree: { frees: { arg: 1 } },
  kvmalloc: { since: "4.12", instead: "vmalloc()" },
};

/** include/asm-generic/rwonce.h, barrier.h, linux/rcupdate.h, bitops.h, atomic/atomic-instrumented.h. */
export const ACCESSES: Table = {
  WRITE_ONCE: { stores: "writes" },
  smp_store_release: { stores: "writes" },
  smp_store_mb: { stores: "writes" },
  rcu_assign_pointer: { stores: "writes" },
  RCU_INIT_POINTER: { stores: "writes" },
  xchg: { stores: "exchanges" },
  xchg_relaxed: { stores: "exchanges" },
  xchg_acquire: { stores: "exchanges" },
  xchg_release: { stores: "exchanges" },

  cmpxchg: { atomic: "wins", flag: { at: 0, becomes: "third argument" } },
  atomic_cmpxchg: { atomic: "wins", flag: { at: 0, becomes: "third argument" } },
  atomic_xchg: { atomic: "wins", flag: { at: 0, becomes: "argument" } },
  test_and_set_bit: { atomic: "wins", flag: { at: 1, bit: 0, becomes: "1" } },
  test_and_clear_bit: { atomic: "wins", flag: { at: 1, bit: 0, becomes: "0" } },
  cpumask_test_and_set_cpu: { atomic: "wins" },
  cpumask_test_and_clear_cpu: { atomic: "wins" },
  atomic_dec_and_test: { atomic: "wins" },
  refcount_dec_and_test: { atomic: "wins" },
  atomic_add_unless: { atomic: "wins" },
  atomic_dec_if_positive: { atomic: "wins" },
  // set_bit() is not meant: one word holds flags of many meanings
  cpumask_set_cpu: { atomic: "writes" },
  cpumask_clear_cpu: { atomic: "writes" },

  atomic_set: { flag: { at: 0, becomes: "argument" } },
  atomic_set_release: { flag: { at: 0, becomes: "argument" } },
  atomic_read: { flag: { at: 0 } },
  atomic_read_acquire: { flag: { at: 0 } },
  atomic_inc: { flag: { at: 0, becomes: "++" } },
  atomic_dec: { flag: { at: 0, becomes: "--" } },
  refcount_set: { flag: { at: 0, becomes: "argument" } },
  refcount_read: { flag: { at: 0 } },
  set_bit: { flag: { at: 1, bit: 0, becomes: "1" } },
  __set_bit: { flag: { at: 1, bit: 0, becomes: "1" } },
  clear_bit: { flag: { at: 1, bit: 0, becomes: "0" } },
  __clear_bit: { flag: { at: 1, bit: 0, becomes: "0" } },
  test_bit: { flag: { at: 1, bit: 0 } },

  likely: { transparent: true },
  unlikely: { transparent: true },
  __builtin_expect: { transparent: true },
  READ_ONCE: { transparent: true, place: "one" },
  ACCESS_ONCE: { until: "4.15", instead: "READ_ONCE()", transparent: true, place: "one" },
  smp_load_acquire: { transparent: true, place: "one" },
  rcu_dereference: { transparent: true, place: "one" },
  rcu_dereference_protected: { transparent: true, place: "one" },
  WARN_ON: { transparent: true },
  WARN_ON_ONCE: { transparent: true },
  WARN: { transparent: true },
  WARN_ONCE: { transparent: true },
  BUG_ON: { transparent: true },
  ERR_CAST: { transparent: true },
  no_free_ptr: { since: "6.5", backported: ["6.1"], transparent: true },
};

/** include/linux/percpu-defs.h. */
export const PER_CPU: Table = {
  per_cpu: { transparent: true, place: "per CPU" },
  per_cpu_ptr: { transparent: true, place: "per CPU" },
  this_cpu_ptr: { transparent: true, place: "per CPU" },
  raw_cpu_ptr: { transparent: true, place: "per CPU" },
  get_cpu_ptr: { transparent: true, place: "per CPU" },
  get_cpu_var: { transparent: true, place: "per CPU" },
  this_cpu_read: { transparent: true, place: "per CPU" },
  this_cpu_write: { stores: "writes" },
};
