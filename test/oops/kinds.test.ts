import { expect, test } from "vitest";
import { announced, KINDS } from "../../src/oops/kinds/all.ts";

test.each([
  ["WARNING: CPU: 0 PID: 87 at lib/refcount.c:25 refcount_warn_saturate+0x97/0x110", "REFCOUNT_WARNING"],
  ["WARNING: CPU: 0 PID: 87 at kernel/kthread.c:75 kthread_stop+0x143/0x170", "WARNING"],
  ["WARNING: kernel/kthread.c:75 at kthread_stop+0x143/0x170, CPU#0: rmmod/87", "WARNING"],
  ["WARNING: CPU: 0 PID: 87 at kthread_stop+0x143/0x170", "WARNING"],
  ["WARNING: at kthread_stop+0x143/0x170, CPU#0: rmmod/87", "WARNING"],
  ["WARNING: at kernel/kthread.c:75 kthread_stop+0x143/0x170()", "WARNING"],
  ["WARNING: at net/sched/sch_generic.c:307", "WARNING"],
  ["[ INFO: possible recursive locking detected ]", "LOCKDEP"],
  ["watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [rmmod:87]", "HANG"],
  ["BUG: unable to handle page fault for address: ffffffffc0201011", "MEMORY_SAFETY_BUG"],
  [
    "Unable to handle kernel NULL pointer dereference at virtual address 00000000",
    "NULL-POINTER-DEREFERENCE",
  ],
  ["BUG: KASAN: slab-use-after-free in kthread_stop+0x43/0x170", "KASAN-USE-AFTER-FREE-READ"],
  ["INFO: task rmmod:78 blocked for more than 120 seconds.", "HANG"],
])("%s announces %s", (line, type) => {
  const found = announced(line);
  expect(found && { ...found.kind, ...found.kind.refine?.([line], found.match) }.type).toBe(type);
});

test.each([
  "klt_a: loading out-of-tree module taints kernel.",
  "Internal error: unknown format 'x'. Please report this",
  "Unhandled fault: see the manual",
  "backup.service: Internal error: cannot open /dev/sdb",
  "foo.c:12:10: fatal error: bar.h: No such file or directory",
  "WARNING! power/level is deprecated; use power/control instead",
  "audit: type=1400 msg='bug'",
  "tsc: Unable to calibrate against PIT",
  "ACPI: INT_SRC_OVR (bus 0 bus_irq 0 global_irq 2 dfl dfl)",
])("%s announces nothing", (line) => {
  expect(announced(line)).toBeUndefined();
});

test("every kind can be found by the fast scan: it has a hint, in ASCII", () => {
  for (const { hints, title } of KINDS) {
    expect(hints.length, title).toBeGreaterThan(0);
    for (const hint of hints) expect(hint).toMatch(/^[ -~]{4,}$/);
  }
});
