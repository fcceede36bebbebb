import { BOOK, type KernelCall } from "../kernel-api/index.ts";

/**
 * What the kernel's calls are to a thread's life. A call of these classes is kept in a slice where it matters; every other call
 * is the environment's. What a call does stands in the book (kernel-api/); the patterns are for its families, since the kernel
 * builds its names from a few words.
 */

/** Creates, binds, wakes, stops, parks or looks at a thread (kernel/kthread.c, kernel/sched/core.c, kernel/signal.c). */
const THREAD =
  /^(kthread_(?!queue_|flush_|cancel_|mod_|init_|delayed_|insert_|worker|(create|run|destroy)_worker|use_|unuse_|associate|blkcg|func$|data$)\w+|allow_signal|disallow_signal|flush_signals|set_freezable|try_to_freeze|freezing)$/;

/** Lets the caller wait (kernel/sched/wait.c, completion.c, kernel/time/timer.c): kept in every function that is kept. */
const WAIT =
  /^(wait_event\w*|wait_for_completion\w*|schedule|schedule_timeout\w*|msleep|msleep_interruptible|ssleep|usleep_range|cond_resched|yield|prepare_to_wait\w*|finish_wait|add_wait_queue\w*|remove_wait_queue|__set_current_state|set_current_state|down|down_interruptible|down_killable|down_timeout|wait_on_bit\w*)$/;

/** Acts on something that others wait for, or that orders them: kept where that something is. */
const SYNC =
  /^(complete|complete_all|reinit_completion|init_completion|wake_up\w*|init_waitqueue_head|up|down_trylock|sema_init|atomic_\w+|set_bit|clear_bit|change_bit|test_bit|test_and_\w+_bit|__set_bit|__clear_bit|smp_store_release|WRITE_ONCE|xchg|cmpxchg|kref_init|refcount_\w+|try_wait_for_completion|completion_done|waitqueue_active|wait_queue_active|kthread_init_worker|init_kthread_worker)$/;

/** Takes or gives back a lock (kernel/locking/). */
const LOCK =
  /^((rt_)?mutex_(lock|unlock|trylock|init)\w*|(raw_)?spin_(lock|unlock|trylock)\w*|spin_lock_init|(read|write)_(lock|unlock)\w*|rwlock_init|(down|up)_(read|write)\w*|init_rwsem)$/;

export const MAKES_LOCK = /(^|_)init(_|$)/;

/** The same without what makes a lock: a stretch lies between two of these. */
export const HOLDS =
  /^((rt_)?mutex_(un)?lock|(raw_)?spin_(un)?lock|(read|write)_(un)?lock|(down|up)_(read|write))/;

/** Hands a function of the module's to the kernel's timers and work queues: kept with the function. */
const DEFERRED =
  /^(INIT_(DELAYED_)?WORK|timer_setup|setup_timer|mod_timer|add_timer|del_timer(_sync)?|timer_delete(_sync)?|timer_shutdown(_sync)?|(schedule|queue|mod)_(delayed_)?work\w*|cancel_(delayed_)?work(_sync)?|flush_(delayed_)?work)$/;

/** Queues work, on a queue that is named first. */
export const QUEUES = /^(queue|mod)_(delayed_)?work$/;

/** Looks and changes nothing; what it returns is the model's to say. */
const LOOK =
  /^(IS_ERR|IS_ERR_OR_NULL|PTR_ERR|PTR_ERR_OR_ZERO|ERR_PTR|kthread_should_stop|kthread_should_park|kthread_freezable_should_stop|signal_pending|fatal_signal_pending|atomic_read|atomic_dec_and_test|atomic_inc_return|atomic_dec_return|test_bit|completion_done|waitqueue_active|freezing|try_to_freeze|READ_ONCE|ACCESS_ONCE|rcu_dereference\w*|rcu_access_pointer|smp_load_acquire|likely|unlikely|xchg|xa_err|xa_is_err)$/;

/** Keeps the module from being unloaded, or lets it go (kernel/module/main.c). */
const MODULE = /^(__module_get|try_module_get|module_put)$/;

/**
 * Gives memory that k*free() takes back (mm/slab*.c; kzalloc_obj() and its kin since 7.0, include/linux/slab.h); what devm_*()
 * gives lives as long as the device.
 */
export const ALLOCATES =
  /^(k[mzc]alloc|kzalloc_node|kmalloc_node|kvzalloc|kvmalloc|vzalloc|vmalloc|kv?[mz]alloc_(obj|flex))$/;

