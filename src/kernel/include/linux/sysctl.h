/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SYSCTL_H
#define _LINUX_SYSCTL_H

#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/wait.h>

struct ctl_table;
#if UNOOPS_SINCE(6, 11)
#define UNOOPS_CTL_TABLE	const struct ctl_table
#else
#define UNOOPS_CTL_TABLE	struct ctl_table
#endif
typedef int proc_handler(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
struct ctl_table {
	const char *procname;
	void *data;
	int maxlen;
	umode_t mode;
#if !UNOOPS_SINCE(6, 11)
	struct ctl_table *child;
#endif
	proc_handler *proc_handler;
	void *poll;
	void *extra1, *extra2;
};
#if UNOOPS_SINCE(5, 3)
extern const int sysctl_vals[];
#define SYSCTL_ZERO		((void *)&sysctl_vals[0])
#define SYSCTL_ONE		((void *)&sysctl_vals[1])
#define SYSCTL_INT_MAX		((void *)&sysctl_vals[2])
#endif
struct ctl_table_header;
struct ctl_path { const char *procname; };
/* fs/proc/proc_sysctl.c, kernel/sysctl.c; 4.4 ... 7.2. Since 6.6 the size of an array is told. */
struct ctl_table_header *register_sysctl_sz(const char *path, struct ctl_table *table, size_t n);
#if UNOOPS_SINCE(6, 6)
#define register_sysctl(path, table)	register_sysctl_sz(path, table, sizeof(table) / sizeof((table)[0]))
#else
struct ctl_table_header *register_sysctl(const char *path, struct ctl_table *table);
#endif
#if !UNOOPS_SINCE(6, 5)
struct ctl_table_header *register_sysctl_table(struct ctl_table *table);
#endif
void unregister_sysctl_table(struct ctl_table_header *header);
int proc_dointvec(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_dointvec_minmax(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_douintvec(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_doulongvec_minmax(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_dobool(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos);
int proc_dostring(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos);

#endif
