/* SPDX-License-Identifier: MIT */
/*
 * A process of user space: while a file is registered, it may open it, do one of the things that the file can do, and close it:
 * fs/open.c, fs/char_dev.c, fs/file_table.c; 4.4 ... 7.2. It may be killed while it sleeps interruptibly.
 */
#include <linux/mm.h>
#include <linux/uio.h>
#include "user.h"
#include <linux/cdev.h>
#include <linux/poll.h>

static LIST_HEAD(user_files);
/* A seat for each process that there is at one time, so that each is called the same all along. */
static unsigned int seats_taken, all_taken;

void *unoops_new_deed(unsigned int size, void (*happen)(struct happening *self))
{
	unsigned int users = unoops_users(), uses = users ? unoops_uses() : 0;
	struct happening *h = unoops_new_happening(size, happen, "user", uses > users ? uses : users);

	h->overlaps = users > 1;
	if (users == 1 && uses == 1)
		unoops_assume("each file is opened once, by one process at a time, for one system call of those that the module has functions for");
	else if (users == 1)
		unoops_assume("each file is used a few times, by one process at a time, for a system call of those that the module has functions for");
	else if (users)
		unoops_assume("each file is opened once by each process, for one system call of those that the module has functions for");
	return h;
}

struct task_struct *unoops_begin_session(unsigned int *seat)
{
	static const char *const names[] = { "user", "user 2", "user 3", "user 4" };
	struct task_struct *tsk;

	unoops_block(&all_taken, ~0u, 0);
	for (*seat = 0; seats_taken & 1u << *seat; ++*seat)
		;
	seats_taken |= 1u << *seat;
	all_taken = seats_taken + 1 == 1u << unoops_users();
	tsk = unoops_enter_process(names[*seat]);
	return tsk;
}

void unoops_end_session(struct task_struct *tsk, unsigned int seat)
{
	seats_taken &= ~(1u << seat);
	all_taken = 0;
	unoops_leave_process(tsk);
}

static bool enter_file(struct user_file *uf)
{
	if (uf->gone)
		return false;
	uf->active++;
	return true;
}

static void leave_file(struct user_file *uf) { uf->active--; }

/* misc_mtx, cdev_lock: whoever removes it waits for those who look it up. */
static bool look_up_file(struct user_file *uf)
{
	uf->opening++;
	if (enter_file(uf))
		return true;
	uf->opening--;
	return false;
}

/* fops_get(), cdev_get(), debugfs_file_get(): who may open it is asked of the table, which went with a module that left the file behind. */
static bool hold_owners(struct user_file *uf)
{
	if (uf->kind == USER_PROC)
		return true;
	if (uf->ops)
		unoops_look_at(uf->ops->owner);
	if (!try_module_get(uf->fops.owner))
		return false;
	if (try_module_get(uf->owner))
		return true;
	module_put(uf->fops.owner);
	return false;
}

static void let_owners_go(const struct user_file *uf)
{
	if (uf->kind == USER_PROC)
		return;
	module_put(uf->owner);
	module_put(uf->fops.owner);
}

enum { DO_NOTHING, DO_READ, DO_WRITE, DO_IOCTL, DO_POLL, DO_MMAP, DO_SEEK, DO_PREAD, DO_PWRITE, MOST_CALLS };

/* Only there when the module has such files: a reader of one comes back until its sequence says that it is at its end. */
extern ssize_t seq_read(struct file *file, char __user *buf, size_t count, loff_t *pos) __weak;
extern ssize_t seq_read_iter(struct kiocb *iocb, struct iov_iter *iter) __weak;
static bool is_sequence(const struct file_operations *fops)
{
	return (fops->read && fops->read == seq_read) || (fops->read_iter && fops->read_iter == seq_read_iter);
}

