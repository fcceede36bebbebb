import { versionCode } from "../core/kernel-version.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { IN_A_ROW } from "../machine/allocation.ts";
import { FREE_LIST_POINTER, kmallocCache } from "../machine/shipped.ts";
import type { Trap, TrapKind } from "../machine/trap.ts";
import type { Report } from "./drive.ts";
import { realTrace } from "./frames.ts";

/** A report as the kernel prints it. */
export interface Printed {
  readonly headline: string;
  /** Other wordings of the same, by the kernel's configuration. */
  readonly or?: readonly { readonly headline: string; readonly when: string }[];
  readonly function: string;
  readonly trace: readonly string[];
  readonly lines: readonly string[];
  readonly address?: number;
  /** The configuration without which the kernel does not look. */
  readonly needs?: string | undefined;
  readonly comm: string;
  readonly modules: string;
}

/**
 * What of the module is not there: its text or its variables, or whatever a wild pointer to a function leads to. A constant is there,
 * and may not be written.
 */
type Gone = "text" | "data" | "nowhere" | "constant";

/** How an architecture words a fault and lays out the rest. */
export interface Wording {
  fault(
    program: LinkedProgram,
    trap: Trap,
    gone: Gone | undefined,
  ): Pick<Printed, "headline"> & { or?: Printed["or"]; more: string[] };
  /** What BUG() says below its headline. */
  readonly bug: string;
  /** The headline of a division by zero. */
  readonly division: string;
  /** The lines below the headline that name the place. */
  place(trace: readonly string[]): string[];
  trace(trace: readonly string[]): string[];
  /** WARN() in a helper that is a function of its own here, or part of its caller. */
  warnFunction(trace: readonly string[]): string;
}

/** The bits of an address that every 32-bit word access must have clear: kernels fault on what is left when they are not. */
const UNALIGNED = 3;

/** Where a process of the model points into user space (kernel/services/reuse.c): where a real one does is not known. */
const USER_POINTER = 0x40000000;

/** Offsets of members are the model's own: close to 0 only addresses that no offset went into are known. */
function isKnown(address: number): boolean {
  if (address >= FREE_LIST_POINTER && address < FREE_LIST_POINTER + 4096) return false;
  const inUserSpace = address >= USER_POINTER && address < USER_POINTER + 4096;
  return address <= UNALIGNED || (address >= 4096 && !inUserSpace);
}

/** Eight digits, `x` for those that depend on the kernel's layout of a structure. */
export function addressDigits(address: number): string {
  const digits = address.toString(16).padStart(8, "0");
  return isKnown(address) ? digits : address < 4096 ? `${digits.slice(0, 5)}xxx` : "xxxxxxxx";
}

/** Module list as printed, the newest first; `(-)`: being unloaded. */
function moduleList(program: LinkedProgram, { linked }: Pick<Report, "linked">): string {
  const nameOf = (module: number): string => program.modules[module]?.name ?? "";
  const names = linked.modules.map((module, index) =>
    linked.leaving && index === linked.modules.length - 1 ? `${nameOf(module)}(-)` : nameOf(module),
  );
  const last = linked.lastUnloaded === undefined ? [] : [`[last unloaded: ${nameOf(linked.lastUnloaded)}]`];
  return [...names.toReversed(), ...last].join(" ");
}

