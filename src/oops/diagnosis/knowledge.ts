/**
 * What the source of a few kernel functions says about the pointer that faults in them. An offset alone names no
 * member; the function does.
 */
export interface KnownMember {
  readonly function: string;
  /** Only when called from there. */
  readonly caller?: string;
  /** What the function is given. */
  readonly object: string;
  /** The member whose pointer it follows first. */
  readonly member: string;
  /** What the function is part of, when it runs once in the object's life. */
  readonly teardown?: string;
}

export const MEMBERS: readonly KnownMember[] = [
  // kernel/cred.c, 2.6.29 to 7.2: takes real_cred, then cred, out of the task and drops them.
  { function: "exit_creds", object: "the task", member: "cred pointer", teardown: "teardown" },
  // kernel/kthread.c: to_kthread() gives the thread's struct kthread; 5.10 finds it in set_child_tid, 6.1 in worker_private.
  { function: "kthread_stop", object: "the task", member: "struct kthread pointer (to_kthread())" },
  { function: "kthread_unpark", object: "the task", member: "struct kthread pointer (to_kthread())" },
  // arch/arm/lib/bitops.h: kthread_stop() sets KTHREAD_SHOULD_STOP in the struct kthread.
  {
    function: "_set_bit",
    caller: "kthread_stop",
    object: "kthread_stop()'s thread",
    member: "struct kthread (its flags)",
  },
];

/** Functions that a stop of a dead thread has been seen to fault or warn in, at any depth below kthread_stop(). */
export const STOP_PATH =
  /^(?:kthread_stop|kthread_unpark|exit_creds|__put_task_struct|put_task_struct|free_task|refcount_warn_saturate|_set_bit|wake_up_process|try_to_wake_up|wait_for_completion|__wait_for_common|__prepare_to_swait)$/;

/** Where a process enters the kernel to unload a module. */
export const UNLOAD =
  /^(?:__do_sys_delete_module|__(?:x64|arm64|se|riscv|s390x?)_sys_delete_module|[sS]yS?_delete_module|sys_delete_module)$/;
