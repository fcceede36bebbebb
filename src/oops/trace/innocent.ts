/**
 * Functions that stand between a bug and its report, or that do what they were told: never the ones to blame.
 * Names are without compiler suffixes. Each family says why its functions are innocent, and is told by the words its
 * names are made of, so that it holds whatever a kernel version calls its members.
 *
 * A report is called here what public trackers call it, so where a family ends follows the conventions that syzkaller
 * documents in pkg/report/linux.go (Apache-2.0): what serves everybody is passed over (locks, allocators, copies, lists,
 * the driver core's registration), what schedules, dispatches or counts for one subsystem is not.
 */
type Family = readonly [why: string, names: RegExp];

/** Entry code may still be named when nobody else is there. */
const ENTRY = "processor and interrupt entry";

/** What handles an exception is named where the exception was handled wrongly, and nobody else is there. */
const EXCEPTIONS = "bring an exception to its report";

/** Never in a module: there a function of such a name is of a test of the sanitizer. */
const SANITIZERS =
  /[ak]san(?:_|$)|^__hwasan|kmsan|^__msan|kcsan|^__tsan|__sanitizer|^memory_is_|^instrument_|check_memory_region|^__?ubsan|kfence|_once_\w*nocheck|^read_word_at_a_time/;

/** Only ever tell of a bug. */
const REPORTING: readonly Family[] = [
  [
    "print the report",
    /panic|crash_kexec|^machine_kexec|^__?warn(?:_|$)|^warn_(?:slowpath|bogus|alloc|on_)|report_bug|^(?:fixup|handle)_bug|^__?die(?:_|$)|^die(?:_|$)|^oops_|^add_taint|^print_(?:address|report|usage|unlock|tainted|hex|circular|deadlock|irq_inversion|bad_irq|bad_unlock|kernel|section|trailer|track|page_info|error|shadow|collision|freed|other_cpu|cpu_stall|lock)|imbalance_bug|^__schedule_bug|^bad_page|sched_show|_bug_report$|^(?:spin|rwlock)_(?:dump|bug)|assertfail|^__stack_chk_fail|^object_err|^slab_(?:err|bug)|^skb_(?:over_|under_)?panic|fortify|^rust_helper_BUG|rust_begin_unwind|core::(?:panicking|option|result|slice::index)|^get_taint$|^__phys_addr/,
  ],
  [
    "walk the stack",
    /(?:dump|show|walk)_stack|^show_(?:trace|regs)|^_*save_stack|^print_stack_trace|stack_(?:trace|walk|depot)|dump_backtrace|cpu_backtrace|unwind_backtrace|walk_stackframe|^depot_/,
  ],
  [
    "write to the log",
    /printk|va_format|(?:^|_)dev_(?:emerg|alert|crit|err|warn|notice|info)$|^netdev_(?:emerg|alert|crit|err|warn|notice|info)$|^console_unlock$|^print_hex_dump|^hex_dump_to_buffer$/,
  ],
  [
    EXCEPTIONS,
    /_trap$|^do_trap|^do_error|^(?:do_)?invalid_op|^df_debug|^do_double_fault|^(?:asm_)?exc_|^do_(?:page|mem|kernel|translation|tag_check|alignment|external|sp_pc)?_?(?:abort|fault|check_fault)$|^do_(?:bad_area|DataAbort|PrefetchAbort|undefinstr|alignment|debug_exception|kern_addr_fault|user_addr_fault|sp_pc_abort|mem_abort)$|^__do_(?:kernel|user|page)_fault|^el1[_th]|^(?:bug|brk)_handler|call_break_hook|^(?:page_fault|general_protection|error_entry|double_fault|async_page_fault)$|^handle_(?:page_fault|exception|stack_overflow)|bad_area|^no_context|^kernelmode_fixup|bad_stack|^vmalloc_fault|^page_fault_oops|^ret_from_exception$|^excp_|^bad_mode$|^do_serror$|^bad_page_fault|^exception_common|^program_check_|^(?:data|instruction)_access|^ret_to_user$/,
  ],
  ["sanitizers", SANITIZERS],
  [
    "checks of debugging kernels",
    /debug_(?:object|check|print_object|spin|locks|smp)|_is_static_object|lockdep|check_(?:heap_object|object)|^check_(?:bytes_and_report|slab|preemption)|usercopy|^__this_cpu_preempt|ref_tracker|seqprop_assert|kmemleak|^create_object|^validate_slab|^(?:alloc|free)_debug_processing|^on_freelist|might_(?:fault|sleep|resched)|^perf_trace_|^trace_(?:hard|soft)irq/,
  ],
  ["fault injection", /^_*should_fail|^fail_dump/],
  [
    ENTRY,
    /^entry_[A-Z]|^__?(?:dabt|pabt|und|irq)_(?:svc|usr|invalid)|^do_syscall_|^do_fast_syscall|^ret_from_|^ret_fast|^__?(?:asm_)?sysvec_|^asm_|apic_timer_interrupt|^retint|^restore_(?:all|regs)|^el0|^invoke_syscall|^common_interrupt|^__x86_|indirect_thunk|^__fentry|^ftrace_(?:regs_)?call|^sysenter_|^syscall_(?:enter|exit|return)|^exit_to_user|^irqentry|^idtentry|^native_(?:safe_halt|restore|save|irq|write_cr|apic)|^arch_local_irq|^xen_(?:hypercall|hvm_callback|iret)|^vector_(?:swi|irq|dabt|pabt|und)|kretprobe_trampoline|^return_to_handler|^secondary_startup|^x86_64_start|^__switch_to_asm/,
  ],
];

