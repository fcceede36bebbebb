/* SPDX-License-Identifier: MIT */
/* kernel/pid.c, kernel/signal.c; 4.4 ... 7.2. A struct pid lies in its task here, and holds it. */
#include "happening.h"
#include <linux/pid.h>

rwlock_t tasklist_lock;

/* init, and with it every process that has nothing to do with the module. */
struct task_struct *unoops_init_task(void)
{
	struct task_struct *init = &unoops_swapper;

	if (!init->prio) {
		unoops_init_task_usage(init);
		unoops_describe_task(init);
		init->parent = init->real_parent = init;
		__set_task_comm(init, "swapper/0", false);
	}
	return init;
}

/* Two processes that have nothing to do with the module, and live on: init, and a shell that it began. */
static struct task_struct init_process, shell;
static const struct cred root_cred;

/* Whether it lives or is a zombie is open until somebody comes by it who looks at that. */
static bool is_shell_looked_at;

static struct task_struct *bystander(struct task_struct *tsk, const char *name, pid_t pid, struct task_struct *parent)
{
	if (!tsk->prio) {
		unoops_init_task_usage(tsk);
		unoops_describe_task(tsk);
		tsk->pid = tsk->tgid = pid;
		tsk->parent = tsk->real_parent = parent;
		tsk->cred = tsk->real_cred = &root_cred;
		tsk->mm = tsk->active_mm = &unoops_user_mm;
		__set_task_comm(tsk, name, false);
	}
	return tsk;
}

struct task_struct *unoops_next_task(struct task_struct *p)
{
	struct task_struct *swapper = unoops_init_task();
	struct task_struct *first = bystander(&init_process, "init", 1, swapper);
	struct task_struct *second = bystander(&shell, "sh", 311, first);

	unoops_assume("a walk over all processes finds init, a shell, and the one that walks");
	if (p == swapper)
		return first;
	if (p == first) {
		if (!is_shell_looked_at && unoops_looks_at(UNOOPS_EXITS)) {
			is_shell_looked_at = true;
			if (unoops_choose(2, "the shell has ended, and its parent has not asked how"))
				second->exit_state = EXIT_ZOMBIE;
		}
		return second;
	}
	return p == second ? current : swapper;
}

static struct task_struct *find_task(int nr)
{
	if (nr == current->pid)
		return current;
	unoops_assume("a process number is that of nobody, or of a process that lives on");
	return unoops_choose(2, "there is a process of this number") ? bystander(&shell, "sh", 311, unoops_init_task()) : NULL;
}

static struct task_struct *task_of(struct pid *pid) { return pid ? container_of(pid, struct task_struct, unoops_pid) : NULL; }
static struct pid *pid_of(struct task_struct *tsk)
{
	if (!tsk)
		return NULL;
	if (tsk->unoops_pid.numbers[0].nr != tsk->pid)
		tsk->unoops_pid.numbers[0].nr = tsk->pid;
	return &tsk->unoops_pid;
}

struct pid *find_vpid(int nr) { return pid_of(find_task(nr)); }
struct pid *find_pid_ns(int nr, void *ns) { return find_vpid(nr); }
struct task_struct *find_task_by_vpid(pid_t nr) { return find_task(nr); }

struct pid *get_pid(struct pid *pid)
{
	if (pid)
		__get_task_struct(task_of(pid));
	return pid;
}
void put_pid(struct pid *pid)
{
	if (pid)
		put_task_struct(task_of(pid));
}
struct pid *find_get_pid(pid_t nr) { return get_pid(find_vpid(nr)); }
struct pid *get_task_pid(struct task_struct *task, enum pid_type type) { return get_pid(pid_of(task)); }

/* A task that has ended has no number any more; a zombie has. */
struct task_struct *pid_task(struct pid *pid, enum pid_type type)
{
	struct task_struct *tsk = task_of(pid);

	return tsk && tsk->exit_state != EXIT_DEAD ? tsk : NULL;
}
struct task_struct *get_pid_task(struct pid *pid, enum pid_type type)
{
	struct task_struct *tsk = pid_task(pid, type);

	if (tsk)
		__get_task_struct(tsk);
	return tsk;
}
pid_t pid_nr(struct pid *pid) { return pid ? task_of(pid)->pid : 0; }

int kill_pid(struct pid *pid, int sig, int priv)
{
	struct task_struct *tsk = pid_task(pid, PIDTYPE_PID);

	return tsk ? send_sig(sig, tsk, priv) : -ESRCH;
}
