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

/** The last that is called of a driver, whatever came before. */
export const FINAL_OPERATION =
  /^(remove|remove_new|exit|disconnect|detach|unbind|unload|cleanup|fini|shutdown)$/;