/** Gives an array of objects, each time another (include/linux/slab.h). */
export const ALLOCATES_MANY = /^kv?(calloc|[mz]alloc_(array|objs))(_node)?$/;

/** Gives the same until the device is gone (drivers/base/devres.c): an object that the driver made, though it is one. */
export const ALLOCATES_FOR_DEVICE = /^(devm|drmm)_k(m|z|c)alloc(_obj|_flex|_array)?$/;

export const FREES = /^(kfree|kvfree|vfree|kfree_sensitive|kzfree)$/;

/** Defines a variable by a macro, in a function or outside. */
export const DEFINES =
  /^(DECLARE_WAITQUEUE|DEFINE_WAIT|DECLARE_COMPLETION|DECLARE_COMPLETION_ONSTACK|DECLARE_WAIT_QUEUE_HEAD|DECLARE_WAIT_QUEUE_HEAD_ONSTACK|DEFINE_MUTEX|DEFINE_RT_MUTEX|DEFINE_SPINLOCK|DEFINE_RAW_SPINLOCK|DEFINE_SEMAPHORE|DECLARE_RWSEM|DECLARE_WORK|DECLARE_DELAYED_WORK|DECLARE_DEFERRABLE_WORK|DEFINE_TIMER|DECLARE_TASKLET|DEFINE_RWLOCK|DEFINE_XARRAY|DEFINE_XARRAY_ALLOC1?|DEFINE_IDR)$/;

/** What it defines, for all but timers: the first pattern that fits holds. */
const DEFINED: readonly (readonly [RegExp, string])[] = [
  [/COMPLETION/, "struct completion"],
  [/WAIT_QUEUE_HEAD/, "wait_queue_head_t"],
  [/WAIT/, "wait_queue_entry_t"],
  [/RT_MUTEX/, "struct rt_mutex"],
  [/MUTEX/, "struct mutex"],
  [/RAW_SPINLOCK/, "raw_spinlock_t"],
  [/SPINLOCK/, "spinlock_t"],
  [/SEMAPHORE/, "struct semaphore"],
  [/RWSEM/, "struct rw_semaphore"],
  [/RWLOCK/, "rwlock_t"],
  [/(DELAYED|DEFERRABLE)_WORK/, "struct delayed_work"],
  [/WORK/, "struct work_struct"],
  [/TASKLET/, "struct tasklet_struct"],
  [/XARRAY/, "struct xarray"],
  [/IDR/, "struct idr"],
];

export function definedType(macro: string): string {
  return DEFINED.find(([pattern]) => pattern.test(macro))?.[1] ?? "struct timer_list";
}

/** Hands out the value of its argument. */
export const PASSES =
  /^(READ_ONCE|ACCESS_ONCE|rcu_dereference\w*|rcu_access_pointer|smp_load_acquire|likely|unlikely|ERR_CAST)$/;

/** Reports an error, and gives back the one that it was told of: which argument that is (drivers/base/core.c). */
export const GIVES_BACK: ReadonlyMap<string, number> = new Map([
  ["dev_err_probe", 1],
  ["dev_warn_probe", 1],
]);

/**
 * Makes an object of a subsystem's with room for one of the driver's, which a getter gives back: each call makes another one of both
 * (include/linux/netdevice.h, etherdevice.h, scsi_host.h, spi.h, mmc/host.h, net/mac80211.h, iio/iio.h).
 */
export const MAKES_WITH_ROOM =
  /^(devm_)?(alloc_(netdev|etherdev|candev)\w*|scsi_host_alloc|spi_alloc_(master|slave|host|target|controller)|ieee80211_alloc_hw|mmc_alloc_host|iio_device_alloc|framebuffer_alloc|devlink_alloc)$/;

/** Gives the driver what it left there itself, or what the kernel made for it: it is there as long as the device is. */
export const LEFT_THERE = /_(get_)?(\w*(drv|intf|client|adap|dev)data|(drv_)?priv)$/;

/** A predicate about what a device is or can do: it does not change while the driver is bound. */
export const TRAIT = /(^|_)(is|has|have|supports?|can|needs?|use|uses)(_|$)/;

export type CallClass = "thread" | "module" | "wait" | "sync" | "lock" | "deferred" | "look" | "none";

const classes = new Map<string, CallClass>();

/** Every part asks for the same few names, many times. */
export function classOf(name: string): CallClass {
  let known = classes.get(name);
  if (known === undefined) classes.set(name, (known = classify(name)));
  return known;
}

