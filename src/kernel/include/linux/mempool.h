/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MEMPOOL_H
#define _LINUX_MEMPOOL_H

#include <linux/slab.h>

typedef void *(mempool_alloc_t)(gfp_t flags, void *data);
typedef void (mempool_free_t)(void *element, void *data);
typedef struct mempool_s { mempool_alloc_t *alloc; mempool_free_t *free; void *pool_data; } mempool_t;

/* mm/mempool.c; 4.4 ... 7.2. Its reserve is there for ever: who may wait for it is given an element in the end. */
mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc, mempool_free_t *free, void *pool_data);
void mempool_destroy(mempool_t *pool);
void *mempool_alloc(mempool_t *pool, gfp_t gfp);
void mempool_free(void *element, mempool_t *pool);
void *mempool_alloc_slab(gfp_t gfp, void *pool_data);
void mempool_free_slab(void *element, void *pool_data);
void *mempool_kmalloc(gfp_t gfp, void *pool_data);
void mempool_kfree(void *element, void *pool_data);
#define mempool_create_slab_pool(n, cache)	mempool_create(n, mempool_alloc_slab, mempool_free_slab, cache)
#define mempool_create_kmalloc_pool(n, size)	mempool_create(n, mempool_kmalloc, mempool_kfree, (void *)(size))

#endif