/* vfs_read(), vfs_write(): what a file was not opened for does not get as far as the module. */
static unsigned int possible_calls(const struct file *file, unsigned char *calls)
{
	const struct file_operations *fops = file->f_op;
	unsigned int n = 0;

	if ((fops->read || fops->read_iter) && file->f_mode & FMODE_READ)
		calls[n++] = DO_READ;
	if ((fops->write || fops->write_iter) && file->f_mode & FMODE_WRITE)
		calls[n++] = DO_WRITE;
	if (fops->unlocked_ioctl)
		calls[n++] = DO_IOCTL;
	if (fops->poll)
		calls[n++] = DO_POLL;
	if (fops->mmap)
		calls[n++] = DO_MMAP;
	if (fops->llseek && unoops_looks_at(UNOOPS_SEEKS))
		calls[n++] = DO_SEEK;
	if ((fops->read || fops->read_iter) && file->f_mode & FMODE_READ && file->f_mode & FMODE_PREAD && unoops_looks_at(UNOOPS_POSITION) && !is_sequence(fops))
		calls[n++] = DO_PREAD;
	if ((fops->write || fops->write_iter) && file->f_mode & FMODE_WRITE && file->f_mode & FMODE_PWRITE && unoops_looks_at(UNOOPS_WRITES_AT))
		calls[n++] = DO_PWRITE;
	if (fops->fasync)
		unoops_assume("user space asks for no signal when a file is ready: it does not set O_ASYNC");
	if (fops->read_iter || fops->write_iter)
		unoops_assume("user space reads and writes in one piece: it does not use readv() and writev()");
	return n;
}

/* Each command that the function compares with, and one that it does not know. */
static unsigned int some_command(const struct file_operations *fops)
{
	unsigned int known = unoops_constants(fops->unlocked_ioctl, -1);
	unsigned int picked = unoops_choose(known + 1, "");

	return picked < known ? unoops_constants(fops->unlocked_ioctl, picked) : ~0u;
}

static const char *const directory[] = { [USER_DEVICE] = "/dev/", [USER_PROC] = "/proc/", [USER_DEBUGFS] = "/sys/kernel/debug/", [USER_MOUNTED] = "/mnt/" };

/*
 * mm/mmap.c, mm/memory.c; 4.4 ... 7.2. One page of the file, or more than most have; it is touched once, and let go. Nothing else of the
 * process' address space is there.
 */
static void map_file(struct file *file)
{
	struct vm_area_struct vma = { .vm_start = USER_MAPPED, .vm_flags = VM_READ | VM_WRITE | VM_SHARED, .vm_file = file, .vm_mm = current->mm };

	vma.vm_end = vma.vm_start + (unoops_choose(2, "more than one page is mapped") ? 16 : 1) * PAGE_SIZE;
	if (unoops_call_fn(file->f_op->mmap, file, &vma))
		return;
	if (vma.vm_ops && vma.vm_ops->fault) {
		struct vm_fault vmf = { .vma = &vma, .flags = FAULT_FLAG_WRITE | FAULT_FLAG_USER, .address = vma.vm_start };

#if UNOOPS_SINCE(4, 11)
		(void)unoops_call_fn(vma.vm_ops->fault, &vmf);
#else
		(void)unoops_call_fn(vma.vm_ops->fault, &vma, &vmf);
#endif
	}
	if (vma.vm_ops && vma.vm_ops->close)
		unoops_call_fn(vma.vm_ops->close, &vma);
}

/* vfs_read() and vfs_write() with functions that take an iterator: new_sync_read(), new_sync_write() (fs/read_write.c; 4.4 ... 7.2). */
static ssize_t call_iter(ssize_t (*fn)(struct kiocb *iocb, struct iov_iter *iter), struct file *file, unsigned int page, size_t size)
{
	struct kiocb iocb = { .ki_filp = file, .ki_pos = file->f_pos };
	struct iov_iter iter = { .ubuf = USER_PAGE(page), .count = size };
	ssize_t done = unoops_call_fn(fn, &iocb, &iter);

	file->f_pos = iocb.ki_pos;
	return done;
}

static ssize_t read_bytes(struct file *file, size_t size)
{
	const struct file_operations *fops = file->f_op;

	if (fops->read)
		return unoops_call_fn(fops->read, file, USER_PAGE(USER_ZERO), size, &file->f_pos);
	return call_iter(fops->read_iter, file, USER_ZERO, size);
}

static void write_text(struct file *file, const struct user_text *text)
{
	const struct file_operations *fops = file->f_op;

	if (fops->write)
		(void)unoops_call_fn(fops->write, file, USER_PAGE(text->page), text->size, &file->f_pos);
	else
		(void)call_iter(fops->write_iter, file, text->page, text->size);
}

/* As `cat` reads, to the end where the module counts how far that is; or a byte, which is less than most are ready to give. */
static void read_file(struct user_file *uf, struct file *file)
{
	bool is_short = unoops_looks_at(UNOOPS_SIZE) && unoops_choose(2, "");
	unsigned int times = unoops_looks_at(UNOOPS_POSITION) || is_sequence(file->f_op) ? 2 : 1;

	if (is_short)
		unoops_tellf("head -c 1 %s%s", directory[uf->kind], uf->name);
	else
		unoops_tellf("cat %s%s", directory[uf->kind], uf->name);
	while (times-- && read_bytes(file, is_short ? 1 : READ_SIZE) > 0)
		;
}

