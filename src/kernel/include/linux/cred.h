/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CRED_H
#define _LINUX_CRED_H

#include <linux/atomic.h>
#include <linux/uidgid.h>

/* Everything of the model runs as root. */
struct cred {
	atomic_t usage;
	kuid_t uid, suid, euid, fsuid;
	kgid_t gid, sgid, egid, fsgid;
};
#define current_cred()	(current->cred)
#define current_uid()	(current_cred()->uid)
#define current_gid()	(current_cred()->gid)
#define current_euid()	(current_cred()->euid)
#define current_egid()	(current_cred()->egid)
#define current_fsuid()	(current_cred()->fsuid)
#define task_uid(tsk)	((tsk)->cred->uid)
#define __task_cred(tsk) ((tsk)->real_cred)
#define current_user_ns() (&init_user_ns)
#define CAP_NET_ADMIN	12
#define CAP_SYS_MODULE	16
#define CAP_SYS_RAWIO	17
#define CAP_SYS_ADMIN	21
#define CAP_SYS_NICE	23
static __always_inline bool capable(int cap) { return true; }

#endif