function classify(name: string): CallClass {
  const row = BOOK.get(name) ?? {};
  if (row.asks || LOOK.test(name)) return "look";
  if (MODULE.test(name)) return "module";
  // kept wherever it stands, its end with its beginning
  if (row.theLock !== undefined) return "wait";
  if (isAboutThreads(row) || THREAD.test(name)) return "thread";
  if (row.locks === "spinning" || LOCK.test(name)) return "lock";
  if (waits(row) || WAIT.test(name)) return "wait";
  if (row.completes || row.unlocks || row.atomic || SYNC.test(name)) return "sync";
  return row.binds || row.arms || row.ends || row.endsAllWork || DEFERRED.test(name) ? "deferred" : "none";
}

function isAboutThreads(row: KernelCall): boolean {
  const { creates, stops, stopsWorker, gets, puts, wakes, signals, parking, exits } = row;
  const effects = [creates, stops, stopsWorker, gets, puts, wakes, signals, parking, exits];
  return effects.some((effect) => effect !== undefined);
}

function waits({ waits: wait, sleepsUntil, queues, stateArg, locks }: KernelCall): boolean {
  return [wait, sleepsUntil, queues, stateArg, locks].some((effect) => effect !== undefined);
}

/** Creates a thread that runs kthread_worker_fn(), and gives its worker. */
export const CREATES_WORKER = /^kthread_(run|create)_worker(_on_(cpu|node))?$/;

/** Creates a thread. */
export const CREATES = /^kthread_((run|create)(_worker)?(_on_(cpu|node))?)$/;

/** The structs that a thread is known by: its own, or that of the worker whose thread it is. */
export function isHandle(tag: string | undefined): boolean {
  return tag === "task_struct" || tag === "kthread_worker";
}

/** Looks whether a thread is to end: a test of it is kept even if nothing else in its loop is. */
export const THREAD_TESTS =
  /^(kthread_should_stop|kthread_should_park|kthread_freezable_should_stop|signal_pending|fatal_signal_pending)$/;

/** Ends a thread, or lets it end. */
export const ENDS =
  /^(kthread_(stop|stop_put|park|unpark|destroy_worker)|force_sig|send_sig|wake_up_process)$/;

/**
 * Looks a process of user space up (kernel/pid.c): no thread of the driver's. How the model has it of a process that is there; what
 * gives a reference is given one back.
 */
export const USERS_TASK: ReadonlyMap<string, string> = new Map([
  ["get_pid_task", "get_pid_task(find_vpid(1), PIDTYPE_PID)"],
  ["pid_task", "pid_task(find_vpid(1), PIDTYPE_PID)"],
  ["find_task_by_vpid", "find_task_by_vpid(1)"],
]);

/** What a call's first argument points to, for fields whose struct nobody defines. The first pattern that fits holds. */
const POINTS_TO: readonly (readonly [RegExp, string])[] = [
  [
    /^(complete|complete_all|(kthread_)?complete_and_exit|reinit_completion|init_completion|wait_for_completion\w*|try_wait_for_completion|completion_done)$/,
    "struct completion",
  ],
  [
    /^(wake_up(?!_process)\w*|wait_event\w*|init_waitqueue_head|add_wait_queue\w*|remove_wait_queue|prepare_to_wait\w*|finish_wait|waitqueue_active)$/,
    "wait_queue_head_t",
  ],
  [/^mutex_/, "struct mutex"],
  [/^rt_mutex_/, "struct rt_mutex"],
  [/^raw_spin_/, "raw_spinlock_t"],
  [/^spin_/, "spinlock_t"],
  [/^(read|write)_(lock|unlock)|^rwlock_init$/, "rwlock_t"],
  [/^(down|up)_(read|write)|^init_rwsem$/, "struct rw_semaphore"],
  [/^(up|down\w*|sema_init)$/, "struct semaphore"],
  [/^atomic_/, "atomic_t"],
  [/delayed_work|DELAYED_WORK/, "struct delayed_work"],
  [/work/i, "struct work_struct"],
  [/timer/, "struct timer_list"],
  [/^tasklet_/, "struct tasklet_struct"],
];

export function pointsTo(callee: string): string | undefined {
  return POINTS_TO.find(([pattern]) => pattern.test(callee))?.[1];
}

/** Takes the thread itself rather than where it lies. */
export function takesThread(callee: string): boolean {
  return /^(kthread_(stop|stop_put|park|unpark|bind|bind_mask)|wake_up_process|force_sig|send_sig|get_task_struct|put_task_struct)$/.test(
    callee,
  );
}
