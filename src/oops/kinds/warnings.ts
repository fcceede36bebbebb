import { USERCOPY } from "./bugs.ts";
import { SOCKET_LOCK } from "./lockdep.ts";
import { URB } from "./sanitizers.ts";
import { alone, inFunction, type Kind } from "./kind.ts";

/**
 * `WARNING: CPU: 0 PID: 87 at kernel/kthread.c:75 kthread_stop+0x143/0x170`, and since 6.17
 * `WARNING: kernel/kthread.c:75 at kthread_stop+0x143/0x170, CPU#0: rmmod/87`; the place tells what was wrong. A predicted one has `x`
 * for a line that differs from version to version.
 */
const at = (file: string, name = String.raw`\S`): RegExp =>
  new RegExp(
    String.raw`WARNING:? (?:(?:CPU: ?\d+ )?(?:PID: ?-?\d+ )?(?:\S+ )?at (?:\S*/)?${file}:(?:\d+|x) ${name}|(?:\[.*\] )?(?:\S*/)?${file}:(?:\d+|x) at ${name})`,
  );

const HINT = ["WARNING: ", "WARNING: at "];

/** What the kernel's own checks warn of. */
export const WARNINGS: readonly Kind[] = needTraces([
  inFunction("REFCOUNT_WARNING", "WARNING: refcount bug", at(String.raw`lib/refcount\.c`), HINT, {
    skip: /refcount|kobject_/,
  }),
  inFunction("WARNING", "WARNING: ODEBUG bug", at(String.raw`lib/debugobjects\.c`), HINT, {
    skip: /debug_|rcu|timer_|work_|percpu_|vunmap|vfree|__free_|kobject_/,
  }),
  inFunction("WARNING", "WARNING: bad usercopy", at(String.raw`mm/usercopy\.c`), HINT, {
    skip: USERCOPY,
  }),
  inFunction("WARNING", "WARNING: kobject bug", at(String.raw`lib/kobject\.c`), HINT, {
    skip: /kobject_/,
  }),
  inFunction(
    "WARNING",
    "WARNING: proc registration bug",
    at(String.raw`fs/proc/generic\.c`, String.raw`proc_register`),
    HINT,
    {
      skip: /proc_/,
    },
  ),
  inFunction(
    "WARNING",
    "WARNING: zero-size vmalloc",
    at(String.raw`mm/vmalloc\.c`, String.raw`__vmalloc_node_range`),
    HINT,
    {
      skip: /vmalloc/,
    },
  ),
  inFunction(
    "WARNING",
    "WARNING: kmalloc bug",
    at(String.raw`mm/(?:slab_common|slab|slub|util)\.c`, String.raw`(?:k\w*alloc\w*)`),
    HINT,
    { skip: /^memdup_user|^strndup_user/ },
  ),
  inFunction("LOCKDEP", "WARNING: locking bug", at(String.raw`kernel/locking/(?:lockdep|mutex)\.c`), HINT, {
    skip: SOCKET_LOCK,
  }),
  inFunction("WARNING", "WARNING", at(String.raw`drivers/usb/core/urb\.c`), HINT, {
    suffix: "/usb_submit_urb",
    skip: URB,
  }),
  inFunction("WARNING", "WARNING", at(String.raw`\S+`), HINT),
  inFunction("WARNING", "WARNING", /WARNING: (?:\[.*\] )?\S+:\d+ at \S+\+0x/, HINT),
  // without CONFIG_DEBUG_BUGVERBOSE no file is known: kernel/panic.c, __warn()
  inFunction("WARNING", "WARNING", /WARNING: (?:CPU: \d+ PID: -?\d+ )?at \S+\+0x[0-9a-f]+\/0x/, HINT),
  // report_bug() of lib/bug.c names no function: until 3.x on x86, longer where vendors kept it
  inFunction("WARNING", "WARNING", /^WARNING: at \S+\/\S+\.[chS]:\d+\s*$/, HINT),
  alone(
    "WARNING",
    "WARNING: suspicious RCU usage",
    /^WARNING: suspicious RCU usage\s*$/,
    ["WARNING: suspicious RCU usage"],
    { role: "detail" },
  ),
  // Addresses that are not hashed yet print as (ptrval): boot is young, and nothing more is said.
  alone("", "WARNING: kernel stack regs has bad value", /WARNING: kernel stack regs at\s+\(ptrval\)/, [
    "kernel stack regs at",
  ]),
  alone(
    "",
    "WARNING: kernel stack regs has bad '$1' value",
    /WARNING: kernel stack regs at\s+\S+ in \S+ has bad '(bp|sp|ip)' value/,
    ["kernel stack regs at"],
  ),
  alone(
    "",
    "WARNING: kernel stack frame pointer has bad value",
    /WARNING: kernel stack frame pointer at .* has bad value/,
    ["kernel stack frame pointer at"],
  ),
]);

/** A warning is issued for its trace: without one it is damaged, even where its first line names a function. */
function needTraces(kinds: readonly Kind[]): Kind[] {
  return kinds.map((kind) => ({ ...kind, needsTrace: true }));
}
