/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/init.h>
#include <linux/export.h>
#include <linux/moduleparam.h>
#include <linux/errno.h>
#include <linux/err.h>
#include <linux/bug.h>
#include <linux/stat.h>
#include <linux/kmod.h>
#include <linux/mutex.h>	/* through sysfs.h and kernfs.h, as the next one */
#include <linux/wait.h>
#include <linux/kobject.h>
#include <linux/sysfs.h>
#include <linux/workqueue.h>	/* through umh.h */
#include <linux/atomic.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/completion.h>
#include <linux/percpu.h>
#include <linux/topology.h>
#include <linux/rcupdate.h>
#include <linux/rbtree.h>
#include <linux/ktime.h>
#include <linux/notifier.h>
#include <linux/rwsem.h>
#include <linux/semaphore.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/uidgid.h>
#include <linux/idr.h>	/* through kernfs.h, as the next one */
#include <linux/seqlock.h>
#include <linux/llist.h>	/* through smp.h */
#include <linux/srcu.h>	/* through notifier.h */

#define MODULE_NAME_LEN	56
enum module_state { MODULE_STATE_LIVE, MODULE_STATE_COMING, MODULE_STATE_GOING, MODULE_STATE_UNFORMED };
struct module {
	enum module_state state;
	struct list_head list;
	char name[MODULE_NAME_LEN];
	const char *version, *srcversion;
	struct module_kobject *holders_dir;
	int (*init)(void);
	void (*exit)(void);
	atomic_t refcnt;
};
#ifdef KBUILD_MODNAME
/* services/boot.c copies it to THIS_MODULE. */
__weak const char unoops_modname[] = KBUILD_MODNAME;
#endif

#define __module_word(tag, text)	_Static_assert(sizeof(text) > 0, #tag)
#define MODULE_LICENSE(s)		__module_word(license, s)
#define MODULE_AUTHOR(s)		__module_word(author, s)
#define MODULE_DESCRIPTION(s)		__module_word(description, s)
#define MODULE_VERSION(s)		__module_word(version, s)
#define MODULE_ALIAS(s)			__module_word(alias, s)
#define MODULE_SOFTDEP(s)		__module_word(softdep, s)
#define MODULE_FIRMWARE(s)		__module_word(firmware, s)
#define MODULE_IMPORT_NS(ns)		__module_word(import_ns, #ns)
#define MODULE_SUPPORTED_DEVICE(s)	__module_word(supported_device, s)
#define MODULE_ALIAS_CHARDEV(a, b)	_Static_assert(1, "")
#define MODULE_ALIAS_CHARDEV_MAJOR(a)	_Static_assert(1, "")
#define MODULE_ALIAS_MISCDEV(minor)	_Static_assert(1, "")
#define MODULE_ALIAS_NETPROTO(proto)	_Static_assert(1, "")
#define MODULE_INFO(tag, s)		__module_word(tag, s)
#define MODULE_DEVICE_TABLE(type, name)	_Static_assert(1, #name)

bool try_module_get(struct module *module);
void __module_get(struct module *module);
#if !UNOOPS_SINCE(5, 12)
extern struct mutex module_mutex;
#endif
void module_put(struct module *module);
struct module *find_module(const char *name);
int module_refcount(struct module *module);
static __always_inline bool module_is_live(struct module *module) { return module->state != MODULE_STATE_GOING; }
#define module_name(mod)	((mod)->name)
#define MOD_INC_USE_COUNT	__module_get(THIS_MODULE)
#define MOD_DEC_USE_COUNT	module_put(THIS_MODULE)
#define symbol_get(x)	(&(x))
#define symbol_put(x)	do { } while (0)
#if UNOOPS_KTHREAD_EXIT
void __module_put_and_kthread_exit(struct module *mod, long code) __noreturn;
#define module_put_and_kthread_exit(code)	__module_put_and_kthread_exit(THIS_MODULE, code)
#else
void __module_put_and_exit(struct module *mod, long code) __noreturn;
#define module_put_and_exit(code)		__module_put_and_exit(THIS_MODULE, code)
#endif

#endif
