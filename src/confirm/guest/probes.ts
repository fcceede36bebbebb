import type { Arch } from "../../core/kernel-version.ts";
import { MACHINE_TYPES } from "../qemu/machine.ts";

/** What the guest's kernel is asked to report of the lives of tasks, timers and work items. */
export interface Probes {
  /** Lines for `kprobe_events`. A kernel refuses those whose function it does not have: names differ between versions. */
  readonly kprobes: readonly string[];
  /** `group/event`, and a filter where one is needed to keep the trace short. */
  readonly events: readonly string[];
}

/** Functions that arm a timer, and that take it away; 6.2 and later versions renamed them. */
const TIMER_SETS = ["mod_timer", "mod_timer_pending", "timer_reduce", "add_timer", "add_timer_on"];
const TIMER_DELETES = [
  "del_timer",
  "del_timer_sync",
  "timer_delete",
  "timer_delete_sync",
  "timer_shutdown",
  "timer_shutdown_sync",
];

const WORK_QUEUES = ["queue_work_on", "queue_delayed_work_on", "mod_delayed_work_on"];
const WORK_CANCELS = [
  "cancel_work",
  "cancel_work_sync",
  "cancel_delayed_work",
  "cancel_delayed_work_sync",
  "disable_work",
  "disable_work_sync",
  "disable_delayed_work",
  "disable_delayed_work_sync",
];

/** Both in struct timer_list and in struct work_struct the function stands after three words. */
const FUNCTION_WORDS = 3;

export function probesFor(arch: Arch): Probes {
  const { argument, caller, modules, pointer } = MACHINE_TYPES[arch];
  const value = (n: number): string => `${argument(n)}:x64`;
  const functionIn = (n: number): string => `+${FUNCTION_WORDS * pointer}(${argument(n)}):x${8 * pointer}`;
  const ofModule = `fn >= 0x${modules.from.toString(16)} && fn < 0x${modules.to.toString(16)}`;
  const tasks = [
    `p:kmake kthread_create_on_node fn=${value(1)}`,
    "r:kcreate kthread_create_on_node k=$retval:x64",
    `p:tnew wake_up_new_task k=${value(1)}`,
    `p:tfree free_task k=${value(1)}`,
    `p:kstop kthread_stop k=${value(1)} caller=${caller}:x64`,
  ];
  const starts = [
    ...TIMER_SETS.map((name) => `p:tset_${name} ${name} at=${value(1)} fn=${functionIn(1)}`),
    `p:tfire call_timer_fn at=${value(1)} fn=${value(2)}`,
    ...WORK_QUEUES.map((name) => `p:wset_${name} ${name} at=${value(3)} fn=${functionIn(3)}`),
    `p:wrun process_one_work at=${value(2)} fn=${functionIn(2)}`,
  ];
  const ends = [
    ...TIMER_DELETES.map((name) => `p:tdel_${name} ${name} at=${value(1)}`),
    ...WORK_CANCELS.map((name) => `p:wdel_${name} ${name} at=${value(1)}`),
  ];
  return {
    kprobes: [...tasks, ...starts, ...ends],
    events: [
      ...[...tasks, ...ends].map(named),
      ...starts.map((probe) => `${named(probe)} ${ofModule}`),
      "sched/sched_process_fork",
      "sched/sched_process_exit",
      "task/task_rename",
      "module/module_load",
      "module/module_free",
    ],
  };
}

/** The event that a probe's definition makes. */
function named(probe: string): string {
  return `kprobes/${/^\w:(\w+)/.exec(probe)?.[1] ?? ""}`;
}
