import type { RuleId } from "../../core/rules.ts";
import { isModuleAddress, isModulesAlone } from "../arch/module-areas.ts";
import type { Crash } from "../crash.ts";
import { certainIf, chain, hex, likely, type Diagnosis, type Evidence, type LogFacts } from "./diagnosis.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { lastUnloaded, sceneEvidence } from "./scene.ts";

/** Who runs code or touches data of a module long after, by the functions that call back. */
const CALLERS: readonly {
  readonly rule: RuleId;
  readonly by: RegExp;
  readonly what: string;
  readonly mend: string;
}[] = [
  {
    rule: "timer-outlives-module",
    by: /^(?:__run_timers?|__run_timer_base|run_timer_softirq|call_timer_fn|expire_timers|run_timer_base)$/,
    what: "a timer",
    mend: "timer_delete_sync() (del_timer_sync() before 6.2) in the exit function, and nothing that sets the timer again",
  },
  {
    rule: "tasklet-outlives-module",
    by: /^tasklet_(?:hi_)?action/,
    what: "a tasklet",
    mend: "tasklet_kill() in the exit function",
  },
  {
    rule: "rcu-callback-outlives-module",
    by: /^(?:rcu_do_batch|rcu_core|rcu_process_callbacks|rcu_nocb_cb_kthread|srcu_invoke_callbacks)$/,
    what: "an RCU callback",
    mend: "rcu_barrier() at the end of the exit function",
  },
  {
    rule: "work-outlives-module",
    by: /^(?:process_one_work|worker_thread)$/,
    what: "a work item",
    mend: "cancel_work_sync() or cancel_delayed_work_sync() in the exit function, or destroy_workqueue() of the module's own",
  },
  {
    rule: "kthread-outlives-module",
    by: /^(?:kthread|ret_from_fork|ret_from_fork_asm|ret_from_kernel_thread)$/,
    what: "a kernel thread",
    mend: "kthread_stop() in the exit function, for every thread that was started",
  },
];

/** Something of a module went on after the module was gone. */
export function outlivesModule({ crash, pointer }: LogFacts): Diagnosis | undefined {
  const address = crash.fault?.address;
  const gone = lastUnloaded(crash);
  if (address === undefined || !isModuleAddress(crash.arch, address)) return undefined;
  const executes = crash.fault?.access === "fetch" || crash.registers.get("pc") === address;
  if (!gone && !executes) return undefined;
  // Frames marked `?` count too: with the module's text gone, the unwinder knows no caller for certain.
  const names = crash.frames.map((frame) => frame.function.replace(/\..*/, ""));
  const byFrame = CALLERS.find(({ by }) => names.some((name) => by.test(name)));
  const runner = byFrame && chain(crash).find((name) => byFrame.by.test(name));
  const found = byFrame ?? (executes ? byProcess(crash) : undefined);
  if (!found) return undefined;
  const work = found.rule === "timer-outlives-module" ? delayedWork(crash, address) : undefined;
  const module = gone?.name ?? "a module";
  return {
    rule: work ? "work-outlives-module" : found.rule,
    ...(found.rule === "timer-outlives-module" && {
      alternatives: [work ? "timer-outlives-module" : "work-outlives-module"] as const,
    }),
    summary: `${work ? "Delayed work" : capital(found.what)} of ${module} was still pending or running when the module was unloaded; its memory is gone.`,
    evidence: [
      certainIf(
        isUnmapped(crash) && isModulesAlone(crash.arch),
        executes ? "code-is-gone" : "data-is-gone",
        executes
          ? `the processor fetched an instruction at ${hex(address)}, in the area of modules, where nothing is mapped now`
          : `${hex(address)} lies in the area of modules, where nothing is mapped now`,
      ),
      ...(work ? [work] : []),
      byFrame
        ? certainIf(
            runner !== undefined,
            "run-by",
            `it happened below ${runner ?? names.find((name) => found.by.test(name)) ?? ""}(), which runs ${found.what.replace(/^an? /, "")}s`,
          )
        : likely(
            `the trace is lost with the module's text; the process, ${crash.process.comm ?? "unnamed"}, is what ran it`,
          ),
      ...(executes ? [] : pointerEvidence(pointer, names)),
      ...sceneEvidence(crash),
    ],
    next: [
      work
        ? "cancel_delayed_work_sync() in the exit function (disable_delayed_work_sync() since 6.10)"
        : found.mend,
      "unoops check MODULE.c",
    ],
  };
}

/**
 * True when the processor said that nothing is mapped there, rather than that it may not be used so. Words do not tell: riscv, mips
 * and powerpc have the same ones for both (their mm/fault.c, 6.1 to 7.2).
 */
function isUnmapped({ arch, fault, lines }: Crash): boolean {
  const code = fault?.code;
  if (arch === "x86_64" || arch === "i386")
    return code === undefined ? lines.some((line) => line.includes("not-present page")) : (code & 1) === 0;
  if (code !== undefined && arch === "arm") return [5, 7].includes(code & 0x40f);
  if (code !== undefined && arch === "arm64") return ((code >> 2) & 0xf) === 1;
  return false;
}

/** Without a trace, the process tells: workers and idle processors have names of their own. */
function byProcess({ process }: Crash): (typeof CALLERS)[number] | undefined {
  const comm = process.comm ?? "";
  const rule: RuleId = comm.startsWith("kworker")
    ? "work-outlives-module"
    : /^(?:swapper|ksoftirqd)/.test(comm)
      ? "timer-outlives-module"
      : "kthread-outlives-module";
  return CALLERS.find((entry) => entry.rule === rule);
}

const PAGE = 0xfffn;

/**
 * __run_timers() unlinks an entry by writing its neighbour's pprev, one pointer into the timer. In a delayed_work
 * the timer lies behind its work_struct of four pointers; a module's first static object begins a page.
 */
function delayedWork(crash: Crash, address: bigint): Evidence | undefined {
  const pointer = crash.arch === "arm" ? 4n : 8n;
  const timer = address - pointer;
  if ((timer & PAGE) !== pointer * 4n) return undefined;
  return likely(
    `the timer at ${hex(timer)} lies ${hex(pointer * 4n)} into its page, as the timer of a delayed_work at the start of the module's data does`,
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
