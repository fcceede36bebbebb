/* SPDX-License-Identifier: MIT */
#ifndef _CRYPTO_HASH_H
#define _CRYPTO_HASH_H

#include <linux/crypto.h>

/* crypto/shash.c; 4.4 ... 7.2. Digests are zeros. */
#define HASH_MAX_DIGESTSIZE	64
#define HASH_MAX_DESCSIZE	368
#define HASH_MAX_STATESIZE	512
struct crypto_shash { unsigned int digestsize, descsize; bool unoops_keyed; struct crypto_tfm base; };
struct shash_desc {
	struct crypto_shash *tfm;
#if !UNOOPS_SINCE(5, 2)
	u32 flags;
#endif
	u64 __ctx[];
};
struct shash_alg {
	int (*init)(struct shash_desc *desc);
	int (*update)(struct shash_desc *desc, const u8 *data, unsigned int len);
	int (*final)(struct shash_desc *desc, u8 *out);
	int (*finup)(struct shash_desc *desc, const u8 *data, unsigned int len, u8 *out);
	int (*digest)(struct shash_desc *desc, const u8 *data, unsigned int len, u8 *out);
	int (*export)(struct shash_desc *desc, void *out);
	int (*import)(struct shash_desc *desc, const void *in);
	int (*setkey)(struct crypto_shash *tfm, const u8 *key, unsigned int keylen);
	unsigned int descsize, digestsize, statesize;
	struct crypto_alg base;
};
static __always_inline void *shash_desc_ctx(struct shash_desc *desc) { return desc->__ctx; }
static __always_inline struct crypto_tfm *crypto_shash_tfm(struct crypto_shash *tfm) { return &tfm->base; }
static __always_inline void *crypto_shash_ctx(struct crypto_shash *tfm) { return crypto_tfm_ctx(&tfm->base); }
#define SHASH_DESC_ON_STACK(shash, tfm) \
	char __##shash##_desc[sizeof(struct shash_desc) + HASH_MAX_DESCSIZE] __attribute__((aligned(8))); \
	struct shash_desc *shash = (struct shash_desc *)__##shash##_desc
struct crypto_shash *crypto_alloc_shash(const char *name, u32 type, u32 mask);
void crypto_free_shash(struct crypto_shash *tfm);
int crypto_shash_setkey(struct crypto_shash *tfm, const u8 *key, unsigned int len);
int crypto_shash_init(struct shash_desc *desc);
int crypto_shash_update(struct shash_desc *desc, const u8 *data, unsigned int len);
int crypto_shash_final(struct shash_desc *desc, u8 *out);
int crypto_shash_finup(struct shash_desc *desc, const u8 *data, unsigned int len, u8 *out);
int crypto_shash_digest(struct shash_desc *desc, const u8 *data, unsigned int len, u8 *out);
#if UNOOPS_SINCE(5, 8)
int crypto_shash_tfm_digest(struct crypto_shash *tfm, const u8 *data, unsigned int len, u8 *out);
#endif
static __always_inline unsigned int crypto_shash_digestsize(struct crypto_shash *tfm) { return tfm->digestsize; }
static __always_inline unsigned int crypto_shash_descsize(struct crypto_shash *tfm) { return tfm->descsize; }
static __always_inline unsigned int crypto_shash_blocksize(struct crypto_shash *tfm) { return tfm->descsize ? 64 : 1; }
static __always_inline void shash_desc_zero(struct shash_desc *desc) { memset(desc, 0, sizeof(*desc)); }

#endif
