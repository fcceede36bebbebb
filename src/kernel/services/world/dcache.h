/* SPDX-License-Identifier: MIT */
/* What services share of the tree of names below a mount. */
#ifndef UNOOPS_DCACHE_H
#define UNOOPS_DCACHE_H

#include <linux/fs.h>
#include "model.h"

/* The child behind `after`, or the first for NULL; NULL behind the last. */
struct dentry *unoops_next_child(struct dentry *parent, struct dentry *after);
/* Nobody uses what is below a mount that goes. What somebody does stays behind, as in the kernel, which complains. */
void unoops_shrink_dcache(struct dentry *root);
/* Those that nobody uses. */
void unoops_evict_inodes(struct super_block *sb);

#endif