export function print(program: LinkedProgram, report: Report, wording: Wording): Printed {
  const trace = beforeTheWork(report, realTrace(program, report));
  const modules = moduleList(program, report);
  const common = { trace, modules, comm: report.comm };
  const identity = `CPU: 0 PID: ${report.pid} Comm: ${report.comm} Not tainted ${program.target.kernel}`;
  const head = [`Modules linked in: ${modules}`, identity];
  if (report.type === "warn") {
    const at = wording.warnFunction(trace);
    const warning = warningLine(program, report, at);
    const lines = [CUT_HERE, ...(report.text === "" ? [warning] : [report.text, warning])];
    return {
      ...common,
      headline: warning,
      function: at,
      lines: [...lines, ...head, ...wording.trace(trace)],
      ...(/preemption/.test(report.text) ? { needs: PREEMPT_COUNT } : {}),
    };
  }
  if (report.type === "hang") return { ...common, ...hang(program, report, trace) };
  if (report.type === "broken") return { ...common, ...broken(program.target, report, trace, head, wording) };
  const { trap } = report;
  if (!trap) throw new Error("an oops without a trap");
  if (trap.kind === "irq-lock-inversion" && trap.text.startsWith("a hard interrupt"))
    return { ...common, ...hardLockup(program, trace, head, wording) };
  if (trap.kind === "spins" || trap.kind === "irq-lock-inversion")
    return { ...common, ...lockup(program, report, trace, head, wording) };
  if (trap.kind === "division") {
    const headline = wording.division;
    const lines = [headline, ...head, ...wording.place(trace), ...wording.trace(trace)];
    return { ...common, headline, function: trace[0] ?? "", lines };
  }
  if (trap.kind === "bug") {
    const headline = bugLine(program, trap, trace);
    return { ...common, headline, function: trace[0] ?? "", lines: bugLines(headline, trace, head, wording) };
  }
  if (trap.kind === "out-of-bounds" && trap.object !== "vmalloc")
    return { ...common, ...beyond(program, trap, trace, head, wording) };
  // the copy has a fixup for its fault, and says that bytes are left
  if (trap.kind === "read-only" && trace.some((name) => /^_?copy_from_user$/.test(name)))
    return { ...common, headline: `nothing at once: ${trap.text}`, function: "", lines: [] };
  const gone = isWildCall(trap) ? "nowhere" : GONE[trap.kind];
  const fetch = gone === "text" || gone === "nowhere";
  const { headline, or, more } = wording.fault(program, trap, gone);
  const shown = fetch ? trace.filter((name) => !name.endsWith("]")) : trace;
  const at = fetch ? "text that is not there" : (shown[0] ?? "");
  const address =
    gone || trap.address === undefined || !isKnown(trap.address) ? {} : { address: trap.address };
  const end = inSoftirq(report) ? ["Kernel panic - not syncing: Fatal exception in interrupt"] : [];
  return {
    ...common,
    trace: shown,
    headline,
    ...(or ? { or } : {}),
    function: fetch ? "" : at,
    ...address,
    ...(gone === "constant" ? { needs: protectionOf(program) } : {}),
    lines: [
      headline,
      ...more,
      ...head,
      ...(fetch ? [] : wording.place(shown)),
      ...wording.trace(shown),
      ...end,
    ],
  };
}

/**
 * worker_thread() looks at a work's list and flags before it hands it on (kernel/workqueue.c, 4.4 ... 7.2; since 6.6 in helpers of its):
 * where the memory is gone, process_one_work() is never come to.
 */
function beforeTheWork({ trap }: Report, trace: string[]): string[] {
  return trap?.kind === "unloaded-data" && trace[0] === "process_one_work" ? trace.slice(1) : trace;
}

const CUT_HERE = "------------[ cut here ]------------";

/** BUG() of the module's tells its place; where one of the kernel's own stands differs from version to version. */
function bugLine({ sites }: LinkedProgram, { site }: Trap, [at = ""]: readonly string[]): string {
  const own = at.endsWith("]") ? sites[site]?.frames[0] : undefined;
  return `kernel BUG at ${own ? `${own.file}:${own.line}` : "x:x"}!`;
}

/** What the kernel prints at a BUG(). */
function bugLines(
  headline: string,
  trace: readonly string[],
  head: readonly string[],
  wording: Wording,
): string[] {
  return [CUT_HERE, headline, wording.bug, ...head, ...wording.place(trace), ...wording.trace(trace)];
}

/** Without it nobody looks what user space is given, and takes. */
const HARDENED_USERCOPY = "CONFIG_HARDENED_USERCOPY";
/** mm/usercopy.c came with 4.8, and says how far it goes since 4.16. */
const [USERCOPY, TOLD_HOW_FAR] = [0x040800, 0x041000];

