/* SPDX-License-Identifier: MIT */
/*
 * fs/sysfs/, fs/kernfs/, lib/kobject.c; 4.4 ... 7.2. An attribute is read or written by each process; a removal waits for whoever is
 * inside. Nobody holds the module.
 */
#include <linux/kobject.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "user.h"

struct attribute_file {
	struct happening session;
	struct list_head entry;
	struct kobject *kobj;
	const struct attribute *attr;
	const struct sysfs_ops *ops;	/* NULL: of a binary file */
	unsigned int active;
	bool gone;
};
static LIST_HEAD(attribute_files);

/* The way to it, as far as a witness has to say it: the last directory above. */
static const char *directory_of(const struct kobject *kobj)
{
	return kobj->parent == kernel_kobj ? "/sys/kernel" : "/sys/...";
}

static void store_attribute(struct attribute_file *af)
{
	char *page = unoops_alloc(PAGE_SIZE, "kmalloc");
	struct user_text text;

	unoops_some_text(&text);
	unoops_tellf("%s > %s/%s/%s", text.how, directory_of(af->kobj), af->kobj->name, af->attr->name);
	unoops_copy_text(&text, page);
	af->ops->store(af->kobj, (struct attribute *)af->attr, page, text.size);
	unoops_free(page);
}

static void show_attribute(struct attribute_file *af)
{
	char *page = unoops_alloc(PAGE_SIZE, "kmalloc");

	unoops_tellf("cat %s/%s/%s", directory_of(af->kobj), af->kobj->name, af->attr->name);
	af->ops->show(af->kobj, (struct attribute *)af->attr, page);
	unoops_free(page);
}

/* sysfs_kf_bin_write(), sysfs_kf_bin_read(): one page at most, and no more than the file has, where it says how much that is. */
static unsigned int room_of(const struct bin_attribute *bin, unsigned int wanted)
{
	return bin->size ? min_t(unsigned int, bin->size, wanted) : wanted;
}

static void write_binary(struct attribute_file *af)
{
	struct bin_attribute *bin = container_of(af->attr, struct bin_attribute, attr);
	char *page = unoops_alloc(PAGE_SIZE, "kmalloc");
	struct file file = { .f_mode = FMODE_WRITE };
	struct user_text text;

	unoops_some_bytes(&text, room_of(bin, READ_SIZE));
	unoops_tell_write(&text, "/sys/.../", bin->attr.name);
	unoops_copy_text(&text, page);
	if (bin->write && text.size)
		(void)bin->write(&file, af->kobj, bin, page, 0, text.size);
	unoops_free(page);
}

static void read_binary(struct attribute_file *af)
{
	struct bin_attribute *bin = container_of(af->attr, struct bin_attribute, attr);
	char *page = unoops_alloc(PAGE_SIZE, "kmalloc");
	struct file file = { .f_mode = FMODE_READ };

	unoops_tellf("cat /sys/.../%s", bin->attr.name);
	if (bin->read)
		(void)bin->read(&file, af->kobj, bin, page, 0, room_of(bin, PAGE_SIZE));
	unoops_free(page);
}

static void use_attribute(struct attribute_file *af)
{
	bool reads, writes;

	/* Whoever came after the removal finds the name gone; the attribute may be too. */
	if (af->gone)
		return;
	af->active++;
	reads = af->attr->mode & 0444;
	writes = af->attr->mode & 0222;
	if (writes && (!reads || !unoops_choose(2, ""))) {
		if (af->ops)
			store_attribute(af);
		else
			write_binary(af);
	} else if (reads) {
		if (af->ops)
			show_attribute(af);
		else
			read_binary(af);
	}
	af->active--;
}

static void attribute_session(struct happening *h)
{
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	use_attribute((struct attribute_file *)h);
	unoops_end_session(tsk, seat);
}

static int create_file(struct kobject *kobj, const struct attribute *attr, const struct sysfs_ops *ops)
{
	struct attribute_file *af;

	unoops_check_may_sleep("a sysfs file is created in atomic context");
	if (unoops_fault("sysfs_create_file"))
		return -ENOMEM;
	af = unoops_new_deed(sizeof(*af), attribute_session);
	af->kobj = kobj;
	af->attr = attr;
	af->ops = ops;
	list_add_tail(&af->entry, &attribute_files);
	unoops_expect(&af->session);
	return 0;
}

static bool is_there(const struct attribute_file *af)
{
	const struct attribute_file *one;

	list_for_each_entry(one, &attribute_files, entry)
		if (one == af)
			return true;
	return false;
}

