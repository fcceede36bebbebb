/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UMH_H
#define _LINUX_UMH_H

#include <linux/gfp.h>
#include <linux/workqueue.h>
#include <linux/errno.h>

/* kernel/umh.c; 4.4 ... 7.2. What the program does is not looked at. */
#define UMH_NO_WAIT	0x00
#define UMH_WAIT_EXEC	0x01
#define UMH_WAIT_PROC	0x02
#define UMH_FREEZABLE	0x04
#define UMH_KILLABLE	0x04
struct cred;
struct subprocess_info {
	const char *path;
	char **argv, **envp;
	int wait, retval;
	int (*init)(struct subprocess_info *info, struct cred *cred);
	void (*cleanup)(struct subprocess_info *info);
	void *data;
};
struct subprocess_info *call_usermodehelper_setup(const char *path, char **argv, char **envp, gfp_t gfp,
						  int (*init)(struct subprocess_info *info, struct cred *cred),
						  void (*cleanup)(struct subprocess_info *info), void *data);
int call_usermodehelper_exec(struct subprocess_info *info, int wait);
int call_usermodehelper(const char *path, char **argv, char **envp, int wait);

#endif
