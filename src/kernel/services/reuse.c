/* SPDX-License-Identifier: MIT */
/*
 * Who may take the memory of a freed task_struct next. The machine calls these when it replays a
 * schedule to predict what a real kernel prints; allocations are then given what was freed last,
 * as SLUB does.
 */
#include "model.h"

static int bystander(void *unused)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return 0;
}

/* A well-behaved thread of another module. */
__attribute__((export_name("unoops_bystander"))) void unoops_bystander(void)
{
	wake_up_process(kthread_create_on_node(bystander, NULL, NUMA_NO_NODE, "bystander"));
}

/* Somewhere in user space; what is read there is nobody's struct kthread. */
#define USER_POINTER	((void *)0x40000000)

/* A process of user space: its task has no struct kthread. It sleeps in a system call for ever. */
static void user_process(void *word)
{
	for (;;)
		unoops_block(word, ~0u, TASK_DEAD);
}

__attribute__((export_name("unoops_user_process"))) void unoops_user_process(void)
{
	struct task_struct *tsk = unoops_new_task("task_struct");

	__set_task_comm(tsk, "sh", false);
#if !UNOOPS_KTHREAD_ON_STACK && !UNOOPS_KTHREAD_BY_WORKER_PRIVATE
	tsk->set_child_tid = USER_POINTER;	/* of clone(2): an address of the process */
#endif
	*unoops_task_state_word(tsk) = TASK_INTERRUPTIBLE;
	unoops_spawn(user_process, (void *)unoops_task_state_word(tsk), tsk, "sh");
}
