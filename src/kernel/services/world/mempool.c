/* SPDX-License-Identifier: MIT */
/* mm/mempool.c; 4.4 ... 7.2. Elements come from the allocator as they are asked for; the reserve is not looked at. */
#include <linux/mempool.h>
#include "model.h"

mempool_t *mempool_create(int min_nr, mempool_alloc_t *alloc, mempool_free_t *free, void *pool_data)
{
	mempool_t *pool = kzalloc(sizeof(*pool), GFP_KERNEL);

	if (pool)
		*pool = (mempool_t){ alloc, free, pool_data };
	return pool;
}
void mempool_destroy(mempool_t *pool) { kfree(pool); }
void *mempool_alloc(mempool_t *pool, gfp_t gfp)
{
	if (gfpflags_allow_blocking(gfp))
		unoops_check_may_sleep("mempool_alloc() in atomic context");
	return pool->alloc(gfp, pool->pool_data);
}
void mempool_free(void *element, mempool_t *pool)
{
	if (element)
		pool->free(element, pool->pool_data);
}
void *mempool_alloc_slab(gfp_t gfp, void *pool_data) { return kmem_cache_alloc(pool_data, gfp); }
void mempool_free_slab(void *element, void *pool_data) { kmem_cache_free(pool_data, element); }
void *mempool_kmalloc(gfp_t gfp, void *pool_data) { return kmalloc((size_t)pool_data, gfp); }
void mempool_kfree(void *element, void *pool_data) { kfree(element); }
