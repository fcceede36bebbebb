/* SPDX-License-Identifier: MIT */
/*
 * fs/proc/proc_sysctl.c, kernel/sysctl.c; 4.4 ... 7.2. A process reads or writes each entry while its table is registered;
 * unregister_sysctl_table() waits for those inside.
 */
#include <linux/sysctl.h>
#include <linux/kstrtox.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <net/net_namespace.h>
#include "user.h"

struct sysctl_file {
	struct happening session;
	struct list_head entry;
	struct ctl_table *table;
	unsigned int active;
	bool gone;
};
struct ctl_table_header { struct list_head files; };
#if UNOOPS_SINCE(5, 3)
const int sysctl_vals[] = { 0, 1, INT_MAX };
#endif

/* The buffer is the kernel's own since 5.8; before, it is the process's. */
static void call_handler(struct sysctl_file *sf, const struct user_text *text)
{
	size_t len = text ? text->size : READ_SIZE;
	loff_t pos = 0;
#if UNOOPS_SINCE(5, 8)
	char *buffer = unoops_alloc(len + 1, "kmalloc");

	if (text)
		unoops_copy_text(text, buffer);
#else
	char *buffer = USER_PAGE(text ? text->page : USER_ZERO);
#endif
	(void)sf->table->proc_handler(sf->table, !!text, buffer, &len, &pos);
#if UNOOPS_SINCE(5, 8)
	unoops_free(buffer);
#endif
}

/* proc_sys_call_handler(): who may do what says the mode; the process is root's. */
static void use_entry(struct sysctl_file *sf)
{
	umode_t mode = sf->table->mode;
	bool write = !(mode & 0444) || ((mode & 0222) && unoops_choose(2, ""));
	struct user_text text;

	if (write)
		unoops_some_text(&text);
	unoops_tellf("%s /proc/sys/.../%s", write ? text.how : "cat", sf->table->procname);
	call_handler(sf, write ? &text : NULL);
}

static void use_sysctl(struct happening *h)
{
	struct sysctl_file *sf = (struct sysctl_file *)h;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!sf->gone) {
		sf->active++;
		use_entry(sf);
		sf->active--;
	}
	unoops_end_session(tsk, seat);
}

static void add_files(struct ctl_table_header *header, struct ctl_table *table, size_t n)
{
	for (; n-- && table->procname; table++) {
		struct sysctl_file *sf;

#if !UNOOPS_SINCE(6, 11)
		if (table->child) {
			add_files(header, table->child, ~0u);
			continue;
		}
#endif
		if (!table->proc_handler || !(table->mode & 0666))
			continue;
		sf = unoops_new_deed(sizeof(*sf), use_sysctl);
		sf->table = table;
		list_add_tail(&sf->entry, &header->files);
		unoops_expect(&sf->session);
	}
}

struct ctl_table_header *register_sysctl_sz(const char *path, struct ctl_table *table, size_t n)
{
	struct ctl_table_header *header;

	unoops_check_may_sleep("a sysctl table is registered in atomic context");
	if (unoops_fault("register_sysctl"))
		return NULL;
	header = unoops_alloc(sizeof(*header), "ctl_table_header");
	INIT_LIST_HEAD(&header->files);
	add_files(header, table, n);
	return header;
}
#if !UNOOPS_SINCE(6, 6)
struct ctl_table_header *(register_sysctl)(const char *path, struct ctl_table *table) { return register_sysctl_sz(path, table, ~0u); }
#endif
#if !UNOOPS_SINCE(6, 5)
struct ctl_table_header *register_sysctl_table(struct ctl_table *table) { return register_sysctl_sz("", table, ~0u); }
#endif

void unregister_sysctl_table(struct ctl_table_header *header)
{
	unoops_check_may_sleep("a sysctl table is unregistered in atomic context");
	if (!header)
		return;
	while (!list_empty(&header->files)) {
		struct sysctl_file *sf = list_first_entry(&header->files, struct sysctl_file, entry);

		list_del(&sf->entry);
		sf->gone = true;
		unoops_block(&sf->active, ~0u, 0);
		unoops_call_off(&sf->session, false);
	}
	unoops_free(header);
}

#if UNOOPS_SINCE(6, 6)
struct ctl_table_header *register_net_sysctl_sz(struct net *net, const char *path, struct ctl_table *table, size_t n)
{
	return register_sysctl_sz(path, table, n);
}
#else
struct ctl_table_header *register_net_sysctl(struct net *net, const char *path, struct ctl_table *table) { return register_sysctl_sz(path, table, ~0u); }
#endif
void unregister_net_sysctl_table(struct ctl_table_header *header) { unregister_sysctl_table(header); }

/* What is written is "0" or "1". */
static int written_value(const void *buffer)
{
	char c;

#if UNOOPS_SINCE(5, 8)
	c = *(const char *)buffer;
#else
	if (copy_from_user(&c, buffer, 1))
		return -EFAULT;
#endif
	return c == '1';
}

int proc_dointvec(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	if (write && table->maxlen >= (int)sizeof(int))
		WRITE_ONCE(*(int *)table->data, written_value(buffer));
	else if (table->maxlen >= (int)sizeof(int))
		(void)READ_ONCE(*(int *)table->data);
	return 0;
}
int proc_dointvec_minmax(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	int value = write ? written_value(buffer) : 0;

	if (write && ((table->extra1 && value < *(int *)table->extra1) || (table->extra2 && value > *(int *)table->extra2)))
		return -EINVAL;
	return proc_dointvec(table, write, buffer, lenp, ppos);
}
int proc_douintvec(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	return proc_dointvec(table, write, buffer, lenp, ppos);
}
int proc_doulongvec_minmax(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	return proc_dointvec(table, write, buffer, lenp, ppos);
}
int proc_dobool(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	if (write)
		WRITE_ONCE(*(bool *)table->data, written_value(buffer));
	return 0;
}
int proc_dostring(UNOOPS_CTL_TABLE *table, int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	char *data = table->data;

	if (!data || table->maxlen <= 0)
		return 0;
	if (!write) {
		(void)strnlen(data, table->maxlen);
		return 0;
	}
	data[0] = written_value(buffer) ? '1' : '0';
	if (table->maxlen > 1)
		data[1] = 0;
	return 0;
}
