/**
 * What a subsystem calls to begin something, and to end it. `device`: nothing else is called before. `bind`: lives as long as the
 * device. `session`: while it is in use.
 */
export interface OperationPair {
  readonly begin: RegExp;
  readonly end: RegExp;
  readonly span: "device" | "bind" | "session";
}

/**
 * The words that subsystems name their operations with. A driver's core calls the first before the second, and never twice in a
 * row: probe and remove under device_lock() (drivers/base/dd.c), ndo_open and ndo_stop under rtnl (net/core/dev.c), release after
 * the last close (fs/file_table.c). Where a subsystem promises nothing, one comes after the other here too.
 */
export const OPERATION_PAIRS: readonly OperationPair[] = [
  { begin: /^(probe|probe_new)$/, end: /^(remove|remove_new|disconnect)$/, span: "device" },
  { begin: /^(attach|bind)$/, end: /^(detach|unbind)$/, span: "device" },
  { begin: /^connect$/, end: /^disconnect$/, span: "device" },
  {
    begin: /^(init|initialize|setup)$/,
    end: /^(exit|fini|deinit|uninit|clean|cleanup|destroy|release|free|shutdown|teardown|term|done|close)$/,
    span: "bind",
  },
  { begin: /^(add|insert)$/, end: /^(remove|del|delete)$/, span: "bind" },
  { begin: /^(load|mount|fill_super)$/, end: /^(unload|umount|unmount|put_super|kill_sb)$/, span: "bind" },
  {
    begin: /^(create|alloc|allocate|new|ctr)$/,
    end: /^(destroy|free|delete|release|dtr|remove)$/,
    span: "bind",
  },
  { begin: /^(register)$/, end: /^(unregister|deregister)$/, span: "bind" },
  { begin: /^(open)$/, end: /^(release|close|stop)$/, span: "session" },
  {
    begin: /^(start|run|launch|spawn|begin)$/,
    end: /^(stop|kill|end|halt|finish|shutdown)$/,
    span: "session",
  },
  { begin: /^(start_streaming|streamon)$/, end: /^(stop_streaming|streamoff)$/, span: "session" },
  {
    begin: /^(enable|up|activate|on|prepare|runtime_resume)$/,
    end: /^(disable|down|deactivate|off|unprepare|runtime_suspend)$/,
    span: "session",
  },
  // a device that is there is put to sleep first, and woken then (kernel/power/suspend.c, drivers/base/power/main.c)
  { begin: /^(suspend|freeze|poweroff)$/, end: /^(resume|thaw|restore)$/, span: "session" },
];

/** What a subsystem calls only between `open` and `stop`: dev_deactivate_many() and dev_watchdog() in net/sched/sch_generic.c. */
export const ONLY_WHILE_OPEN = { begin: /^ndo_open$/, operation: /^ndo_(start_xmit|tx_timeout)$/ };

/**
 * What a subsystem calls once before all else of a table, and after whose failure nothing is called: register_netdevice() in
 * net/core/dev.c, alloc_fs_context() in fs/fs_context.c.
 */
export const COMES_FIRST = /^(ndo_init|init_fs_context)$/;

/** Of these, what comes before all that a file system is mounted by, which stands in no table: get_tree_bdev() in fs/super.c is handed it. */
export const BEFORE_MOUNT = /^init_fs_context$/;

/** The last that is called of a driver, whatever came before. */
export const FINAL_OPERATION =
  /^(remove|remove_new|exit|disconnect|detach|unbind|unload|cleanup|fini|shutdown)$/;

/**
 * What shows a module's functions to others, who may call them before it returns, and what hides them again: drivers/char/misc.c,
 * fs/char_dev.c, drivers/base/core.c, fs/proc/generic.c, fs/sysfs/, fs/debugfs/inode.c, kernel/irq/manage.c.
 */
export const SHOWN: readonly { readonly shows: RegExp; readonly hides: RegExp }[] = [
  { shows: /^misc_register$/, hides: /^misc_deregister$/ },
  { shows: /^cdev_(device_)?add$/, hides: /^cdev_(device_)?del$/ },
  { shows: /^(__)?register_chrdev$/, hides: /^(__)?unregister_chrdev$/ },
  { shows: /^device_create(_with_groups)?$/, hides: /^device_(destroy|unregister)$/ },
  { shows: /^device_create_file$/, hides: /^device_remove_file$/ },
  { shows: /^proc_create\w*$/, hides: /^(remove_proc_(entry|subtree)|proc_remove)$/ },
  { shows: /^debugfs_create_\w+$/, hides: /^debugfs_remove\w*$/ },
  { shows: /^kobject_(create|init)_and_add$/, hides: /^kobject_put$/ }, // with the files in its folder
  { shows: /^sysfs_create_(files?|groups?)$/, hides: /^sysfs_remove_(files?|groups?)$/ },
  { shows: /^request_(threaded_)?irq$/, hides: /^free_irq$/ },
  { shows: /^register_\w+_notifier$/, hides: /^unregister_\w+_notifier$/ },
  { shows: /^nf_register_net_hooks?$/, hides: /^nf_unregister_net_hooks?$/ },
  { shows: /^input_register_device$/, hides: /^input_unregister_device$/ },
  { shows: /^register_netdev(ice)?$/, hides: /^unregister_netdev(ice)?$/ },
];

/**
 * Macros at the top of a file that give its module a way out: module_exit(), and those that make an init and an exit function for what they name
 * (module_platform_driver(), module_misc_device(), module_w1_family(), ...; include/linux/device/driver.h).
 */
export const LEAVES_KERNEL = /^(__exitcall|module_(?!init$|param|firmware)\w+)$/;
