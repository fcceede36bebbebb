/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PID_H
#define _LINUX_PID_H

#include <linux/types.h>
#include <linux/refcount.h>

/* kernel/pid.c; 4.4 ... 7.2. A number is that of the caller, of another process that lives on, or of nobody. */
struct pid_namespace;
struct upid { int nr; struct pid_namespace *ns; };
struct pid { refcount_t count; unsigned int level; struct upid numbers[1]; };
struct task_struct;
enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };
struct pid *find_get_pid(pid_t nr);
struct pid *find_vpid(int nr);
struct pid *find_pid_ns(int nr, void *ns);
struct pid *get_task_pid(struct task_struct *task, enum pid_type type);
struct task_struct *pid_task(struct pid *pid, enum pid_type type);
struct task_struct *get_pid_task(struct pid *pid, enum pid_type type);
struct task_struct *find_task_by_vpid(pid_t nr);
pid_t pid_nr(struct pid *pid);
#define pid_vnr(pid)	pid_nr(pid)
struct pid *get_pid(struct pid *pid);
void put_pid(struct pid *pid);
int kill_pid(struct pid *pid, int sig, int priv);

#endif
