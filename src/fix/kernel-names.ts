import { KERNEL_VERSIONS, type KernelVersion } from "../core/kernel-version.ts";

/** The first of the modelled kernels that has a name; include/linux/kthread.h and sched/task.h. */
const SINCE = {
  kthread_stop_put: "6.12", // 6.6
  kthread_complete_and_exit: "6.1", // 5.17; before: complete_and_exit()
  timer_delete_sync: "6.12", // 6.2; before: del_timer_sync()
  "linux/sched/task.h": "4.14", // 4.11; before: linux/sched.h
} as const satisfies Record<string, KernelVersion>;

type Name = keyof typeof SINCE;

/** Whether every kernel that the patch is for has it. */
export function allHave(kernels: readonly KernelVersion[], name: Name): boolean {
  const first = KERNEL_VERSIONS.indexOf(SINCE[name]);
  return kernels.every((kernel) => KERNEL_VERSIONS.indexOf(kernel) >= first);
}
