/* SPDX-License-Identifier: MIT */
/* Signals to kthreads: kernel/signal.c; 4.4 ... 7.2. A kthread ignores what it has not allowed. */
#include "model.h"

#define IS_SIGNAL(sig)	((sig) >= 1 && (sig) <= 31)

/* Whether a kthread ever allowed a signal. Until then what becomes of kthreads is nothing that user space could act on. */
static unsigned int any_kthread_listens;

static void let_signal_in(struct task_struct *tsk, int sig)
{
	if (!tsk->mm && !any_kthread_listens)
		any_kthread_listens = 1;
	tsk->allowed |= sigmask(sig);
}

void recalc_sigpending(void)
{
	struct task_struct *tsk = current;

	if ((tsk->pending | tsk->shared_pending) & ~tsk->blocked)
		set_tsk_thread_flag(tsk, TIF_SIGPENDING);
	else
		clear_tsk_thread_flag(tsk, TIF_SIGPENDING);
}

void allow_signal(int sig)
{
	struct task_struct *tsk = current;

	if (!IS_SIGNAL(sig))
		return;		/* -EINVAL before 4.17, and nobody looked */
	let_signal_in(tsk, sig);
	tsk->kernel_only &= ~sigmask(sig);
	tsk->blocked &= ~sigmask(sig);
	recalc_sigpending();
}

#if UNOOPS_HAS_ALLOW_KERNEL_SIGNAL
void allow_kernel_signal(int sig)
{
	allow_signal(sig);
	if (IS_SIGNAL(sig))
		current->kernel_only |= sigmask(sig);
}
#endif

void disallow_signal(int sig)
{
	struct task_struct *tsk = current;

	if (!IS_SIGNAL(sig))
		return;
	tsk->allowed &= ~sigmask(sig);
	/* An ignored signal does not stay in the queue. */
	tsk->pending &= ~sigmask(sig);
	tsk->shared_pending &= ~sigmask(sig);
	recalc_sigpending();
}

void flush_signals(struct task_struct *tsk)
{
	clear_tsk_thread_flag(tsk, TIF_SIGPENDING);
	tsk->pending = 0;
	tsk->shared_pending = 0;
}

/* kernel/signal.c: signal_wake_up(). */
static void signal_wake_up(struct task_struct *tsk, int sig)
{
	set_tsk_thread_flag(tsk, TIF_SIGPENDING);
	try_to_wake_up(tsk, TASK_INTERRUPTIBLE | (sig == SIGKILL ? TASK_WAKEKILL : 0));
}

/* kernel/signal.c; 4.4 ... 7.2. A process that has no handler for it is killed. */
static void complete_signal(struct task_struct *tsk, int sig)
{
	if (tsk->mm) {
		(void)__atomic_fetch_or(&tsk->pending, sigmask(SIGKILL), UNOOPS_ATOMIC_SC);
		sig = SIGKILL;
	}
	signal_wake_up(tsk, sig);
}

/* kernel/signal.c: send_signal(). `set` is tsk's pending or shared_pending. */
static void queue_signal(struct task_struct *tsk, unsigned int *set, int sig)
{
	if (!(tsk->allowed & sigmask(sig)) || (*set & sigmask(sig)))
		return;
	unoops_note(UNOOPS_TASK_SIGNAL, tsk, sig);
	(void)__atomic_fetch_or(set, sigmask(sig), UNOOPS_ATOMIC_SC);
	if (!(tsk->blocked & sigmask(sig)) && !(tsk->flags & PF_EXITING))
		complete_signal(tsk, sig);
}

int send_sig_info(int sig, struct UNOOPS_KERNELS_SIGINFO *info, struct task_struct *tsk)
{
	if (sig < 0 || sig > _NSIG)
		return -EINVAL;
	if (!tsk->exit_state && IS_SIGNAL(sig))
		queue_signal(tsk, &tsk->pending, sig);
	return 0;
}

