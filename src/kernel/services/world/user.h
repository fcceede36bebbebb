/* SPDX-License-Identifier: MIT */
/* User space: files that a process may open while they are there. */
#ifndef UNOOPS_USER_H
#define UNOOPS_USER_H

#include <linux/fs.h>
#include "happening.h"

/* Memory of a process. A page for each thing that it may hold; see user_bytes. */
#define USER_BASE	0x40000000u
#define USER_PAGE(n)	((void *)(USER_BASE + ((n) << 12)))
enum { USER_TEXT_1, USER_TEXT_0, USER_ZERO, USER_ONE, USER_TEXT_LONG, USER_TEXTS, USER_NUMBERS = USER_TEXTS + 64, USER_RECORDS = USER_NUMBERS + 64, USER_PAGES = USER_RECORDS + 64 };
#define USER_LONG	4096
#define READ_SIZE	64
#define USER_MAPPED	0x48000000u	/* where a process maps a file */

/* How long a removal waits for those inside, and whether an open file holds the module. */
enum user_file_kind {
	USER_DEVICE,		/* fops->owner is held while it is open; removal waits for nobody */
	USER_PROC,		/* removal waits for calls, and releases what is open; nobody is held */
	USER_DEBUGFS,		/* fops->owner is held, and removal waits for calls from 4.7 on */
	USER_MOUNTED,		/* of a file system: fops->owner is held, and the mount while it is open */
};

/* A file that a process has open. */
struct opened {
	struct list_head entry;
	struct file *file;		/* NULL when it has been released */
};

struct user_file {
	struct happening session;
	enum user_file_kind kind;
	const void *key;		/* what unregisters it */
	struct module *owner;		/* beside that of fops: cdev->owner */
	const struct file_operations *ops;	/* the module's own; NULL in proc */
	struct file_operations fops;
	struct list_head entry;
	unsigned int opening;		/* who looks it up: nobody removes it meanwhile */
	unsigned int active;		/* calls under way */
	bool gone, waits;		/* waits: its removal does, for calls under way */
	struct list_head opened;
	void *private_data;		/* of the file, before open() */
	dev_t dev;
	void *inode_private;
	struct cdev *cdev;
	const char *name;
};

struct user_file *unoops_new_user_file(enum user_file_kind kind, const void *key, const char *name, const struct file_operations *fops);
void unoops_publish_user_file(struct user_file *uf);
struct user_file *unoops_find_user_file(const void *key);
void unoops_remove_user_file(struct user_file *uf);
/* A process opens it, does one of the things that the file can do, and closes it. */
void unoops_use_file(struct user_file *uf, struct inode *inode, struct dentry *dentry);

/* `size` bytes that begin with a happening: what a process of user space may do, as often as files are used. */
void *unoops_new_deed(unsigned int size, void (*happen)(struct happening *self));

/* Around what a process does: there are as many at one time as there are seats. */
struct task_struct *unoops_begin_session(unsigned int *seat);
void unoops_end_session(struct task_struct *tsk, unsigned int seat);

/* A text that a process writes: 1, 0, or what the module tells apart beside these. It has its page, its bytes, and says itself how it is written. */
struct user_text {
	unsigned int page, size;
	char how[40];
};
void unoops_some_text(struct user_text *text);
/* What write() gets: such a text, another one that is too long or empty, or a struct. */
void unoops_some_write(struct user_text *text, const void *fn);
/* What goes to a binary file that has room for so many bytes: the same, cut off there. */
void unoops_some_bytes(struct user_text *text, unsigned int room);
void unoops_tell_write(const struct user_text *text, const char *folder, const char *name);
void *unoops_some_argument(unsigned int cmd, const char *folder, const char *name);
char unoops_user_byte(const char *page, unsigned int at);
void unoops_copy_text(const struct user_text *text, char *to);

/* The same of a number. */
int unoops_some_number(void);

#endif
