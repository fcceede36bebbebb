/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_TEXTSEARCH_H
#define _LINUX_TEXTSEARCH_H

#include <linux/types.h>
#include <linux/list.h>
#include <linux/kernel.h>
#include <linux/err.h>
#include <linux/slab.h>

/* lib/textsearch.c; 4.4 ... 7.2. */
#define TS_AUTOLOAD	1
#define TS_IGNORECASE	2
struct ts_state { unsigned int offset; char cb[48]; };
struct ts_config {
	int flags;
	unsigned int (*get_next_block)(unsigned int consumed, const u8 **dst, struct ts_config *config, struct ts_state *state);
	void (*finish)(struct ts_config *config, struct ts_state *state);
	void *unoops_pattern;
	unsigned int unoops_length;
};
struct ts_config *textsearch_prepare(const char *algorithm, const void *pattern, unsigned int length, gfp_t gfp, int flags);
void textsearch_destroy(struct ts_config *config);
unsigned int textsearch_find_continuous(struct ts_config *config, struct ts_state *state, const void *data, unsigned int length);
static __always_inline void *textsearch_get_pattern(struct ts_config *config) { return config->unoops_pattern; }
static __always_inline unsigned int textsearch_get_pattern_len(struct ts_config *config) { return config->unoops_length; }

#endif
