import { versionCode } from "../core/kernel-version.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { IN_A_ROW } from "../machine/allocation.ts";
import { isMapped } from "../machine/memory-map.ts";
import { FREE_LIST_POINTER } from "../machine/shipped.ts";
import type { Trap, TrapKind } from "../machine/trap.ts";
import { bugLine, bugLines, CUT_HERE, warnLines } from "./bug.ts";
import { beyond } from "./checked-sizes.ts";
import type { Report } from "./drive.ts";
import { realTrace } from "./frames.ts";
import type { Gone, Printed, Said, Scene, Wording } from "./printed.ts";
import { stackOverflow } from "./stack-overflow.ts";

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
export function addressDigits(address: number, object?: string): string {
  if (isMapped(object)) return "x".repeat(8); // wherever vmalloc() finds room
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

/** What the kernel prints of one report, for each way it may be configured that makes a difference. */
export function print(program: LinkedProgram, report: Report, wording: Wording): Printed[] {
  const trace = beforeTheWork(report, realTrace(program, report));
  const modules = moduleList(program, report);
  const common = { trace, modules, comm: report.comm };
  const identity = `CPU: 0 PID: ${report.pid} Comm: ${report.comm} Not tainted ${program.target.kernel}`;
  const head = [`Modules linked in: ${modules}`, identity];
  const scene: Scene = { program, report, trace, head, wording };
  const as = (said: Said): Printed => ({ ...common, ...said });
  if (report.type === "warn") {
    const needs = /preemption/.test(report.text) ? { needs: PREEMPT_COUNT } : {};
    return [as({ ...warnLines(scene, report.text, trace), ...needs })];
  }
  if (report.type === "hang") return [as(hang(program, report, trace))];
  if (report.type === "broken") return broken(scene).map(as);
  const { trap } = report;
  if (!trap) throw new Error("an oops without a trap");
  if (trap.kind === "irq-lock-inversion" && trap.text.startsWith("a hard interrupt"))
    return [as(hardLockup(program, trace, head, wording))];
  if (trap.kind === "spins" || trap.kind === "irq-lock-inversion")
    return [as(lockup(program, report, trace, head, wording))];
  if (trap.kind === "division") {
    const headline = wording.division;
    const lines = [headline, ...head, ...wording.place(trace), ...wording.trace(trace)];
    return [as({ headline, function: trace[0] ?? "", lines })];
  }
  if (trap.kind === "bug") {
    const headline = bugLine(program, trap, trace);
    return [as({ headline, function: trace[0] ?? "", lines: bugLines(headline, trace, head, wording) })];
  }
  if (trap.kind === "stack-overflow") return [as(stackOverflow(scene))];
  if (trap.kind === "out-of-bounds" && !isMapped(trap.object)) return beyond(scene).map(as);
  // the copy has a fixup for its fault, and says that bytes are left
  if (trap.kind === "read-only" && trace.some((name) => /^_?copy_from_user$/.test(name)))
    return [as({ headline: `nothing at once: ${trap.text}`, function: "", lines: [] })];
  return [{ ...common, ...fault(scene, trap) }];
}

/** An access where nothing is, or nothing that may be used so. */
function fault(
  { program, report, trace, head, wording }: Scene,
  trap: Trap,
): Omit<Printed, "modules" | "comm"> {
  const gone = isWildCall(trap) ? "nowhere" : GONE[trap.kind];
  const fetch = gone === "text" || gone === "nowhere";
  const { headline, or, more } = wording.fault(program, trap, gone);
  const shown = fetch ? trace.filter((name) => !name.endsWith("]")) : trace;
  const at = fetch ? "text that is not there" : (shown[0] ?? "");
  const address =
    gone || trap.address === undefined || isMapped(trap.object) || !isKnown(trap.address)
      ? {}
      : { address: trap.address };
  const end = inSoftirq(report) ? ["Kernel panic - not syncing: Fatal exception in interrupt"] : [];
  return {
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
): Said {
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
): Said {
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
function broken(scene: Scene): Said[] {
  const { program, report, trace, head, wording } = scene;
  const version = versionCode(program.target.kernel);
  const at = { function: trace[0] ?? "" };
  const said = (headline: string): { headline: string; lines: string[] } => ({
    headline,
    lines: [headline, ...head, ...wording.trace(trace)],
  });
  if (report.text.startsWith("scheduling")) {
    const whileAtomic = {
      ...at,
      ...said(`BUG: scheduling while atomic: ${report.comm}/${report.pid}/0x00000002`),
      ...(inSoftirq(report) ? {} : { needs: PREEMPT_COUNT }),
    };
    if (report.text !== READER_SLEEPS) return [whileAtomic];
    const warned = warnLines(
      { ...scene, report: { ...report, file: "kernel/rcu/tree_plugin.h", line: 0 } },
      version >= READER_TOLD ? "Voluntary context switch within RCU read-side critical section!" : "",
      ["rcu_note_context_switch", "__schedule", ...trace],
    );
    return [
      ...(version >= READER_WARNED ? [{ ...warned, needs: PREEMPT_RCU }] : []),
      { ...whileAtomic, unless: PREEMPT_RCU },
    ];
  }
  if (report.kind === "sleep-in-atomic")
    return [
      {
        ...at,
        ...said("BUG: sleeping function called from invalid context"),
        needs: "CONFIG_DEBUG_ATOMIC_SLEEP",
      },
    ];
  if (report.kind === "double-free" && report.text.endsWith(IN_A_ROW) && version >= FREELIST_HARDENED) {
    const { headline, lines } = said("kernel BUG at mm/slub.c:x!");
    return [
      {
        function: "",
        headline,
        lines: [CUT_HERE, headline, wording.bug, ...lines.slice(1)],
        needs: "CONFIG_SLAB_FREELIST_HARDENED",
      },
    ];
  }
  if (report.kind === "out-of-bounds") return beyond(scene);
  return [{ ...at, headline: `nothing at once: ${report.text}`, lines: [] }];
}

/** Readers may be preempted, and are counted apart: rcu_read_lock() is no preempt_disable(). */
const PREEMPT_RCU = "CONFIG_PREEMPT_RCU";

/** What the model says of a task that sleeps as a reader, with nothing else that forbids it: kernel/services/sched.c. */
const READER_SLEEPS = "scheduling in an RCU reader";

/** kernel/rcu/tree_plugin.h warns since 4.15, in words since 5.14. */
const [READER_WARNED, READER_TOLD] = [0x040f00, 0x050e00];

/** mm/slub.c, set_freepointer(): 4.14 */
const FREELIST_HARDENED = 0x040e00;
