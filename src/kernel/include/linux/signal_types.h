/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SIGNAL_TYPES_H
#define _LINUX_SIGNAL_TYPES_H

#include <linux/types.h>

enum {
	SIGHUP = 1, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1,
	SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP,
	SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS,
};
#define SIGIOT		SIGABRT
#define SIGPOLL		SIGIO
#define _NSIG		64
#define sigmask(sig)	(1U << ((sig) - 1))

enum { SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK };

/* Real-time signals are not modelled. */
typedef struct { unsigned long sig[2]; } sigset_t;
/* include/uapi/asm-generic/siginfo.h: what a signal says. Until 4.20 the kernel's own is user space's; nobody looks at it here. */
typedef union sigval { int sival_int; void __user *sival_ptr; } sigval_t;
#define UNOOPS_SIGINFO						\
	int si_signo, si_errno, si_code;			\
	int si_pid, si_tid, si_overrun, si_status, si_fd;	\
	unsigned int si_uid;					\
	sigval_t si_value;					\
	long si_utime, si_stime, si_band;			\
	void __user *si_addr;
#define si_int		si_value.sival_int
#define si_ptr		si_value.sival_ptr
typedef struct siginfo { UNOOPS_SIGINFO } siginfo_t;
#if UNOOPS_SINCE(4, 20)
typedef struct kernel_siginfo { UNOOPS_SIGINFO } kernel_siginfo_t;
#define UNOOPS_KERNELS_SIGINFO	kernel_siginfo
#define SEND_SIG_NOINFO	((struct kernel_siginfo *)0)
#define SEND_SIG_PRIV	((struct kernel_siginfo *)1)
static __always_inline void clear_siginfo(struct kernel_siginfo *info) { *info = (struct kernel_siginfo){ 0 }; }
#else
#define UNOOPS_KERNELS_SIGINFO	siginfo
#define SEND_SIG_NOINFO	((struct siginfo *)0)
#define SEND_SIG_PRIV	((struct siginfo *)1)
#endif
#define SI_USER		0
#define SI_KERNEL	0x80
#define SI_QUEUE	-1
#define SI_TIMER	-2
#define SI_MESGQ	-3
#define SI_ASYNCIO	-4
#define SI_SIGIO	-5
#define SI_TKILL	-6
#define SIGRTMIN	32
#define SIGRTMAX	_NSIG

static __always_inline void sigemptyset(sigset_t *set) { set->sig[0] = set->sig[1] = 0; }
static __always_inline void sigfillset(sigset_t *set) { set->sig[0] = set->sig[1] = ~0UL; }
static __always_inline void sigaddset(sigset_t *set, int sig) { set->sig[(sig - 1) / 32] |= 1UL << ((sig - 1) % 32); }
static __always_inline void sigdelset(sigset_t *set, int sig) { set->sig[(sig - 1) / 32] &= ~(1UL << ((sig - 1) % 32)); }
static __always_inline int sigismember(sigset_t *set, int sig) { return set->sig[(sig - 1) / 32] >> ((sig - 1) % 32) & 1; }
static __always_inline void siginitset(sigset_t *set, unsigned long mask) { set->sig[0] = mask; set->sig[1] = 0; }
static __always_inline void siginitsetinv(sigset_t *set, unsigned long mask) { set->sig[0] = ~mask; set->sig[1] = ~0UL; }

#endif
