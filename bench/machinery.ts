/**
 * Writes the table of functions that are machinery (`src/oops/trace/machinery-names.ts`) from the kernel trees that
 * bench/fetch-trees.ts fetches: what the listed files of mm/, lib/ and kernel/ define.
 *
 *   npx jiti bench/machinery.ts
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Whose code runs on behalf of others, by the kernel's own folders. A pattern is of a path inside the tree. */
const FILES: readonly (readonly [group: string, files: RegExp])[] = [
  [
    "sanitizers and the checks of debugging kernels",
    /^(?:mm\/(?:kasan|kmsan|kfence)\/(?!\w*test)\w+|kernel\/kcsan\/(?!\w*test)\w+|lib\/(?:ubsan|stackdepot|ref_tracker|fault-inject|fault-inject-usercopy)|mm\/(?:usercopy|failslab|fail_page_alloc|page_owner|page_poison|debug|dmapool_test))\.c$/,
  ],
  [
    "reporters",
    /^(?:kernel\/(?:stacktrace|panic|hung_task|watchdog\w*)|arch\/\w+\/kernel\/(?:stacktrace|dumpstack\w*)|lib\/(?:dump_stack|nmi_backtrace|bug|hexdump|smp_processor_id)|kernel\/(?:extable|trace\/trace_preemptirq))\.c$/,
  ],
  ["locks", /^kernel\/locking\/(?!locktorture|test-)\w+\.c$/],
  ["RCU", /^kernel\/rcu\/(?!rcutorture|rcuscale|rcuperf|refscale|srcu)\w+\.[ch]$/],
  [
    "the allocators",
    /^mm\/(?:slub|slab|slab_common|slob|mempool|percpu\S*|util|vmalloc|page_alloc|page_frag_cache|dmapool|list_lru)\.c$/,
  ],
  [
    "strings, memory, numbers",
    /^lib\/(?:string\w*|vsprintf|kasprintf|kstrtox|memcpy_kunit|usercopy|strn\w+_user|siphash|checksum|crc\w+|argv_split|bitmap\w*|find_bit\w*|hweight|sort|bsearch|uuid|ctype|math\/\w+)\.c$/,
  ],
  [
    "lists, trees, counters, references",
    /^lib\/(?:refcount|list_debug|list_sort|llist|plist|klist|kobject|rbtree|radix-tree|xarray|idr|maple_tree|interval_tree|sbitmap|rhashtable|lockref|atomic64|percpu_counter|percpu-refcount|dec_and_lock|scatterlist|assoc_array|generic-radix-tree)\.c$/,
  ],
  [
    "the device model",
    /^(?:lib\/kobject_uevent|drivers\/base\/(?:devres|bus|dd|class|driver|map|power\/(?:sysfs|runtime)))\.c$/,
  ],
  [
    "timers, work and waiting",
    /^kernel\/(?:time\/(?:timer|hrtimer|tick-\w+|clockevents|sleep_timeout|timer_list)|sched\/(?:completion|swait|wait|wait_bit|clock|psi)|workqueue|irq_work|softirq|smpboot|notifier)\.c$/,
  ],
];

/** Where else functions are told to wait, and how they say so: by their name and by what they call. */
const WAITING = "wait on behalf of others";
const WAITERS = /^(?:fs|block|mm|kernel|net|drivers\/(?:base|usb\/core|md|scsi|char|tty))\/.*\.c$/;
const WAITS_BY_NAME = /(?:^|_)wait(?:_|$|s_|ing_)/;
const WAITS_BY_CALL =
  /\b(?:schedule|schedule_timeout|io_schedule|wait_event\w*|wait_for_\w+|wait_on_\w+|prepare_to_wait\w*|wait_woken)\s*\(/;

/** Defined there, but an act of its caller's: a grace period is asked for as a stop is, and a system call is one. */
const ACTS =
  /^(?:synchronize_|(?:add|remove)_wait_queue|(?:kernel_|do_|__do_)wait\w*$|__?(?:x64|se|do)_sys_|sys_|SYSCALL|COMPAT|__?setup|\w+_(?:init|setup)$)/;

/** A definition of C begins in the first column, and its body in the first column of another line. */
const DEFINITION =
  /^(?!(?:if|for|while|switch|return|else|do|typedef|enum|union)\b)[A-Za-z_][\w\s*]*?\b([A-Za-z_]\w*)\s*\(([^;{}]*?)\)\s*(?:__\w+(?:\([^)]*\))?\s*)*\n\{/gm;
const COMMENT = /\/\*[\s\S]*?\*\//g;

function* filesBelow(tree: string, folder: string): Generator<string> {
  for (const entry of readdirSync(join(tree, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(tree, path);
    else yield path;
  }
}

const trees = process.env["UNOOPS_TREES"] ?? join(homedir(), ".cache", "unoops", "trees");
if (!existsSync(trees)) throw new Error(`no kernel trees in ${trees}: npx jiti bench/fetch-trees.ts`);
const versions = readdirSync(trees).filter((name) => /^\d/.test(name));
const groups = new Map(
  [...FILES.map(([group]) => group), WAITING].map((group) => [group, new Set<string>()]),
);
for (const version of versions) {
  const tree = join(trees, version);
  for (const path of ["mm", "lib", "kernel", "arch", "fs", "block", "net", "drivers"].flatMap((folder) => [
    ...filesBelow(tree, folder),
  ])) {
    const group = FILES.find(([, files]) => files.test(path))?.[0];
    if (group === undefined && !WAITERS.test(path)) continue;
    const text = readFileSync(join(tree, path), "utf8").replace(COMMENT, "");
    for (const match of text.matchAll(DEFINITION)) {
      const [, name = ""] = match;
      const waits = (): boolean => WAITS_BY_NAME.test(name) && WAITS_BY_CALL.test(bodyAt(text, match.index));
      if (!ACTS.test(name) && (group !== undefined || waits())) groups.get(group ?? WAITING)?.add(name);
    }
  }
}

/** A function's text: its last brace stands in the first column. */
function bodyAt(text: string, index: number): string {
  return text.slice(index, text.indexOf("\n}", index));
}

/** Names in lines of at most 116 characters. */
function wrapped(names: Iterable<string>): string {
  const lines: string[] = [];
  let line = "";
  for (const name of [...names].toSorted()) {
    if (line.length + name.length > 115) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? name : ` ${name}`;
  }
  return [...lines, line].join("\n");
}

const table = (group: string, names: Iterable<string>): string =>
  `  // ${group}\n  \`\n${wrapped(names)}\n\`,`;
const body = [...groups]
  .filter(([group]) => group !== WAITING)
  .map(([group, names]) => table(group, names))
  .join("\n");
writeFileSync(
  new URL("../src/oops/trace/machinery-names.ts", import.meta.url),
  `/**
 * Functions that serve whoever calls them, as the files of Linux ${versions.join(" and ")} define them. Written by
 * bench/machinery.ts, which says which files; do not edit.
 */
const toSet = (groups: readonly string[]): ReadonlySet<string> =>
  new Set(groups.flatMap((names) => names.trim().split(/\\s+/)));

export const MACHINERY: ReadonlySet<string> = toSet([
${body}
]);

/** Functions that are told to wait, and do: in a hang, who told them is the one. */
export const WAITERS: ReadonlySet<string> = toSet([
${table(WAITING, groups.get(WAITING) ?? [])}
]);
`,
);
console.log([...groups].map(([group, names]) => `${group}: ${names.size}`).join("\n"));