/* fs/kernfs/dir.c: kernfs_drain(). Whoever removes it, or its directory, waits for those who use it; the last one takes it away. */
static void remove_attribute_file(struct attribute_file *af)
{
	unoops_check_may_sleep("a sysfs file is removed in atomic context");
	af->gone = true;
	if (af->active)
		unoops_note(UNOOPS_WAITS, af, 0);
	af->session.waiters++;
	unoops_block(&af->active, ~0u, 0);
	af->session.waiters--;
	if (is_there(af))
		list_del(&af->entry);
	unoops_call_off(&af->session, false);
}

static struct attribute_file *find_file(struct kobject *kobj, const struct attribute *attr)
{
	struct attribute_file *af;

	list_for_each_entry(af, &attribute_files, entry)
		if (af->kobj == kobj && af->attr == attr)
			return af;
	return NULL;
}

static void remove_file(struct kobject *kobj, const struct attribute *attr)
{
	struct attribute_file *af = find_file(kobj, attr);

	if (af)
		remove_attribute_file(af);
}

/* fs/kernfs/dir.c: kernfs_remove_self(). Its own operation does not wait for itself; of several the first one removes it. */
bool sysfs_remove_file_self(struct kobject *kobj, const struct attribute *attr)
{
	struct attribute_file *af = find_file(kobj, attr);

	if (!af || af->gone)
		return false;
	af->active--;
	remove_attribute_file(af);
	af->active++;
	return true;
}

/* What is left goes with its directory. */
static void remove_files_of(struct kobject *kobj)
{
	struct attribute_file *af;

again:
	list_for_each_entry(af, &attribute_files, entry)
		if (af->kobj == kobj) {
			remove_attribute_file(af);
			goto again;
		}
}

static ssize_t kobj_attr_show(struct kobject *kobj, struct attribute *attr, char *buf)
{
	struct kobj_attribute *ka = container_of(attr, struct kobj_attribute, attr);

	return ka->show ? unoops_call_fn(ka->show, kobj, ka, buf) : -EIO;
}
static ssize_t kobj_attr_store(struct kobject *kobj, struct attribute *attr, const char *buf, size_t count)
{
	struct kobj_attribute *ka = container_of(attr, struct kobj_attribute, attr);

	return ka->store ? unoops_call_fn(ka->store, kobj, ka, buf, count) : -EIO;
}
const struct sysfs_ops kobj_sysfs_ops = { kobj_attr_show, kobj_attr_store };

static const struct sysfs_ops *ops_of(const struct kobject *kobj)
{
	return kobj->ktype && kobj->ktype->sysfs_ops ? kobj->ktype->sysfs_ops : &kobj_sysfs_ops;
}

int sysfs_create_file(struct kobject *kobj, const struct attribute *attr) { return create_file(kobj, attr, ops_of(kobj)); }
void sysfs_remove_file(struct kobject *kobj, const struct attribute *attr) { remove_file(kobj, attr); }

int sysfs_create_files(struct kobject *kobj, const struct attribute *const *attrs)
{
	int err = 0;

	for (; !err && *attrs; attrs++)
		err = sysfs_create_file(kobj, *attrs);
	return err;
}
void sysfs_remove_files(struct kobject *kobj, const struct attribute *const *attrs)
{
	for (; *attrs; attrs++)
		sysfs_remove_file(kobj, *attrs);
}

int sysfs_create_group(struct kobject *kobj, const struct attribute_group *group)
{
	struct bin_attribute **bin = group->bin_attrs;
	int err = group->attrs ? sysfs_create_files(kobj, (const struct attribute *const *)group->attrs) : 0;

	for (; bin && !err && *bin; bin++)
		err = sysfs_create_bin_file(kobj, *bin);
	return err;
}
void sysfs_remove_group(struct kobject *kobj, const struct attribute_group *group)
{
	struct bin_attribute **bin;

	if (group->attrs)
		sysfs_remove_files(kobj, (const struct attribute *const *)group->attrs);
	for (bin = group->bin_attrs; bin && *bin; bin++)
		sysfs_remove_bin_file(kobj, *bin);
}
int sysfs_create_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	int err = 0;

	for (; groups && !err && *groups; groups++)
		err = sysfs_create_group(kobj, *groups);
	return err;
}
void sysfs_remove_groups(struct kobject *kobj, const struct attribute_group **groups)
{
	for (; groups && *groups; groups++)
		sysfs_remove_group(kobj, *groups);
}
int sysfs_create_bin_file(struct kobject *kobj, const struct bin_attribute *attr)
{
	if (attr->mmap)
		unoops_assume("user space does not map binary sysfs files");
	return create_file(kobj, &attr->attr, NULL);
}
void sysfs_remove_bin_file(struct kobject *kobj, const struct bin_attribute *attr) { remove_file(kobj, &attr->attr); }
void sysfs_notify(struct kobject *kobj, const char *dir, const char *attr) { }
int sysfs_create_link(struct kobject *kobj, struct kobject *target, const char *name) { return 0; }
void sysfs_remove_link(struct kobject *kobj, const char *name) { }