/* pread(2) and pwrite(2), fs/read_write.c; 4.4 ... 7.2: at any place, also behind the end, unless open() made a stream of the file. */
static void read_at(struct user_file *uf, struct file *file)
{
	loff_t before = file->f_pos;

	file->f_pos = unoops_choose(2, "") ? USER_LONG : 2;
	unoops_tellf("pread(%s%s, %u bytes at %u)", directory[uf->kind], uf->name, USER_LONG, (unsigned int)file->f_pos);
	(void)read_bytes(file, USER_LONG);
	file->f_pos = before;
}

static void write_at(struct user_file *uf, struct file *file)
{
	static const struct user_text text = { .page = USER_TEXT_1, .size = 2 };
	loff_t before = file->f_pos;

	file->f_pos = USER_LONG;
	unoops_tellf("pwrite(%s%s, %u bytes at %u)", directory[uf->kind], uf->name, text.size, USER_LONG);
	write_text(file, &text);
	file->f_pos = before;
}

static void do_something(struct user_file *uf, struct file *file)
{
	const struct file_operations *fops = file->f_op;
	unsigned char calls[MOST_CALLS];
	unsigned int n = possible_calls(file, calls);
	unsigned int picked;

	if (!n)
		return;
	picked = calls[unoops_choose(n, "")];
	if (!enter_file(uf) && uf->kind != USER_DEVICE)
		return;
	switch (picked) {
	case DO_READ:
		read_file(uf, file);
		break;
	case DO_WRITE: {
		struct user_text text;

		unoops_some_write(&text, fops->write ? (const void *)fops->write : fops->write_iter);
		unoops_tell_write(&text, directory[uf->kind], uf->name);
		write_text(file, &text);
		break;
	}
	case DO_IOCTL: {
		unsigned int cmd = some_command(fops);

		(void)unoops_call_fn(fops->unlocked_ioctl, file, cmd, unoops_some_argument(cmd, directory[uf->kind], uf->name));
		break;
	}
	case DO_POLL:
		unoops_tellf("poll() of %s%s", directory[uf->kind], uf->name);
		(void)unoops_call_fn(fops->poll, file, NULL);
		break;
	case DO_SEEK: {
		static const char *const whences[] = { "SEEK_SET", "SEEK_CUR", "SEEK_END" };
		unsigned int whence = unoops_choose(ARRAY_SIZE(whences), "");

		unoops_tellf("lseek(%s%s, 0, %s)", directory[uf->kind], uf->name, whences[whence]);
		(void)fops->llseek(file, 0, whence);
		break;
	}
	case DO_PREAD:
		read_at(uf, file);
		break;
	case DO_PWRITE:
		write_at(uf, file);
		break;
	case DO_MMAP:
		unoops_tellf("mmap() of %s%s", directory[uf->kind], uf->name);
		map_file(file);
		break;
	}
	leave_file(uf);
}

/*
 * One system call, or a few as far as one process uses the file that often: where the module hears of open() or of release(), two calls of one opening
 * are not those of two.
 */
static void do_things(struct user_file *uf, struct file *file)
{
	do_something(uf, file);
	if (uf->session.overlaps || (!file->f_op->open && !file->f_op->release))
		return;
	while (uf->session.left && unoops_choose(2, "")) {
		uf->session.left--;
		unoops_tellf("%s%s is still open", directory[uf->kind], uf->name);
		do_something(uf, file);
	}
}

/* How a process opens a file: for reading and writing, and in any other way that the module asks about. */
static unsigned int some_flags(const struct user_file *uf, bool say)
{
	static const char *const modes[] = { "O_RDONLY", "O_WRONLY", "O_RDWR" };
	unsigned int mode = unoops_looks_at(UNOOPS_MODE) ? (unoops_choose(3, "") + 2) % 3 : O_RDWR;
	bool waits = !unoops_looks_at(UNOOPS_FLAGS) || !unoops_choose(2, "");

	if (say || mode != O_RDWR || !waits)
		unoops_tellf("open(%s%s, %s%s)", directory[uf->kind], uf->name, modes[mode], waits ? "" : " | O_NONBLOCK");
	return waits ? mode : mode | O_NONBLOCK;
}

static void release_file(struct user_file *uf, struct file *file)
{
	if (file->f_op->release)
		(void)unoops_call_fn(file->f_op->release, file->f_inode, file);
}