/** Beside an object lies another, or nothing that anybody uses: only who copies to and from user space looks where slab objects end. */
function beyond(
  program: LinkedProgram,
  trap: Trap,
  trace: readonly string[],
  head: readonly string[],
  wording: Wording,
): Pick<Printed, "headline" | "function" | "lines" | "needs"> {
  const { kernel, arch } = program.target;
  const copy = trace.findIndex((name) => /^_copy_(?:to|from)_user$/.test(name));
  const { address = 0, objectStart = 0, objectSize = 0 } = trap;
  const isInCache = address < objectStart + kmallocCache(objectSize, arch);
  if (copy < 0 || versionCode(kernel) < USERCOPY || trap.object !== "kmalloc" || isInCache)
    return { headline: `nothing at once: ${trap.text}`, function: "", lines: [] };
  const [what, where] = trace[copy] === "_copy_to_user" ? ["exposure", "from"] : ["overwrite", "to"];
  const told = versionCode(kernel) >= TOLD_HOW_FAR;
  const said = told
    ? `usercopy: Kernel memory ${what} attempt detected ${where} SLUB object 'kmalloc-x' (offset x, size x)!`
    : `usercopy: kernel memory ${what} attempt detected ${where} x (kmalloc-x) (x bytes)`;
  const frames = [
    ...(told ? ["usercopy_abort"] : []),
    "__check_heap_object",
    "__check_object_size",
    ...trace.slice(copy + 1),
  ];
  const headline = "kernel BUG at mm/usercopy.c:x!";
  return {
    headline,
    function: told ? "usercopy_abort" : "__check_object_size",
    lines: [said, ...bugLines(headline, frames, head, wording)],
    needs: HARDENED_USERCOPY,
  };
}

/** Since 6.17 the place comes first. A line that nobody has seen is not made up. */
function warningLine(program: LinkedProgram, { file, line, pid, comm }: Report, at: string): string {
  const place = `${file}:${line === 0 ? "x" : line}`;
  return versionCode(program.target.kernel) >= 0x061100
    ? `WARNING: ${place} at ${at}, CPU#0: ${comm}/${pid}`
    : `WARNING: CPU: 0 PID: ${pid} at ${place} ${at}`;
}

/** A call through a pointer that is no function's: where it leads is not known. */
function isWildCall({ kind, address }: Trap): boolean {
  return kind === "wild-access" && address === undefined;
}

/** What of the module a trap touched after it was unloaded. */
const GONE: Partial<Record<TrapKind, Gone>> = {
  "unloaded-code": "text",
  "unloaded-data": "data",
  "read-only": "constant",
};

/** Without it a module's constants lie among its variables (kernel/module.c; it had another name before 4.11, and is on by default since). */
function protectionOf({ target }: LinkedProgram): string {
  return versionCode(target.kernel) < 0x040b00 ? "CONFIG_DEBUG_SET_MODULE_RONX" : "CONFIG_STRICT_MODULE_RWX";
}

/** Without it spinlocks and preempt_disable() are not counted; softirqs always are. */
const PREEMPT_COUNT = "CONFIG_PREEMPT_COUNT";

/** It runs in the name of the idle task. */
function inSoftirq({ pid }: Report): boolean {
  return pid === 0;
}

/** Functions that everybody sleeps in: the one to blame called them. */
const WAITING = /^(__|do_)?(schedule|wait_for|wait_woken|sleep_on|mutex_lock|down)/;

