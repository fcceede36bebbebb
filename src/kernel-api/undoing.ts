/**
 * How to take back what a call did, as text: `$0` is its first argument as it is written, `$-1` its last, `$` what it returned, `*$0` what
 * its first argument points to, `#0` a number that was asked for, or, where it was 0, the one that was returned. Of several ways the first
 * is the usual one.
 */
type Ways = readonly [string, ...string[]];

interface Row {
  readonly does: RegExp;
  readonly undo: Ways;
}

/**
 * mm/slab_common.c, mm/vmalloc.c, mm/mempool.c, mm/dmapool.c; fs/char_dev.c, fs/proc/generic.c, fs/sysfs/, fs/debugfs/inode.c, fs/open.c,
 * fs/filesystems.c; drivers/char/misc.c, drivers/base/, drivers/input/input.c, drivers/leds/led-class.c, drivers/net/; block/genhd.c;
 * kernel/irq/manage.c, kernel/workqueue.c, kernel/kthread.c, kernel/reboot.c, kernel/kprobes.c; lib/kobject.c,
 * lib/kfifo.c; net/core/dev.c, net/socket.c, net/netlink/; read in 6.12.
 */
const UNDOING: readonly Row[] = [
  {
    does: /^(k[mzc]alloc(_array|_node)?|k(mem|str|strn)dup|kasprintf)$/,
    undo: ["kfree($)", "kfree_sensitive($)", "kvfree($)"],
  },
  { does: /^v[mz]alloc(_user|_32)?$/, undo: ["vfree($)", "kvfree($)"] },
  { does: /^kv[mzc]alloc(_array|_node)?$/, undo: ["kvfree($)"] },
  { does: /^kmem_cache_create(_usercopy)?$/, undo: ["kmem_cache_destroy($)"] },
  { does: /^kmem_cache_z?alloc$/, undo: ["kmem_cache_free($0, $)"] },
  { does: /^mempool_create\w*$/, undo: ["mempool_destroy($)"] },
  { does: /^kfifo_alloc$/, undo: ["kfifo_free($0)"] },
  { does: /^alloc_percpu\w*$/, undo: ["free_percpu($)"] },
  { does: /^ioremap\w*$/, undo: ["iounmap($)"] },

  { does: /^alloc_chrdev_region$/, undo: ["unregister_chrdev_region(*$0, $2)"] },
  { does: /^register_chrdev_region$/, undo: ["unregister_chrdev_region($0, $1)"] },
  { does: /^register_chrdev$/, undo: ["unregister_chrdev(#0, $1)"] },
  { does: /^register_blkdev$/, undo: ["unregister_blkdev(#0, $1)"] },
  { does: /^cdev_add$/, undo: ["cdev_del($0)"] },
  { does: /^cdev_alloc$/, undo: ["cdev_del($)"] },
  { does: /^cdev_device_add$/, undo: ["cdev_device_del($0, $1)"] },
  { does: /^misc_register$/, undo: ["misc_deregister($0)"] },
  { does: /^class_create$/, undo: ["class_destroy($)"] },
  { does: /^class_register$/, undo: ["class_unregister($0)"] },
  {
    does: /^device_create(_with_groups)?$/,
    undo: ["device_destroy($0, $2)", "device_unregister($)"],
  },
  { does: /^device_register$/, undo: ["device_unregister($0)"] },
  { does: /^device_create_file$/, undo: ["device_remove_file($0, $1)"] },
  { does: /^class_create_file$/, undo: ["class_remove_file($0, $1)"] },
  { does: /^sysfs_create_(file|group|link|bin_file)$/, undo: ["sysfs_remove_\\1($0, $1)"] },
  { does: /^kobject_create_and_add$/, undo: ["kobject_put($)"] },
  { does: /^kset_create_and_add$/, undo: ["kset_unregister($)"] },
  {
    does: /^proc_create(_seq|_single)?(_data)?$/,
    undo: ["proc_remove($)", "remove_proc_entry($0, $2)"],
  },
  { does: /^proc_mkdir$/, undo: ["proc_remove($)", "remove_proc_entry($0, $1)"] },
  { does: /^debugfs_create_dir$/, undo: ["debugfs_remove_recursive($)", "debugfs_remove($)"] },
  { does: /^debugfs_create_file$/, undo: ["debugfs_remove($)", "debugfs_remove_recursive($2)"] },
  { does: /^filp_open$/, undo: ["filp_close($, NULL)"] },
  { does: /^register_filesystem$/, undo: ["unregister_filesystem($0)"] },
  { does: /^register_sysctl(_table)?$/, undo: ["unregister_sysctl_table($)"] },

  { does: /^platform_(driver|device)_register$/, undo: ["platform_\\1_unregister($0)"] },
  {
    does: /^platform_device_register_(simple|data|full|resndata)$/,
    undo: ["platform_device_unregister($)"],
  },
  { does: /^platform_device_alloc$/, undo: ["platform_device_put($)"] },
  { does: /^(pci|hid)_register_driver$/, undo: ["\\1_unregister_driver($0)"] },
  { does: /^usb_register$/, undo: ["usb_deregister($0)"] },
  { does: /^i2c_add_driver$/, undo: ["i2c_del_driver($0)"] },
  { does: /^spi_register_driver$/, undo: ["spi_unregister_driver($0)"] },
  { does: /^input_allocate_device$/, undo: ["input_free_device($)"] },
  { does: /^input_register_device$/, undo: ["input_unregister_device($0)"] },
  { does: /^led_classdev_register$/, undo: ["led_classdev_unregister($1)"] },
  { does: /^watchdog_register_device$/, undo: ["watchdog_unregister_device($0)"] },
  { does: /^alloc_(netdev|etherdev)\w*$/, undo: ["free_netdev($)"] },
  { does: /^register_(netdev|netdevice)$/, undo: ["unregister_\\1($0)"] },
  { does: /^sock_create(_kern|_lite)?$/, undo: ["sock_release(*$-1)"] },
  { does: /^netlink_kernel_create$/, undo: ["netlink_kernel_release($)"] },
  { does: /^genl_register_family$/, undo: ["genl_unregister_family($0)"] },
  { does: /^nf_register_net_hook$/, undo: ["nf_unregister_net_hook($0, $1)"] },
  { does: /^register_(pernet_subsys|pernet_device)$/, undo: ["unregister_\\1($0)"] },

  { does: /^request_(threaded_)?irq$/, undo: ["free_irq($0, $-1)"] },
  { does: /^register_(\w+_notifier|k(?:ret)?probe)$/, undo: ["unregister_\\1($0)"] },
  { does: /^alloc_(ordered_)?workqueue$/, undo: ["destroy_workqueue($)"] },
  { does: /^create_(singlethread_|freezable_)?workqueue$/, undo: ["destroy_workqueue($)"] },
  { does: /^kthread_(create|run)_worker(_on_cpu)?$/, undo: ["kthread_destroy_worker($)"] },
  { does: /^kthread_(run|create)(_on_\w+)?$/, undo: ["kthread_stop($)"] },
];

/** The ways to take back what a function of the kernel did; none for what leaves nothing behind. */
export function waysToUndo(name: string): readonly string[] {
  for (const { does, undo } of UNDOING) {
    const found = does.exec(name);
    if (found) return undo.map((way) => way.replace(/\\1/g, found[1] ?? ""));
  }
  return [];
}
