/* SPDX-License-Identifier: MIT */
/* Signals: include/linux/sched.h in 4.4, include/linux/sched/signal.h from 4.11 on. */
#ifndef UNOOPS_SIGNALS_H
#define UNOOPS_SIGNALS_H

#include <linux/signal_types.h>

static __always_inline int test_tsk_thread_flag(struct task_struct *tsk, int flag) { return test_bit(flag, &tsk->thread_flags); }
static __always_inline void set_tsk_thread_flag(struct task_struct *tsk, int flag) { set_bit(flag, &tsk->thread_flags); }
static __always_inline void clear_tsk_thread_flag(struct task_struct *tsk, int flag) { clear_bit(flag, &tsk->thread_flags); }
#define test_thread_flag(flag)	test_tsk_thread_flag(current, flag)
#define set_thread_flag(flag)	set_tsk_thread_flag(current, flag)
#define clear_thread_flag(flag)	clear_tsk_thread_flag(current, flag)

static __always_inline int task_sigpending(struct task_struct *tsk)
{
	return unlikely(test_tsk_thread_flag(tsk, TIF_SIGPENDING));
}
static __always_inline int signal_pending(struct task_struct *tsk)
{
#if UNOOPS_HAS_TIF_NOTIFY_SIGNAL
	if (unlikely(test_tsk_thread_flag(tsk, TIF_NOTIFY_SIGNAL)))
		return 1;
#endif
	return task_sigpending(tsk);
}
/* Signals sent to the process do not count here: they wait in shared_pending. */
static __always_inline int __fatal_signal_pending(struct task_struct *tsk)
{
	return unlikely(tsk->pending & sigmask(SIGKILL));
}
static __always_inline int fatal_signal_pending(struct task_struct *tsk)
{
	return task_sigpending(tsk) && __fatal_signal_pending(tsk);
}
static __always_inline int signal_pending_state(unsigned int state, struct task_struct *tsk)
{
	if (!(state & (TASK_INTERRUPTIBLE | TASK_WAKEKILL)) || !signal_pending(tsk))
		return 0;
	return (state & TASK_INTERRUPTIBLE) || __fatal_signal_pending(tsk);
}

void allow_signal(int sig);
void disallow_signal(int sig);
#if UNOOPS_HAS_ALLOW_KERNEL_SIGNAL
void allow_kernel_signal(int sig);
#endif
void flush_signals(struct task_struct *tsk);
int send_sig(int sig, struct task_struct *tsk, int priv);
int send_sig_info(int sig, struct UNOOPS_KERNELS_SIGINFO *info, struct task_struct *tsk);
#if UNOOPS_FORCE_SIG_TAKES_TASK
void force_sig(int sig, struct task_struct *tsk);
#else
void force_sig(int sig);
#endif
#if UNOOPS_DEQUEUE_SIGNAL_NO_INFO
int kernel_dequeue_signal(void);
#else
int kernel_dequeue_signal(struct UNOOPS_KERNELS_SIGINFO *info);
#endif
void recalc_sigpending(void);
int sigprocmask(int how, sigset_t *set, sigset_t *old);

#endif
