/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_XARRAY_H
#define _LINUX_XARRAY_H

#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/gfp.h>
#include <linux/idr.h>
#include <linux/spinlock.h>

/* lib/xarray.c; 4.20 ... 7.2. */
struct xarray { spinlock_t xa_lock; struct idr unoops_entries; };
struct xa_limit { u32 max, min; };
#define XA_LIMIT(lo, hi)	(struct xa_limit){ .min = (lo), .max = (hi) }
#define xa_limit_32b		XA_LIMIT(0, 0x7fffffff)
#define xa_limit_31b		XA_LIMIT(0, 0x7fffffff)
#define xa_limit_16b		XA_LIMIT(0, 0xffff)
#define XA_FLAGS_ALLOC		4
#define XA_FLAGS_ALLOC1		8
#define DEFINE_XARRAY(name)	struct xarray name = { }
#define DEFINE_XARRAY_ALLOC(name) struct xarray name = { }
#define DEFINE_XARRAY_ALLOC1(name) struct xarray name = { }
static __always_inline void xa_init_flags(struct xarray *xa, gfp_t flags) { *xa = (struct xarray){ }; }
static __always_inline void xa_init(struct xarray *xa) { xa_init_flags(xa, 0); }
void *xa_load(struct xarray *xa, unsigned long index);
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xa_erase(struct xarray *xa, unsigned long index);
int xa_insert(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
int xa_alloc(struct xarray *xa, u32 *id, void *entry, struct xa_limit limit, gfp_t gfp);
void xa_destroy(struct xarray *xa);
void *unoops_xa_find(struct xarray *xa, unsigned long *index);
#define xa_empty(xa)		idr_is_empty(&(xa)->unoops_entries)
#define xa_is_err(entry)	IS_ERR(entry)
#define xa_err(entry)		(IS_ERR(entry) ? (int)PTR_ERR(entry) : 0)
#define xa_lock(xa)		spin_lock(&(xa)->xa_lock)
#define xa_unlock(xa)		spin_unlock(&(xa)->xa_lock)
#define xa_for_each(xa, index, entry) \
	for (index = 0; ((entry) = unoops_xa_find(xa, &(index))) != NULL; (index)++)

#endif
