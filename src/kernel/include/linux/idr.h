/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IDR_H
#define _LINUX_IDR_H

#include <linux/gfp.h>
#include <linux/types.h>

/* lib/idr.c; 4.4 ... 7.2. A list of numbers and what they stand for. */
struct idr { struct list_head *unoops_entries; int idr_next; };
#define IDR_INIT(name)		{ NULL }
#define DEFINE_IDR(name)	struct idr name = IDR_INIT(name)
void idr_init(struct idr *idr);
int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);
int idr_alloc_cyclic(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);
void *idr_find(const struct idr *idr, unsigned long id);
void *idr_remove(struct idr *idr, unsigned long id);
void *idr_replace(struct idr *idr, void *ptr, unsigned long id);
void *idr_get_next(struct idr *idr, int *id);
int idr_for_each(const struct idr *idr, int (*fn)(int id, void *p, void *data), void *data);
void idr_destroy(struct idr *idr);
bool idr_is_empty(const struct idr *idr);
#define idr_preload(gfp)	do { (void)(gfp); } while (0)
#define idr_preload_end()	do { } while (0)
#define idr_for_each_entry(idr, entry, id) \
	for (id = 0; ((entry) = idr_get_next(idr, &(id))) != NULL; id += 1U)

struct ida { struct idr idr; };
#define IDA_INIT(name)		{ { NULL } }
#define DEFINE_IDA(name)	struct ida name = IDA_INIT(name)
static __always_inline void ida_init(struct ida *ida) { idr_init(&ida->idr); }
static __always_inline void ida_destroy(struct ida *ida) { idr_destroy(&ida->idr); }
int ida_alloc_range(struct ida *ida, unsigned int min, unsigned int max, gfp_t gfp);
void ida_free(struct ida *ida, unsigned int id);
#define ida_alloc(ida, gfp)		ida_alloc_range(ida, 0, ~0, gfp)
#define ida_alloc_min(ida, min, gfp)	ida_alloc_range(ida, min, ~0, gfp)
#define ida_alloc_max(ida, max, gfp)	ida_alloc_range(ida, 0, max, gfp)
#define ida_simple_get(ida, start, end, gfp) ida_alloc_range(ida, start, (end) - 1, gfp)
#define ida_simple_remove(ida, id)	ida_free(ida, id)

#endif
