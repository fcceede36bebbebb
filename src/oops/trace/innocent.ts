import { MACHINERY } from "./machinery-names.ts";

/**
 * Functions that stand between a bug and its report, or that do what they were told: never the ones to blame.
 * Names are without compiler suffixes. Each group says why its functions are innocent.
 */
const GROUPS: readonly (readonly [why: string, names: RegExp])[] = [
  [
    "print the report",
    /^(?:__)?dump_(?:stack|backtrace|header)|^show_(?:stack|regs|trace)|^unwind_|^panic$|^vpanic$|^nmi_panic|^__?warn(?:_|$)|^__warn|^warn_(?:slowpath|bogus|alloc)|^report_bug|^__report_bug|^(?:fixup|handle)_bug|^print_(?:address|report|circular|usage|deadlock|bad|irq|lock|kernel|unlock|section|trailer|track|page|tainted|hex|error|shadow|worker|vma|memory|other_cpu|cpu_stall|modules|stack|trace|collision|freed|nested)|^__die|^die(?:_|$)|^oops_|^add_taint|^__schedule_bug|^spin_(?:dump|bug)|^rwlock_bug|^__show_|^sched_show|^_sched_show|^bust_spinlocks|^bad_page|^kmemleak|^create_object|^object_err|^slab_(?:err|bug|pad_check)|^check_(?:bytes_and_report|object|slab)$|^(?:alloc|free)_debug_processing|^on_freelist$|^validate_slab|^skb_(?:over_|under_)?panic|^fortify_|^__fortify|^debug_(?:print_object|check_no_obj|object_|spin_)|^__debug_(?:check|object)|^lockdep_|^debug_check_no_locks|^usercopy_|^check_object_size|^__check_object_size|^__check_heap_object|^report_usercopy|^__stack_chk_fail|^_?printk|^dev_(?:vprintk|printk)|^__dev_printk|^_dev_(?:info|err|warn|printk)|^__netdev_printk|^netdev_(?:info|err|warn|printk)|^va_format|^hex_dump|^print_hex|^walk_stackframe|^get_taint$|^assertfail|^__reiserfs_panic|^\w*_panic$|^__ext4_error|^__phys_addr|^hex_string|^ref_tracker_|^vprintk|printk_safe|^console_unlock|^rust_begin_unwind|^_R\w*(?:panic|core9panicking)|core::(?:panicking|option|result|slice::index)|rust_begin_unwind|^rust_helper_BUG/,
  ],
  [
    "bring an exception to its report",
    /^do_(?:error_)?trap|^df_debug|^do_double_fault|^handle_stack_overflow|^do_invalid_op|^invalid_op|^(?:asm_)?exc_|^do_(?:mem_abort|sp_pc_abort|translation_fault|tag_check_fault|bad_area|DataAbort|PrefetchAbort|undefinstr|page_fault|alignment|kernel_fault|debug_exception|kern_addr_fault|user_addr_fault|general_protection)|^__do_(?:kernel_fault|user_fault|page_fault)|^el1[_th]|^el1h?_|^bug_handler|^brk_handler|^call_break_hook|^(?:page_fault|general_protection|error_entry|double_fault|async_page_fault)$|^handle_(?:page_fault|exception|stack_overflow)|^__bad_area|^bad_area|^no_context|^kernelmode_fixup|^panic_bad_stack|^__bad_stack|^vmalloc_fault|^page_fault_oops|^ret_from_exception$|^do_trap_break|^excp_|^bad_mode$|^bad_page_fault|^exception_common|^program_check_exception|^(?:data_access|instruction_access)_common|^ret_to_user$/,
  ],
  [
    "sanitizers",
    /kasan|^__asan|^__hwasan|^check_memory_region|^__kcsan|kcsan_|^__tsan|kmsan|^__msan|^__?ubsan|^handle_(?:overflow|shift)|^kfence|^__kfence|^instrument_|^memory_is_|^__sanitizer_|^(?:trace|stack)_depot|^save_stack|^__save_stack|^stack_trace_/,
  ],
  ["fault injection", /^should_fail|^__should_fail|^fail_dump|^should_failslab/],
  [
    "locks",
    /^(?:__)?lock_(?:acquire|release|is_held|set_|pin|unpin|downgrade)|^__lock_(?:acquire|release|set|is_held)|^mark_(?:lock|held_locks)|^check_(?:prev|prevs|irq_usage|noncircular|deadlock|chain_key|usage|flags|wait_context|redundant|path|unlock|lock)(?:_|$)|^validate_chain|^valid_state$|^register_lock_class|^find_(?:held_lock|usage)|^add_chain_|^(?:__|_|do_)?raw_(?:spin|read|write|local|notifier|seqcount|cpu_|atomic|res_spin|irq)|^_?_?(?:spin|read|write|queued?|native_queued|ticket)(?:_\w+)?_(?:try|un)?lock(?:_(?:irq|irqsave|irqrestore|bh|nested|slowpath|nest_lock))*$|^(?:__|arch_|queued_|native_)?(?:queued_)?(?:spin|read|write)_(?:un)?lock|^native_queued|^pv_queued|^__pv_queued|^(?:__)?mutex_|^ww_mutex|^(?:__)?down(?:_|$)|^up(?:_|$)|^__up_|^(?:__)?rwsem_|^call_rwsem|^(?:__)?(?:percpu|ldsem|rt_mutex|rtmutex)_?|^__ldsem|^percpu_|^lock_sock|^__lock_sock|^bit_spin|^seqcount|^local_bh_|^__local_bh|^trace_hardirqs|^trace_(?:irq|softirq)|^rcu_(?:read_|lockdep|is_watching|lock_)|^rcu_dynticks|^sched_annotate|^console_trylock|^local_lock|^osq_|^mutex_optimistic|^mutex_can_spin|^\w+_write_lock$|^\w*_rq_lock$|^_?atomic_dec_and_|^refcount_dec_and_|^tty_ldisc_lock|^tty_lock|^rtlock|^task_blocks_on_rt|^(?:__)?try_to_take_rt|^rt_(?:spin|read|write)_/,
  ],
  [
    "sleep until something happens",
    /^(?:__)?schedule(?:_|$)|^__cond_resched|^_cond_resched|^io_schedule|^context_switch|^__switch_to|^(?:__)?might_|^___might_|^__?wait_(?:for|on|rcu|event)|^do_wait_for|^__do_wait|^__wait_|^wait_(?:for_|on_|rcu|woken)|^out_of_line_wait|^bit_wait|^__?bit_|^prepare_to_wait|^finish_wait|^(?:__)?flush_work|^(?:__)?cancel_(?:delayed_)?work|^__cancel_work|^preempt_(?:schedule|count)|^preempt_|^finish_task_switch|^usleep|^msleep|^jbd2_log_wait|^do_nanosleep|^check_preemption|^debug_smp|^__this_cpu_preempt|^flush_workqueue|^drain_workqueue|^del_timer_sync|^__?timer_delete|^(?:__)?try_to_del_timer|^sk_stop_timer|^try_to_grab|^jbd2_log_wait|^rcu_barrier$|^wb_wait|^folio_wait|^do_read_cache|^__lock_page|^lock_page|^unlock_page|^folio_(?:un)?lock|^__folio_lock/,
  ],
  [
    "allocate and free",
    /^_?_?(?:k|kv|kz|v|vz|kvz|krealloc|kc)[mcz]?(?:m|c|re)?alloc(?:_|$)|^__?k[mvz]?alloc|^k(?:v)?malloc|^k(?:v)?free(?:_|$)|^__kfree|^vfree|^__vfree|^vmalloc|^__vmalloc|^kmem_cache|^__kmem_cache|^(?:__|___)?slab_|^___slab|^(?:__|___)?cache_(?:alloc|free)|^___cache|^(?:__)?alloc_(?:pages|page|percpu)|^__alloc_page|^alloc_pages|^get_page_from|^(?:__)?free_(?:pages|page|unref|percpu|hot|one_page)|^__free_(?:page|one_page|slab|percpu|hugepage|vmap|object|frozen)|^pcpu_|^kmemdup|^_?memdup|^k(?:v)?as|^kstr|^do_slab_free|^slab_|^__page_cache_alloc|^new_slab|^allocate_slab|^call_rcu|^__call_rcu|^devm_k|^rcu_free_slab|^discard_slab|^mempool|^krealloc|^__do_kmalloc|^vm_area_alloc_pages|^__get_free_pages|^post_alloc_hook|^prep_new_page_nothing|^__(?:re)?set_page_owner|^page_frag_|^page_pool_|^__page_pool|^free_to_partial|^free_large_k|^___kmalloc|^__alloc_frozen|^vmemdup|^devres_|^__do_replace_nothing|^free_to_pcs|^find_(?:lock|get)_(?:page|entr)|^folio_alloc|^vma_alloc_|^__folio_alloc|^alloc_folio/,
  ],
  [
    "strings and memory",
    /^_?_?(?:memcpy|memset|memmove|memcmp|memchr|memscan|bcmp|__arch_copy|__pi_|__memcpy|__memset|__memmove|strlen|strnlen|strcmp|strncmp|strcpy|strncpy|strlcpy|strscpy|strsep|strchr|strn?str|strcat|strlcat|strnchr|strrchr|sized_strscpy)(?:_|$|w)|^__(?:memcpy|memset|memmove)|^memcpy_|^memset_|^str(?:n?len|n?cmp|n?casecmp|n?cpy|scpy|lcpy|n?chr|str|sep|spn|cspn|cat)$|^read_word_at_a_time|^v?sc?n?printf|^vscnprintf|^string(?:_nocheck)?$|^pointer$|^number$|^hex_string|^format_decode|^kvasprintf|^copy_(?:from|to)_user(?:_(?:nofault|nmi|page|iter|inatomic|mc|fromio|toio)\w*)?$|copy_to_user$|^_copy_|^__copy_|^copy_user|^csum_partial|^__?arch_(?:copy|clear)|^__?clear_user|^_?inline_copy|^raw_copy|^__put_user|^__get_user|^__?probe_kernel|^copyin|^copyout|^copy_(?:from|to|page_from|page_to)_iter|^_copy_(?:from|to)_iter|^copy_page$|^_copy/,
  ],
  [
    "lists, trees, counters, references",
    /^_*h?list_(?:add|del|replace|move|splice|empty|entry|first|last|cut|rotate|bulk|sort|is_|swap|lru|debug|nulls|for_each|unhashed|head|bl_|init|next|prev)|^plist_|^llist_|^(?:__)?rb_(?:insert|erase|next|prev|first|last|link)|^__rb_|^rb_|^timerqueue_nothing|^(?:__)?refcount_|^__refcount|^kref_|^(?:arch_|raw_)?atomic(?:64|_long)?_|^_?find_(?:next|first|last|nth)_(?:(?:and|or|zero|andnot|clump8?)_?)*bit|^__?(?:set|clear|test|change)_bit|^test_and_|^arch_(?:set|clear|test)_bit|^_set_bit|^idr_|^ida_|^radix_tree_nothing|^xa_|^xas_|^_*bitmap_(?:and|or|xor|equal|weight|set|clear|zero|fill|find|alloc|free|subset|intersects|parse|print|copy|empty|full|complement|shift|release|allocate)|^siphash|^jhash|^crc\d|^crc_|^__crc|^klist_|^crypto_|^aes|^xts_|^sha\d|^rhashtable_|^lock_timer_base|^_stext$|^kill_fasync|^io?put$|^d?iput|^dput$|^fast_dput|^__dput|^perf_trace_|^mark_buffer_dirty|^truncate_inode_pages|^__read_once_word|^logic_(?:in|out)|^__raw_(?:read|write)|^cleanup_srcu_struct|^hwrng_/,
  ],
  [
    "timers and work, on behalf of who set them",
    /^(?:init|mod|add|del|detach|setup|do_init)_timer|^__?init_timer|^timer_(?:is|fixup|delete|shutdown)|^__?mod_timer|^__?queue_(?:delayed_)?work|^queue_work_on|^mod_delayed_work|^(?:flush|drain|destroy|__flush)_workqueue|^process_one_work|^process_scheduled|^worker_thread|^__wake_up|^wake_up_(?:process|q|bit)|^try_to_wake_up|^__hrtimer_run|^tasklet_action|^(?:__)?run_hrtimer/,
  ],
  [
    "the device model",
    /^(?:device|bus|driver|class)_for_each_|^rollback_registered|^unregister_netdev|^__unregister_(?:netdev|chrdev|client)|^i2c_(?:del|unregister|register|add)_|^dpm_sysfs|^add_uevent_var|^usb_(?:submit|kill|poison|free|start_wait)\w*urbs?$|^usb_(?:start_wait_urb|internal_control_msg|control_msg|bulk_msg|interrupt_msg)|^usb_kill_|^(?:__)?kobject_|^kset_|^device_(?:del|add|unregister|register|release|initialize|create|destroy)|^put_device|^get_device|^__device_|^sysfs_|^kernfs_(?:remove|get|put|find)|^(?:get|put)_net$|^dev_set_name|^cdev_(?:del|put)/,
  ],
  [
    "processor and interrupt entry",
    /^entry_[A-Z]|^__?(?:dabt|pabt|und|irq)_(?:svc|usr|invalid)|^__und_|^do_syscall_|^do_fast_syscall|^ret_from_|^ret_fast|^__?(?:asm_)?sysvec_|^asm_|^apic_timer|^smp_apic|^retint|^restore_(?:all|regs)|^el0|^invoke_syscall|^common_interrupt|^__x86_|^__x86_indirect|^__fentry|^ftrace_|^sysenter_|^syscall_(?:enter|exit|return)|^exit_to_user|^irqentry|^idtentry|^native_(?:safe_halt|restore|save|irq|write_cr|apic)|^arch_local_irq|^xen_(?:hypercall|evtchn|hvm_callback|do_hypervisor|iret|pv_|asm_|failsafe|sys)|^vector_|^call_on_|^(?:do_|__do_|invoke_)softirq_own|^_*kretprobe|^return_to_handler|^kernel_text_address|^__kernel_text_address|^secondary_startup|^x86_64_start|^__switch_to_asm/,
  ],
];

/** The group whose functions may still be the ones to blame when nobody else is there: nothing ran but entry code. */
const ENTRY = "processor and interrupt entry";

/** True for a function that is never the one to blame; with `entryCounts`, entry code may be. */
export function isInnocent(name: string, entryCounts = false): boolean {
  return MACHINERY.has(name) || isServant(name, entryCounts);
}

/** The same without the folders of the machinery, whose own code may be at fault where nobody else is there. */
export function isServant(name: string, entryCounts = false): boolean {
  return GROUPS.some(([why, names]) => names.test(name) && !(entryCounts && why === ENTRY));
}

/** Groups that only ever tell of a bug. */
const REPORTING: ReadonlySet<string> = new Set([
  "print the report",
  "bring an exception to its report",
  "sanitizers",
  "fault injection",
  ENTRY,
]);

/** True for a function that leads from a bug to its report. */
export function isReporting(name: string): boolean {
  return GROUPS.some(([why, names]) => REPORTING.has(why) && names.test(name));
}
