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
typedef struct kernel_siginfo {
	int si_signo;
	int si_errno;
	int si_code;
} kernel_siginfo_t, siginfo_t;
#define SEND_SIG_NOINFO	((struct kernel_siginfo *)0)
#define SEND_SIG_PRIV	((struct kernel_siginfo *)1)

static __always_inline void sigemptyset(sigset_t *set) { set->sig[0] = set->sig[1] = 0; }
static __always_inline void sigfillset(sigset_t *set) { set->sig[0] = set->sig[1] = ~0UL; }
static __always_inline void sigaddset(sigset_t *set, int sig) { set->sig[(sig - 1) / 32] |= 1UL << ((sig - 1) % 32); }
static __always_inline void sigdelset(sigset_t *set, int sig) { set->sig[(sig - 1) / 32] &= ~(1UL << ((sig - 1) % 32)); }
static __always_inline int sigismember(sigset_t *set, int sig) { return set->sig[(sig - 1) / 32] >> ((sig - 1) % 32) & 1; }
static __always_inline void siginitset(sigset_t *set, unsigned long mask) { set->sig[0] = mask; set->sig[1] = 0; }
static __always_inline void siginitsetinv(sigset_t *set, unsigned long mask) { set->sig[0] = ~mask; set->sig[1] = ~0UL; }

#endif
