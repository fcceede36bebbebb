/* SPDX-License-Identifier: MIT */
/* kernel/dma/mapping.c; 4.4 ... 7.2. */
#include <linux/dma-mapping.h>
#include "model.h"

void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *handle, gfp_t gfp)
{
	void *p = kzalloc(size, gfp);

	if (p)
		*handle = (dma_addr_t)p;
	return p;
}
/* WARN_ON(irqs_disabled()) in dma_free_attrs() */
void dma_free_coherent(struct device *dev, size_t size, void *p, dma_addr_t handle)
{
	if (unoops_current()->irqs_off)
		unoops_warn("kernel/dma/mapping.c", 0, "irqs_disabled()");
	kfree(p);
}
dma_addr_t dma_map_single(struct device *dev, void *p, size_t size, enum dma_data_direction dir)
{
	if (size)
		(void)*(const volatile char *)p;
	return unoops_fault("dma_map_single") ? DMA_MAPPING_ERROR : (dma_addr_t)p;
}
int dma_set_mask(struct device *dev, u64 mask) { return unoops_choose(2, "the device cannot reach that memory") ? -EIO : 0; }
