/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/slab.h>

typedef void *(mempool_alloc_t)(gfp_t flags, void *data);
typedef void (mempool_free_t)(void *element, void *data);
typedef struct mempool_s { mempool_alloc_t *alloc; mempool_free_t *free; void *pool_data; } mempool_t;

#endif