int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf, PAGE_SIZE, fmt, args);
	va_end(args);
	return n;
}
int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vscnprintf(buf + at, PAGE_SIZE - at, fmt, args);
	va_end(args);
	return n;
}

/* --- kobjects --------------------------------------------------------------------------- */

static struct kobject kernel_dir = { .name = "kernel" };
struct kobject *kernel_kobj = &kernel_dir, *mm_kobj = &kernel_dir, *firmware_kobj = &kernel_dir, *fs_kobj = &kernel_dir;

void kobject_init(struct kobject *kobj, const struct kobj_type *ktype)
{
	kref_init(&kobj->kref);
	INIT_LIST_HEAD(&kobj->entry);
	kobj->ktype = ktype;
}

int kobject_set_name(struct kobject *kobj, const char *fmt, ...) { kobj->name = fmt; return 0; }

static int add_attributes(struct kobject *kobj)
{
#if UNOOPS_SINCE(5, 2)
	if (kobj->ktype && kobj->ktype->default_groups)
		return sysfs_create_groups(kobj, kobj->ktype->default_groups);
#endif
	if (kobj->ktype && kobj->ktype->default_attrs && !UNOOPS_SINCE(5, 18))
		return sysfs_create_files(kobj, (const struct attribute *const *)kobj->ktype->default_attrs);
	return 0;
}

int kobject_add(struct kobject *kobj, struct kobject *parent, const char *fmt, ...)
{
	if (unoops_fault("kobject_add"))
		return -ENOMEM;
	if (!kobj->name)
		kobj->name = fmt;
	kobj->parent = parent;
	return add_attributes(kobj);
}

int kobject_init_and_add(struct kobject *kobj, const struct kobj_type *ktype, struct kobject *parent, const char *fmt, ...)
{
	kobject_init(kobj, ktype);
	kobj->name = fmt;
	return kobject_add(kobj, parent, "%s", fmt);
}

static void free_dynamic_kobject(struct kobject *kobj) { kfree(kobj); }
static const struct kobj_type dynamic_kobj_ktype = { .release = free_dynamic_kobject, .sysfs_ops = &kobj_sysfs_ops };

struct kobject *kobject_create_and_add(const char *name, struct kobject *parent)
{
	struct kobject *kobj = kzalloc(sizeof(*kobj), GFP_KERNEL);

	if (!kobj)
		return NULL;
	kobject_init(kobj, &dynamic_kobj_ktype);
	kobj->name = name;
	kobj->parent = parent;
	return kobj;
}

/* The kobjects of a set are its own business: none of them keeps it here. */
static void free_kset(struct kobject *kobj) { kfree(container_of(kobj, struct kset, kobj)); }
static const struct kobj_type kset_ktype = { .release = free_kset, .sysfs_ops = &kobj_sysfs_ops };

void kset_init(struct kset *kset)
{
	kobject_init(&kset->kobj, kset->kobj.ktype);
	INIT_LIST_HEAD(&kset->list);
	spin_lock_init(&kset->list_lock);
}
int kset_register(struct kset *kset)
{
	kset_init(kset);
	return kobject_add(&kset->kobj, kset->kobj.parent, NULL);
}
struct kset *kset_create_and_add(const char *name, const struct kset_uevent_ops *uevent_ops, struct kobject *parent)
{
	struct kset *kset = kzalloc(sizeof(*kset), GFP_KERNEL);

	if (!kset)
		return NULL;
	kset->uevent_ops = uevent_ops;
	kset->kobj = (struct kobject){ .name = name, .parent = parent, .ktype = &kset_ktype };
	if (!kset_register(kset))
		return kset;
	kfree(kset);
	return NULL;
}
void kset_unregister(struct kset *kset)
{
	if (!kset)
		return;
	kobject_del(&kset->kobj);
	kobject_put(&kset->kobj);
}

void kobject_del(struct kobject *kobj)
{
	if (kobj)
		remove_files_of(kobj);
}

static void kobject_release(struct kref *kref)
{
	struct kobject *kobj = container_of(kref, struct kobject, kref);

	kobject_del(kobj);
	if (kobj->ktype && kobj->ktype->release)
		kobj->ktype->release(kobj);
}

struct kobject *kobject_get(struct kobject *kobj)
{
	if (kobj)
		kref_get(&kobj->kref);
	return kobj;
}
void kobject_put(struct kobject *kobj)
{
	if (kobj)
		kref_put(&kobj->kref, kobject_release);
}
int kobject_uevent(struct kobject *kobj, enum kobject_action action) { return 0; }
int kobject_uevent_env(struct kobject *kobj, enum kobject_action action, char *envp[]) { return 0; }