static void close_file(struct user_file *uf, struct opened *opened)
{
	struct file *file = opened->file;

	if (file->f_op->flush)
		(void)unoops_call_fn(file->f_op->flush, file, NULL);
	/* A proc file that was removed meanwhile is released by whoever removes it. */
	if (uf->kind != USER_PROC) {
		release_file(uf, file);
	} else if (enter_file(uf)) {
		list_del(&opened->entry);
		release_file(uf, file);
		leave_file(uf);
	} else {
		unoops_block(&opened->file, ~0u, 0);
	}
}

/* A process that has the file open, and does something with it: or opens it once more, does that with the second one, and closes both. */
static void use_open(struct user_file *uf, struct inode *inode, struct dentry *dentry, bool once_more)
{
	struct file *file = unoops_alloc(sizeof(*file), "file");
	unsigned int flags = some_flags(uf, once_more);
	struct opened opened = { .file = file };
	int err = 0;

	*file = (struct file){ .f_inode = inode, .f_op = inode->i_fop, .f_flags = flags, .f_mode = (((flags & O_ACCMODE) + 1) & (FMODE_READ | FMODE_WRITE)) | FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE,
			       .f_path = { .dentry = dentry }, .private_data = uf->private_data, .f_mapping = inode->i_mapping };
	if (inode->i_fop->open)
		err = unoops_call_fn(inode->i_fop->open, inode, file);
	if (!err && uf->kind == USER_PROC)
		list_add_tail(&opened.entry, &uf->opened);
	leave_file(uf);
	if (!err) {
		if (once_more && enter_file(uf))
			use_open(uf, inode, dentry, false);
		else
			do_things(uf, file);
		close_file(uf, &opened);
	}
	unoops_free(file);
}

void unoops_use_file(struct user_file *uf, struct inode *inode, struct dentry *dentry)
{
	bool is_held;

	if (!look_up_file(uf))
		return;
	is_held = hold_owners(uf);
	uf->opening--;
	if (is_held) {
		use_open(uf, inode, dentry, unoops_looks_at(UNOOPS_OPENS) && unoops_choose(2, ""));
		let_owners_go(uf);
	} else {
		leave_file(uf);
	}
}

static void use_file(struct user_file *uf)
{
	struct dentry dentry = { .d_name.name = (const unsigned char *)uf->name };
	struct file_operations fops = uf->fops;
	struct inode inode = { .i_rdev = uf->dev, .i_mode = uf->kind == USER_DEVICE ? S_IFCHR : S_IFREG,
			       .i_private = uf->inode_private, .i_cdev = uf->cdev, .i_fop = &fops };

	dentry.d_inode = &inode;
	unoops_use_file(uf, &inode, &dentry);
}

static void session(struct happening *h)
{
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	use_file((struct user_file *)h);
	unoops_end_session(tsk, seat);
}

struct user_file *unoops_new_user_file(enum user_file_kind kind, const void *key, const char *name, const struct file_operations *fops)
{
	struct user_file *uf = unoops_new_deed(sizeof(*uf), session);

	INIT_LIST_HEAD(&uf->opened);
	uf->kind = kind;
	uf->waits = kind == USER_PROC || (kind == USER_DEBUGFS && UNOOPS_SINCE(4, 7));
	uf->key = key;
	uf->name = name;
	uf->ops = fops;
	if (fops)
		uf->fops = *fops;
	return uf;
}

void unoops_publish_user_file(struct user_file *uf)
{
	list_add_tail(&uf->entry, &user_files);
	unoops_expect(&uf->session);
}

struct user_file *unoops_find_user_file(const void *key)
{
	struct user_file *uf;

	list_for_each_entry(uf, &user_files, entry)
		if (uf->key == key)
			return uf;
	return NULL;
}

/* From here on nobody opens it. What is open stays open, except in proc. */
void unoops_remove_user_file(struct user_file *uf)
{
	list_del(&uf->entry);
	uf->gone = true;
	if (uf->opening)
		unoops_block(&uf->opening, ~0u, 0);
	if (uf->waits) {
		unoops_check_may_sleep("a file is removed in atomic context");
		if (uf->active)
			unoops_note(UNOOPS_WAITS, uf, 0);
		unoops_block(&uf->active, ~0u, 0);
		while (!list_empty(&uf->opened)) {
			struct opened *opened = list_first_entry(&uf->opened, struct opened, entry);

			list_del(&opened->entry);
			release_file(uf, opened->file);
			opened->file = NULL;
		}
	}
	unoops_call_off(&uf->session, false);
}
