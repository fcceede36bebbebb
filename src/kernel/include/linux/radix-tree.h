/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_RADIX_TREE_H
#define _LINUX_RADIX_TREE_H

#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/types.h>
#include <linux/xarray.h>

/* lib/radix-tree.c; 4.4 ... 7.2. An xarray under its old name, as from 4.20 on; tags and iterators are not modelled. */
#define radix_tree_root		xarray
#define RADIX_TREE_INIT(name, mask) { }
#define RADIX_TREE(name, mask)	struct radix_tree_root name = RADIX_TREE_INIT(name, mask)
#define INIT_RADIX_TREE(root, mask) ((void)(mask), xa_init(root))
#define radix_tree_empty(root)	xa_empty(root)
static __always_inline void *radix_tree_lookup(const struct radix_tree_root *root, unsigned long index)
{
	return xa_load((struct xarray *)root, index);
}
/* Takes what radix_tree_preload() has put by, or allocates without sleeping. */
static __always_inline int radix_tree_insert(struct radix_tree_root *root, unsigned long index, void *entry)
{
	int err = xa_insert(root, index, entry, GFP_ATOMIC);

	return err == -EBUSY ? -EEXIST : err;
}
static __always_inline void *radix_tree_delete(struct radix_tree_root *root, unsigned long index) { return xa_erase(root, index); }
static __always_inline void *radix_tree_delete_item(struct radix_tree_root *root, unsigned long index, void *item)
{
	return item && xa_load(root, index) != item ? NULL : xa_erase(root, index);
}
/* Preemption stays off from here to radix_tree_preload_end(), if it says 0. */
static __always_inline int radix_tree_preload(gfp_t gfp)
{
	might_sleep_if(gfpflags_allow_blocking(gfp));
	if (unoops_fault("radix_tree_preload"))
		return -ENOMEM;
	preempt_disable();
	return 0;
}
static __always_inline int radix_tree_maybe_preload(gfp_t gfp)
{
	if (gfpflags_allow_blocking(gfp))
		return radix_tree_preload(gfp);
	preempt_disable();
	return 0;
}
static __always_inline void radix_tree_preload_end(void) { preempt_enable(); }
static __always_inline unsigned int radix_tree_gang_lookup(const struct radix_tree_root *root, void **results, unsigned long first, unsigned int max)
{
	unsigned int n = 0;
	void *entry;

	for (; n < max && (entry = unoops_xa_find((struct xarray *)root, &first)) != NULL; first++)
		results[n++] = entry;
	return n;
}

#endif