function hang(
  program: LinkedProgram,
  report: Report,
  trace: readonly string[],
): Pick<Printed, "headline" | "function" | "lines"> {
  const headline = `INFO: task ${report.comm}:${report.pid} blocked for more than 120 seconds.`;
  const frames = ["__schedule", ...trace];
  const state =
    versionCode(program.target.kernel) >= 0x050e00
      ? `task:${report.comm.padEnd(16)}state:D stack:0     pid:${report.pid}    ppid:1`
      : `${report.comm.padEnd(16)}D    0 ${report.pid}      1`;
  const lines = [
    headline,
    `      Not tainted ${program.target.kernel}`,
    '"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.',
    state,
    "Call Trace:",
    ...frames.map((name) => ` ${name}`),
  ];
  const waiting = trace.find((name) => !WAITING.test(name)) ?? "";
  return { headline, function: waiting, lines };
}

/** kernel/watchdog.c; "NMI watchdog: " before 4.14. */
function lockup(
  program: LinkedProgram,
  { comm, pid }: Report,
  trace: readonly string[],
  head: readonly string[],
  wording: Wording,
): Pick<Printed, "headline" | "function" | "lines" | "needs"> {
  const lead = versionCode(program.target.kernel) < 0x040e00 ? "NMI watchdog" : "watchdog";
  const headline = `${lead}: BUG: soft lockup - CPU#0 stuck for 22s! [${comm}:${pid}]`;
  return {
    headline,
    function: trace[0] ?? "",
    needs: "CONFIG_SOFTLOCKUP_DETECTOR",
    lines: [headline, ...head, ...wording.place(trace), ...wording.trace(trace)],
  };
}

/** kernel/watchdog_hld.c, from 6.5 on kernel/watchdog.c. It takes an interrupt that cannot be turned off, which arm has not. */
function hardLockup(
  program: LinkedProgram,
  trace: readonly string[],
  head: readonly string[],
  wording: Wording,
): Pick<Printed, "headline" | "function" | "lines" | "needs"> {
  const { kernel, arch } = program.target;
  const at = trace[0] ?? "";
  if (arch === "arm")
    return { headline: "nothing: the CPU stands still with interrupts off", function: at, lines: [] };
  const version = versionCode(kernel);
  const lead = version < 0x060500 ? "NMI watchdog: " : version < 0x060d00 ? "watchdog: " : "watchdog: CPU0: ";
  const headline = `${lead}Watchdog detected hard LOCKUP on cpu 0`;
  return {
    headline,
    function: at,
    needs: "CONFIG_HARDLOCKUP_DETECTOR",
    lines: [headline, ...head, ...wording.place(trace), ...wording.trace(trace)],
  };
}

/** Rules whose breaking the kernel notices, or not: headline by kind of trap. */
function broken(
  { kernel }: LinkedProgram["target"],
  report: Report,
  trace: readonly string[],
  head: readonly string[],
  wording: Wording,
): Pick<Printed, "headline" | "function" | "lines" | "needs"> {
  const at = { function: trace[0] ?? "" };
  const said = (headline: string): { headline: string; lines: string[] } => ({
    headline,
    lines: [headline, ...head, ...wording.trace(trace)],
  });
  if (report.text.startsWith("scheduling"))
    return {
      ...at,
      ...said(`BUG: scheduling while atomic: ${report.comm}/${report.pid}/0x00000002`),
      ...(inSoftirq(report) ? {} : { needs: PREEMPT_COUNT }),
    };
  if (report.kind === "sleep-in-atomic")
    return {
      ...at,
      ...said("BUG: sleeping function called from invalid context"),
      needs: "CONFIG_DEBUG_ATOMIC_SLEEP",
    };
  if (
    report.kind === "double-free" &&
    report.text.endsWith(IN_A_ROW) &&
    versionCode(kernel) >= FREELIST_HARDENED
  ) {
    const { headline, lines } = said("kernel BUG at mm/slub.c:x!");
    return {
      function: "",
      headline,
      lines: [CUT_HERE, headline, wording.bug, ...lines.slice(1)],
      needs: "CONFIG_SLAB_FREELIST_HARDENED",
    };
  }
  return { ...at, headline: `nothing at once: ${report.text}`, lines: [] };
}

/** mm/slub.c, set_freepointer(): 4.14 */
const FREELIST_HARDENED = 0x040e00;
