/* SPDX-License-Identifier: MIT */
/* lib/idr.c, lib/xarray.c; 4.4 ... 7.2. A list in the order of the numbers. */
#include <linux/idr.h>
#include <linux/xarray.h>
#include <linux/list.h>
#include <linux/slab.h>
#include "model.h"

struct idr_entry {
	struct list_head *next;		/* struct idr_entry, as in idr->unoops_entries */
	unsigned long id;
	void *ptr;
};

void idr_init(struct idr *idr) { *idr = (struct idr){ NULL, 0 }; }

/* The link to the first entry whose number is not below. */
static struct idr_entry **link_to(const struct idr *idr, unsigned long id)
{
	struct idr_entry **link = (struct idr_entry **)&idr->unoops_entries;

	while (*link && (*link)->id < id)
		link = (struct idr_entry **)&(*link)->next;
	return link;
}

static int insert(struct idr *idr, unsigned long id, void *ptr, gfp_t gfp)
{
	struct idr_entry **link = link_to(idr, id), *entry;

	if (gfpflags_allow_blocking(gfp))
		unoops_check_may_sleep("an idr or xarray is filled in atomic context with GFP_KERNEL");
	if (unoops_fault("idr_alloc"))
		return -ENOMEM;
	entry = unoops_alloc(sizeof(*entry), "idr");
	*entry = (struct idr_entry){ (struct list_head *)*link, id, ptr };
	*link = entry;
	return 0;
}

int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp)
{
	unsigned int id = start, last = end > 0 ? end - 1 : INT_MAX;
	struct idr_entry *entry = *link_to(idr, id);
	int err;

	for (; entry && entry->id == id; entry = (struct idr_entry *)entry->next)
		id++;
	if (id > last)
		return -ENOSPC;
	err = insert(idr, id, ptr, gfp);
	return err ? err : (int)id;
}
int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp) { return idr_alloc(idr, ptr, start, end, gfp); }

void *idr_find(const struct idr *idr, unsigned long id)
{
	struct idr_entry *entry = *link_to(idr, id);

	return entry && entry->id == id ? entry->ptr : NULL;
}

void *idr_remove(struct idr *idr, unsigned long id)
{
	struct idr_entry **link = link_to(idr, id), *entry = *link;
	void *ptr;

	if (!entry || entry->id != id)
		return NULL;
	ptr = entry->ptr;
	*link = (struct idr_entry *)entry->next;
	unoops_free(entry);
	return ptr;
}

void *idr_replace(struct idr *idr, void *ptr, unsigned long id)
{
	struct idr_entry *entry = *link_to(idr, id);
	void *old;

	if (!entry || entry->id != id)
		return ERR_PTR(-ENOENT);
	old = entry->ptr;
	entry->ptr = ptr;
	return old;
}

void *idr_get_next(struct idr *idr, int *id)
{
	struct idr_entry *entry = *link_to(idr, *id);

	if (!entry)
		return NULL;
	*id = entry->id;
	return entry->ptr;
}

int idr_for_each(const struct idr *idr, int (*fn)(int id, void *p, void *data), void *data)
{
	struct idr_entry *entry, *next;
	int ret = 0;

	for (entry = *link_to(idr, 0); entry && !ret; entry = next) {
		next = (struct idr_entry *)entry->next;
		ret = fn(entry->id, entry->ptr, data);
	}
	return ret;
}

void idr_destroy(struct idr *idr)
{
	while (idr->unoops_entries)
		idr_remove(idr, ((struct idr_entry *)idr->unoops_entries)->id);
}
bool idr_is_empty(const struct idr *idr) { return !idr->unoops_entries; }

int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp)
{
	return idr_alloc(&ida->idr, ida, min, max >= INT_MAX ? 0 : max + 1, gfp);
}
void ida_free(struct ida *ida, unsigned int id) { idr_remove(&ida->idr, id); }

/* --- xarrays ---------------------------------------------------------------------------- */

void *xa_load(struct xarray *xa, unsigned long index) { return idr_find(&xa->unoops_entries, index); }
void *xa_erase(struct xarray *xa, unsigned long index) { return idr_remove(&xa->unoops_entries, index); }
void *xa_store(struct xarray *xa, unsigned long index, void *ptr, gfp_t gfp)
{
	void *old = ptr ? idr_replace(&xa->unoops_entries, ptr, index) : idr_remove(&xa->unoops_entries, index);
	int err;

	if (!ptr || !IS_ERR(old))
		return old;
	err = insert(&xa->unoops_entries, index, ptr, gfp);
	return err ? ERR_PTR(err) : NULL;
}
int xa_insert(struct xarray *xa, unsigned long index, void *ptr, gfp_t gfp)
{
	return xa_load(xa, index) ? -EBUSY : insert(&xa->unoops_entries, index, ptr, gfp);
}
int xa_alloc(struct xarray *xa, u32 *id, void *ptr, struct xa_limit limit, gfp_t gfp)
{
	int got = idr_alloc(&xa->unoops_entries, ptr, limit.min, limit.max >= INT_MAX ? 0 : limit.max + 1, gfp);

	if (got < 0)
		return got;
	*id = got;
	return 0;
}
void xa_destroy(struct xarray *xa) { idr_destroy(&xa->unoops_entries); }
void *unoops_xa_find(struct xarray *xa, unsigned long *index) { return idr_get_next(&xa->unoops_entries, (int *)index); }
