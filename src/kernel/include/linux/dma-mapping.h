/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_DMA_MAPPING_H
#define _LINUX_DMA_MAPPING_H

#include <linux/device.h>
#include <linux/dma-direction.h>
#include <linux/slab.h>

/* kernel/dma/mapping.c; 4.4 ... 7.2. A device's address of memory is the memory's own; no device writes to it. */
#define DMA_BIT_MASK(n)	(((n) == 64) ? ~0ULL : ((1ULL << (n)) - 1))
#define DMA_MAPPING_ERROR	(~(dma_addr_t)0)
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp);
void dma_free_coherent(struct device *dev, size_t size, void *p, dma_addr_t handle);
#if !UNOOPS_SINCE(5, 0)
#define dma_zalloc_coherent	dma_alloc_coherent
#endif
dma_addr_t dma_map_single(struct device *dev, void *p, size_t size, enum dma_data_direction dir);
static __always_inline void dma_unmap_single(struct device *dev, dma_addr_t addr, size_t size, enum dma_data_direction dir) { }
static __always_inline int dma_mapping_error(struct device *dev, dma_addr_t addr) { return addr == DMA_MAPPING_ERROR; }
static __always_inline void dma_sync_single_for_cpu(struct device *dev, dma_addr_t addr, size_t size, enum dma_data_direction dir) { }
static __always_inline void dma_sync_single_for_device(struct device *dev, dma_addr_t addr, size_t size, enum dma_data_direction dir) { }
int dma_set_mask(struct device *dev, u64 mask);
#define dma_set_coherent_mask		dma_set_mask
#define dma_set_mask_and_coherent	dma_set_mask

#endif