/** Do what they were told. */
const SERVING: readonly Family[] = [
  [
    "locks",
    /lock_(?:acquire|release|class|contended)|^mark_(?:lock|held)|held_lock|(?:spin|read|write)_(?:un|try)?lock|raw_spin|^rtlock_|slowlock|raw_(?:read|write)_(?:un|try)?lock|(?:^|_)(?:down|up)_(?:read|write)|^_*(?:down|up)(?:_(?:interruptible|killable|timeout|trylock))?$|^(?:__|ww_|rt_)?mutex_|rt_mutex|rwsem|owner_on_cpu|osq_(?:un)?lock|^queued_(?:spin|read|write)|^native_queued|^local_(?:bh|lock)|bh_(?:en|dis)able|^check_(?:prevs?_add|irq_usage|noncircular|deadlock|chain_key|usage|flags|wait_context)|^validate_chain|^add_chain|^rcu_(?:read_|is_watching)|^(?:un)?lock_page|^_*folio_(?:un)?lock|^bit_spin/,
  ],
  [
    "counters and bits",
    /atomic(?:64|_long)?_(?:add|and|cmpxchg|dec|fetch|inc|or|read|set|sub|try|xchg|xor)|(?:set|clear|change|test)_bit|^_*refcount_|^_*kref_/,
  ],
  [
    "allocate and free",
    /[mzc]alloc|krealloc|alloc_(?:frozen_)?(?:page|slab)|folio_alloc|kmem_cache|slab_|allocate_slab|^new_slab|^kv?free$|^kfree_skb|^_+filemap_get_folio|find_or_create_page|do_read_cache|read_cache_page|pagecache_get_page|grab_cache_page_write|memdup|strn?dup|page_owner|^page_pool_alloc|^page_frag_|^post_alloc_hook|^prep_new_page|^get_page_from|^qlist_|^quarantine_/,
  ],
  [
    "strings and memory",
    /mem(?:cpy|cmp|set|chr|move)|str(?:n?cmp|n?cpy|lcpy|scpy|n?len|n?str|chr)|copy_(?:page_|folio_)?(?:to|from)_(?:user|iter)|^copy(?:in|out)$|^_copy_|(?:put|get)_user(?:_|$)|(?:^|_)(?:string|pointer)(?:_|$)|sc?nprintf|^v?sprintf$|kv?asprintf|^format_decode|^number$|(?:^|_)(?:read|write)[bwlq]$|^logic_(?:in|out)|^crc\d|^crc_itu_t|^__?arch_copy/,
  ],
  ["ciphers", /^(?:aes\w*|xts|crypto_\w+)_(?:en|de)crypt$/],
  [
    "lists and trees",
    /list_(?:add|del|replace|move|splice)|^_*rb_|^klist_|^xas_(?:start|load|find)|^_*ida_|rhashtable_|find_lock_entries|truncate_inode_pages_range/,
  ],
  [
    "put what others hold",
    /^i(?:put(?:_final)?|hold)$|^_*(?:fast_)?dput$|^(?:get|put)_device$|^_*mark_buffer_dirty|^cleanup_srcu_struct/,
  ],
  [
    "timers and work, on behalf of who set them",
    /^_*(?:add|del|mod|start|try_to_del)_timer|timer_delete|_stop_timer|lock_timer_base|(?:^|_)queue_work|queue_delayed_work|insert_work|flush_work|cancel_(?:delayed_)?work_(?:sync|timer)|(?:drain|destroy)_workqueue|try_to_grab_pending|__wake_up|^complete$|wait_for_common|wait_for_completion|^finish_wait/,
  ],
  [
    "register and remove devices",
    /kobject_|add_uevent_var|get_device_parent|^device_(?:add|del|unregister|destroy|release|for_each_child|remove_file)|devres_release_all|_unregister_client|hwrng_unregister|i2c_del_adapter|rollback_registered|unregister_netdev|sysfs_remove|tty_unregister_device|usb_(?:hcd_)?(?:submit|kill)_(?:anchored_)?urbs?|usb_control_msg|dummy_urb_enqueue/,
  ],
];

/** In a hang, whoever sleeps only does so for the one that waits; and a lock, too, is only waited for. */
export const WAITS =
  /sched|wait|completion|synchronize|rcu_barrier|(?:context_|__)switch|_(?:slow)?lock|down|rwsem|kthread|^kernel_thread_(?:helper|starter)$|cancel_delayed_work/;

/** What everybody waits for when one holds it up: a hang there is of all its victims the same one. */
export const BOTTLENECK = /^(?:rtnl_lock|_*synchronize_(?:rcu|srcu|net|sched))/;

const FAMILIES: readonly Family[] = [...REPORTING, ...SERVING];

/** True for a function that is never the one to blame; with `entryCounts`, entry code may be. */
export function isInnocent(name: string, entryCounts = false): boolean {
  return FAMILIES.some(([why, names]) => names.test(name) && !(entryCounts && why === ENTRY));
}

/** True for a function that leads from a bug to its report; with `exceptionsCount`, one that handles exceptions does not. */
export function isReporting(name: string, exceptionsCount = false): boolean {
  return REPORTING.some(([why, names]) => names.test(name) && !(exceptionsCount && why === EXCEPTIONS));
}

export const isSanitizer = (name: string): boolean => SANITIZERS.test(name);
