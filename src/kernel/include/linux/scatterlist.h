/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SCATTERLIST_H
#define _LINUX_SCATTERLIST_H

#include <asm/io.h>
#include <linux/bug.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/types.h>

/* lib/scatterlist.c; 4.4 ... 7.2. Lists are not chained. */
struct scatterlist { unsigned long page_link; unsigned int offset, length; dma_addr_t dma_address; unsigned int dma_length; bool unoops_end; };
struct sg_table { struct scatterlist *sgl; unsigned int nents, orig_nents; };
#define sg_dma_address(sg)	((sg)->dma_address)
#define sg_dma_len(sg)		((sg)->length)
static __always_inline struct page *sg_page(struct scatterlist *sg) { return (struct page *)sg->page_link; }
static __always_inline void *sg_virt(struct scatterlist *sg) { return page_address(sg_page(sg)) + sg->offset; }
static __always_inline void sg_mark_end(struct scatterlist *sg) { sg->unoops_end = true; }
static __always_inline bool sg_is_last(struct scatterlist *sg) { return sg->unoops_end; }
static __always_inline struct scatterlist *sg_next(struct scatterlist *sg) { return sg_is_last(sg) ? NULL : sg + 1; }
static __always_inline void sg_init_table(struct scatterlist *sgl, unsigned int nents)
{
	memset(sgl, 0, sizeof(*sgl) * nents);
	sg_mark_end(&sgl[nents - 1]);
}
static __always_inline void sg_set_page(struct scatterlist *sg, struct page *page, unsigned int len, unsigned int offset)
{
	sg->page_link = (unsigned long)page;
	sg->offset = offset;
	sg->length = len;
}
static __always_inline void sg_set_buf(struct scatterlist *sg, const void *buf, unsigned int len) { sg_set_page(sg, (struct page *)buf, len, 0); }
static __always_inline void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int len)
{
	sg_init_table(sg, 1);
	sg_set_buf(sg, buf, len);
}
#define for_each_sg(sglist, sg, nr, i)	for (i = 0, sg = (sglist); i < (int)(nr); i++, sg = sg_next(sg))
static __always_inline int sg_nents(struct scatterlist *sg)
{
	int n = 0;

	for (; sg; sg = sg_next(sg))
		n++;
	return n;
}

#endif
