import { KERNEL_DIR } from "../compile/flags.ts";
import type { Files } from "../compile/toolchain.ts";

/** The headers of the model that every slice includes: threads and what they meet each other with. */
const SLICE_HEADERS = [
  "module",
  "init",
  "kthread",
  "sched",
  "sched/signal",
  "sched/task",
  "wait",
  "completion",
  "mutex",
  "rtmutex",
  "semaphore",
  "rwsem",
  "spinlock",
  "workqueue",
  "timer",
  "interrupt",
  "delay",
  "slab",
  "freezer",
  "err",
  "list",
  "atomic",
  "bitops",
  "jiffies",
  "kref",
  "xarray",
  "idr",
  "pid",
  "refcount",
  "errno",
  "types",
] as const;

/** What those headers, and the ones they include, declare. */
export interface ModelNames {
  readonly headers: readonly string[];
  /** Structs with a definition. */
  readonly structs: ReadonlySet<string>;
  /** Every name that occurs: types, macros, functions, constants. */
  readonly names: ReadonlySet<string>;
  /** Functions, and macros that are called like them. */
  readonly calls: ReadonlySet<string>;
}

const known = new WeakMap<Files, ModelNames>();

export function modelNames(kernel: Files): ModelNames {
  const names = known.get(kernel) ?? readNames(kernel);
  known.set(kernel, names);
  return names;
}

function readNames(kernel: Files): ModelNames {
  const headers = SLICE_HEADERS.map((name) => `linux/${name}.h`).filter((name) =>
    kernel.has(`${KERNEL_DIR}/include/${name}`),
  );
  const structs = new Set<string>();
  const names = new Set<string>();
  const calls = new Set<string>();
  const seen = new Set<string>();
  const queue = [...headers];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const text = kernel.get(`${KERNEL_DIR}/include/${name}`);
    if (typeof text !== "string") continue;
    for (const [, inner = ""] of text.matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm)) queue.push(inner);
    const bare = text.replace(/\/\*[\s\S]*?\*\//g, " ");
    for (const [, tag = ""] of bare.matchAll(/\b(?:struct|union|enum)\s+(\w+)\s*\{/g)) structs.add(tag);
    // `#define rcu_head callback_head`
    for (const [, name = "", tag = ""] of bare.matchAll(/^#define (\w+)\s+(\w+)\s*$/gm))
      if (structs.has(tag)) structs.add(name);
    for (const [word] of bare.matchAll(/\b[A-Za-z_]\w*/g)) names.add(word);
    for (const [, call = ""] of bare.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) calls.add(call);
  }
  return { headers, structs, names, calls };
}