int send_sig(int sig, struct task_struct *tsk, int priv)
{
	return send_sig_info(sig, priv ? SEND_SIG_PRIV : SEND_SIG_NOINFO, tsk);
}

/* Delivered even when it is ignored or blocked. */
static void force_signal(int sig, struct task_struct *tsk)
{
	let_signal_in(tsk, sig);
	tsk->blocked &= ~sigmask(sig);
	send_sig_info(sig, SEND_SIG_PRIV, tsk);
}
#if UNOOPS_FORCE_SIG_TAKES_TASK
void force_sig(int sig, struct task_struct *tsk) { force_signal(sig, tsk); }
#else
void force_sig(int sig) { force_signal(sig, current); }
#endif

/* The lowest pending signal that is not blocked, which is taken; 0 for none. */
static int dequeue_signal(struct task_struct *tsk)
{
	unsigned int own = tsk->pending & ~tsk->blocked;
	unsigned int shared = tsk->shared_pending & ~tsk->blocked;
	int sig = ffs(own ? own : shared);

	if (own)
		tsk->pending &= ~sigmask(sig);
	else if (shared)
		tsk->shared_pending &= ~sigmask(sig);
	recalc_sigpending();
	return sig;
}
#if UNOOPS_DEQUEUE_SIGNAL_NO_INFO
int kernel_dequeue_signal(void) { return dequeue_signal(current); }
#else
int kernel_dequeue_signal(struct UNOOPS_KERNELS_SIGINFO *info) { return dequeue_signal(current); }
#endif

int sigprocmask(int how, sigset_t *set, sigset_t *old)
{
	struct task_struct *tsk = current;
	unsigned int mask = set->sig[0];

	if (old)
		*old = (sigset_t){ { tsk->blocked } };
	tsk->blocked = how == SIG_BLOCK ? tsk->blocked | mask :
		       how == SIG_UNBLOCK ? tsk->blocked & ~mask : mask;
	recalc_sigpending();
	return 0;
}

/* Who looks at a task that is there finds the same each time: it counts as no access, which the task's making and freeing would collide with. */
static noinline __attribute__((no_sanitize("thread"))) bool is_process(const struct task_struct *tsk) { return tsk->mm; }

/*
 * What user space could usefully send now, signal n in bit n: the machine offers each as a choice. `asked`: the module looks for signals of
 * processes that do not sleep. What says no comes first: user space waits for whatever is read here.
 */
__attribute__((export_name("unoops_signals"))) unsigned int unoops_signals(struct task_struct *tsk, bool asked)
{
	/* A process is interrupted, by ^C, where that makes a difference. */
	if (is_process(tsk) ? !asked && !(UNOOPS_READ_TASK_STATE(tsk) & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) : !any_kthread_listens)
		return 0;
	if (tsk->exit_state || (tsk->flags & PF_EXITING))
		return 0;
	return (tsk->allowed & ~tsk->kernel_only & ~tsk->shared_pending) << 1;
}

/* kill(2): to the process, not to the thread. */
__attribute__((export_name("unoops_signal"))) void unoops_signal(struct task_struct *tsk, int sig)
{
	queue_signal(tsk, &tsk->shared_pending, sig);
}

/*
 * Whoever loads or unloads a module may be interrupted by ^C where it sleeps: a process that has no handler is killed, and its wait is over. That is
 * asked once, before it falls asleep, so that whoever never comes to wake it is still seen.
 */
struct task_struct *unoops_loader;

bool unoops_is_interrupted(struct task_struct *tsk)
{
	if (tsk != unoops_loader || tsk->pending || !(UNOOPS_READ_TASK_STATE(tsk) & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)))
		return false;
	if (!unoops_choose(2, ""))
		return false;
	unoops_note(UNOOPS_TASK_SIGNAL, tsk, SIGINT);
	tsk->pending |= sigmask(SIGINT) | sigmask(SIGKILL);
	set_tsk_thread_flag(tsk, TIF_SIGPENDING);
	return true;
}
