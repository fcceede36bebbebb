/* SPDX-License-Identifier: MIT */
/* lib/textsearch.c, net/core/skbuff.c: skb_find_text(); 4.4 ... 7.2. Whether the pattern is in what comes from outside is open. */
#include <linux/limits.h>
#include <linux/skbuff.h>
#include <linux/textsearch.h>
#include "model.h"

struct ts_config *textsearch_prepare(const char *algorithm, const void *pattern, unsigned int length, gfp_t gfp, int flags)
{
	struct ts_config *config;

	if (!length)
		return ERR_PTR(-EINVAL);
	if (flags & TS_AUTOLOAD)
		unoops_check_may_sleep("the module of a search algorithm is loaded in atomic context");
	if (unoops_choose(2, "there is no such search algorithm"))
		return ERR_PTR(-ENOENT);
	config = kzalloc(sizeof(*config) + length, gfp);
	if (!config)
		return ERR_PTR(-ENOMEM);
	config->flags = flags;
	config->unoops_length = length;
	config->unoops_pattern = memcpy(config + 1, pattern, length);
	return config;
}

/* An ERR_PTR and NULL are read like a config. */
void textsearch_destroy(struct ts_config *config)
{
	unoops_look_at(config->unoops_length);
	kfree(config);
}

unsigned int textsearch_find_continuous(struct ts_config *config, struct ts_state *state, const void *data, unsigned int length)
{
	const char *from = data, *pattern = config->unoops_pattern;
	unsigned int i;

	for (i = 0; i + config->unoops_length <= length; i++)
		if (!memcmp(from + i, pattern, config->unoops_length)) {
			state->offset = i + 1;
			return i;
		}
	return UINT_MAX;
}

unsigned int skb_find_text(struct sk_buff *skb, unsigned int from, unsigned int to, struct ts_config *config)
{
	unoops_look_at(config->unoops_length);
	if (skb->len < from + config->unoops_length)
		return UINT_MAX;
	return unoops_choose(2, "the packet has the text that is looked for") ? 0 : UINT_MAX;
}
