/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BVEC_H
#define _LINUX_BVEC_H

#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/types.h>

/* include/linux/bvec.h; 4.4 ... 7.2. */
struct bio_vec { struct page *bv_page; unsigned int bv_len, bv_offset; };
struct bvec_iter { sector_t bi_sector; unsigned int bi_size, bi_idx, bi_bvec_done; };
static __always_inline void *bvec_virt(struct bio_vec *bv) { return page_address(bv->bv_page) + bv->bv_offset; }
static __always_inline void *bvec_kmap_local(struct bio_vec *bv) { return bvec_virt(bv); }
static __always_inline void memcpy_from_bvec(char *to, struct bio_vec *bv) { memcpy(to, bvec_virt(bv), bv->bv_len); }
static __always_inline void memcpy_to_bvec(struct bio_vec *bv, const char *from) { memcpy(bvec_virt(bv), from, bv->bv_len); }
static __always_inline void memzero_bvec(struct bio_vec *bv) { memset(bvec_virt(bv), 0, bv->bv_len); }

#endif
