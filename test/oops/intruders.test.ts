import { describe, expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

/** A warning of one task, with another task's stall printed into it. */
const interleaved = `[   10.000000][   T87] WARNING: CPU: 0 PID: 87 at net/foo/foo.c:23 foo_exit+0x40/0x5c [foo]
[   10.000010][   T90] INFO: task bar:90 blocked for more than 120 seconds.
[   10.000020][   T90]       Not tainted 6.1.0 #1
[   10.000030][   T87] CPU: 0 PID: 87 Comm: rmmod Not tainted 6.1.0 #1
[   10.000040][   T90] Call Trace:
[   10.000050][   T90]  __schedule+0x10/0x20
[   10.000060][   T87] Call Trace:
[   10.000070][   T90]  bar_wait+0x10/0x20
[   10.000080][   T87]  __warn+0x10/0x20
[   10.000090][   T87]  foo_exit+0x40/0x5c [foo]
[   10.000100][   T87]  __x64_sys_delete_module+0x10/0x20
`;

const stack = (functions: readonly string[]): string =>
  functions.map((name) => `[   10.100000]  ${name}+0x10/0x40\n`).join("");

describe("a report that another one broke into", () => {
  test("is put together again by printk's caller ids", () => {
    const crashes = readCrashes(interleaved);
    expect(crashes.map((crash) => crash.title)).toEqual([
      "WARNING in foo_exit",
      "INFO: task hung in bar_wait",
    ]);
    expect(crashes[0]?.frames.map((frame) => frame.function)).toEqual([
      "__warn",
      "foo_exit",
      "__x64_sys_delete_module",
    ]);
  });

  test("is put together again by caller ids without a time, as printk.time=0 leaves them", () => {
    const timeless = interleaved.replace(/^\[ *[\d.]+\]/gm, "");
    expect(readCrashes(timeless).map((crash) => crash.title)).toEqual(
      readCrashes(interleaved).map((crash) => crash.title),
    );
  });

  test("names its function also where the others broke into the headline", () => {
    const cut = `[    1.000000] BUG: unable to handle kernel [    1.000002] IP: [<ffffffff81164e9f>] foo_read+0x5f/0x160
[    1.000003] Oops: 0000 [#1] SMP
[    1.000004] CPU: 0 PID: 50 Comm: cat Not tainted 4.1.0 #9
[    1.000005] RIP: 0010:[<ffffffff81164e9f>]  [<ffffffff81164e9f>] foo_read+0x5f/0x160
`;
    expect(readCrashes(cut)[0]).toMatchObject({
      title: "BUG: unable to handle kernel",
      function: "foo_read",
    });
  });

  test("is put together again by the caller ids of /dev/kmsg, too", () => {
    const lines = interleaved.trimEnd().split("\n");
    const kmsg = lines.map((line, index) =>
      line.replace(
        /^\[ *(\d+)\.(\d+)\]\[ *(T\d+)\] /,
        (_, seconds: string, micro: string, caller: string) =>
          `4,${index},${seconds}${micro},-,caller=${caller};`,
      ),
    );
    expect(readCrashes(kmsg.join("\n")).map((crash) => crash.title)).toEqual([
      "WARNING in foo_exit",
      "INFO: task hung in bar_wait",
    ]);
  });

  test("takes no trace that was printed before the processor's place, and does not trust itself", () => {
    const [crash] =
      readCrashes(`[   10.000000] BUG: unable to handle kernel paging request at ffffffff0001eea6
[   10.010000] BUG: KASAN: use-after-free in other+0x7c/0xa0
[   10.010000] Read of size 8 at addr ffff8801d92ca840 by task b/2
[   10.010000] CPU: 0 PID: 2 Comm: b Not tainted 4.15.0 #97
[   10.010000] Call Trace:
${stack(["dump_stack", "kasan_report", "other", "other_ioctl"])}[   10.200000] IP: mine+0x1e/0x90
[   10.200000] Oops: 0002 [#1] SMP KASAN
[   10.200000] CPU: 1 PID: 1 Comm: a Tainted: G    B            4.15.0 #97
[   10.200000] RIP: 0010:mine+0x1e/0x90
[   10.200000] Call Trace:
${stack(["my_caller"])}`);
    expect(crash?.corrupted).toBe(true);
    expect(crash?.title).toBe("BUG: unable to handle kernel paging request in corrupted");
    expect(crash?.function).toBe("mine");
  });

  test("is whole when only a message came between", () => {
    const [crash] = readCrashes(`[   10.000000] INFO: task a:6102 blocked for more than 120 seconds.
[   10.000000]       Not tainted 4.4.96 #180
[   10.000000] Call Trace:
[   10.000000]  [<ffffffff829f5a8c>] schedule+0x9c/0x1b0
[   10.000000] unregister_netdevice: waiting for lo to become free. Usage count = 6
[   10.000000]  [<ffffffff829f6315>] mutex_lock_nested+0x15/0x20
[   10.000000]  [<ffffffff8223552c>] copy_net_ns+0xcc/0x220
`);
    expect(crash?.title).toBe("INFO: task hung in copy_net_ns");
  });

  test("is not blamed on the rest of a trace that began before it", () => {
    const [crash] = readCrashes(`[   10.000000] ------------[ cut here ]------------
[   10.000000] WARNING: CPU: 0 PID: 92 at fs/proc/generic.c:330 proc_register+0x2a4/0x370
${stack(["stranger", "stranger_ioctl"])}[   10.200000] CPU: 0 PID: 92 Comm: a Not tainted 4.15.0 #97
[   10.200000] Call Trace:
${stack(["dump_stack", "__warn", "proc_register", "proc_mkdir", "mine"])}`);
    expect(crash?.title).toBe("WARNING: proc registration bug in mine");
  });
});

test("a hung task whose name holds a newline is found", () => {
  const crashes = readCrashes(`[   10.000000] INFO: task a
[   10.000000] b:18088 blocked for more than 143 seconds.
[   10.000000] Call Trace:
[   10.000000]  schedule+0xdd/0x390
[   10.000000]  foo_close+0x299/0x5a0
`);
  expect(crashes.map((crash) => crash.title)).toEqual(["INFO: task hung in foo_close"]);
});

const lockReport = (site: string): string => `WARNING: inconsistent lock state
6.0.0 #1 Not tainted
inconsistent {IN-HARDIRQ-W} -> {HARDIRQ-ON-W} usage.
a/9712 [HC0[0]:SC0[0]:HE1:SE1] takes:
ffff0000d10c2577 (&q->lock){?.-.}-{2:2}, at: ${site}+0xc8/0x130
{IN-HARDIRQ-W} state was registered at:
  lock_acquire+0x100/0x1f8
  its_irq+0x88/0x254
stack backtrace:
CPU: 1 PID: 9712 Comm: a Not tainted 6.0.0 #1
Call trace:
 dump_backtrace+0x1c4/0x1f0
 lock_acquire+0x100/0x1f8
 _atomic_dec_and_lock+0xc8/0x130
 foo_fill_super+0x1254/0x14a4
`;

test("lockdep blames the place where the lock was taken, or who called the helper that took it", () => {
  expect(readCrashes(lockReport("foo_lock_it"))[0]?.function).toBe("foo_lock_it");
  expect(readCrashes(lockReport("_atomic_dec_and_lock"))[0]?.function).toBe("foo_fill_super");
});
