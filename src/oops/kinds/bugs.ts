import { alone, inFunction, type Kind } from "./kind.ts";

/** How memory is allocated: who asked for it is further out. */
const LEAK_SKIP = /alloc|kmem|slab|mmap|create_object|idr_get|list_lru_init|pcpu_create|printf|dup/;

/** How pages are given back and handed out: whose page it was, or will be, is further out. */
const PAGE_SKIP =
  /^_*free_(?:pcp|pages?|unref|frozen|the_page|one_page|tail)|^_*folios?_put|^_*(?:put|release|get_free)_pages?$|^rmqueue|^prep_|^check_(?:new|free)|^vm_map_pages|alloc_pages/;

/** How a copy to or from user space comes to be checked: who copies is further out. */
export const USERCOPY = /usercopy|__check/;

/** The panic's message, such as `attempt to subtract with overflow`. */
function rustPanic(lines: readonly string[]): { title?: string } {
  const at = lines.findIndex((line) => line.startsWith("rust_kernel: panicked at "));
  const message = lines[at + 1] ?? "";
  if (/^attempt to [\w ]+$/.test(message)) return { title: message };
  return message === "" ? {} : { title: `rust panic: ${message.replace(/\b\d+\b/g, "NUM")}` };
}

/** `preempt=0x00000001 lock=0->0 RCU=0->0 workfn=foo_work [foo]`: whose work it was, on the line behind. */
function workFunction(lines: readonly string[]): { named?: string } {
  const named = lines.map((line) => / workfn=([\w.]+)/.exec(line)?.[1]).find((name) => name !== undefined);
  return named === undefined ? {} : { named };
}

/** BUG() and checks that end a process, and what is printed before them. */
export const BUGS: readonly Kind[] = [
  inFunction("MEMORY_SAFETY_BUG", "BUG: corrupted list", /kernel BUG at (?:\S*\/)?lib\/list_debug\.c/, [
    "kernel BUG at ",
  ]),
  inFunction("BUG", "BUG: bad usercopy", /kernel BUG at (?:\S*\/)?mm\/usercopy\.c/, ["kernel BUG at "], {
    skip: USERCOPY,
  }),
  inFunction("BUG", "kernel BUG", /kernel BUG at rust\/helpers\/bug\.c/, ["ernel BUG at "], { role: "part" }),
  inFunction("BUG", "kernel BUG", /kernel BUG at \S+|^Kernel BUG at \S+/, ["ernel BUG at "], {
    skip: /^skb_/,
  }),
  alone(
    "MEMORY_SAFETY_BUG",
    "BUG: $1: $2",
    /^BUG:? (\S+) \((?:Not tainted|Tainted: [^)]*)\): (?!kasan: )(.+)/,
    ["BUG "],
    {
      refine: (_, match) =>
        match[2]?.startsWith("Object already free") ? { type: "DoS", title: "BUG: Object already free" } : {},
    },
  ),
  // A SLUB report whose beginning was lost.
  alone(
    "",
    "INFO: $1 in $2 age=NUM cpu=NUM pid=NUM",
    /^INFO: (Freed|Allocated) in ([\w.]+)\+\S+ age=/,
    ["INFO: Freed in", "INFO: Allocated in"],
    { role: "part" },
  ),
  inFunction("", "BUG: Bad page state", /BUG: Bad page state in process /, ["BUG: Bad page state"], {
    suspects: "reading-order",
    skip: PAGE_SKIP,
  }),
  inFunction("", "BUG: Bad page map", /BUG: Bad page map in process /, ["BUG: Bad page map"]),
  inFunction("", "BUG: Bad page cache", /BUG: Bad page cache in process /, ["BUG: Bad page cache"]),
  alone("", "BUG: non-zero $1 on freeing mm", /BUG: non-zero (\w+) on freeing mm/, ["BUG: non-zero "]),
  alone("DoS", "VFS: Close: file count is zero (use-after-free)", /VFS: Close: file count is (?:0|zero)/, [
    "VFS: Close: file count",
  ]),
  alone("", "BUG: Bad rss-counter state", /BUG: Bad rss-counter state /, ["BUG: Bad rss-counter state"]),
  alone("", "BUG: Dentry still in use in unmount", /BUG: Dentry .* still in use/, ["BUG: Dentry "]),
  alone("DoS", "VFS: Busy inodes after unmount (use-after-free)", /VFS: Busy inodes after unmount of /, [
    "VFS: Busy inodes",
  ]),
  alone(
    "DoS",
    "unregister_netdevice: waiting for DEV to become free",
    /unregister_netdevice: waiting for \S+ to become free/,
    ["unregister_netdevice: waiting"],
  ),
  inFunction(
    "LOCKDEP",
    "BUG: $1 in preemptible code",
    /BUG: (using \w+\(\)) in preemptible/,
    ["BUG: using "],
    {
      skip: /preempt|debug_|processor_id|this_cpu/,
    },
  ),
  inFunction(
    "ATOMIC_SLEEP",
    "BUG: sleeping function called from invalid context",
    /BUG: sleeping function called from invalid context/,
    ["BUG: sleeping function called"],
  ),
  inFunction(
    "ATOMIC_SLEEP",
    "BUG: scheduling while atomic",
    /BUG: scheduling while atomic/,
    ["scheduling while atomic"],
    { skip: /schedule|sleep|cond_resched/ },
  ),
  inFunction("LEAK", "memory leak", /BUG: memory leak/, ["BUG: memory leak"], { skip: LEAK_SKIP }),
  inFunction(
    "LEAK",
    "memory leak",
    /^unreferenced object 0x[0-9a-f]+ \(size \d+\)/,
    ["unreferenced object"],
    { role: "part", skip: LEAK_SKIP },
  ),
  // Rust panics: the message stands on the line behind. helpers/bug.c is how they stop the machine.
  inFunction("", "rust panic", /^rust_kernel: panicked at /, ["rust_kernel: panicked"], {
    refine: rustPanic,
  }),
  inFunction("", "$1", /^(attempt to \w+ with overflow)$/, ["attempt to "], { role: "part" }),
  // "lock or atomic" before 6.9, "atomic, lock or RCU" since
  inFunction(
    "",
    "BUG: workqueue leaked $1",
    /BUG: workqueue leaked (\w+(?:,? \w+){0,3} or \w+):/,
    ["BUG: workqueue leaked "],
    { refine: workFunction },
  ),
];
