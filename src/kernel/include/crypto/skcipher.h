/* SPDX-License-Identifier: MIT */
#ifndef _CRYPTO_SKCIPHER_H
#define _CRYPTO_SKCIPHER_H

#include <linux/crypto.h>

/* crypto/skcipher.c; 4.4 ... 7.2. What is encrypted, or decrypted, is copied. */
struct crypto_skcipher { struct crypto_tfm base; unsigned int ivsize, blocksize; bool unoops_sync; };
struct skcipher_request {
	unsigned int cryptlen;
	u8 *iv;
	struct scatterlist *src, *dst;
	struct crypto_async_request base;
	struct crypto_skcipher *unoops_tfm;
};
struct crypto_skcipher *crypto_alloc_skcipher(const char *name, u32 type, u32 mask);
void crypto_free_skcipher(struct crypto_skcipher *tfm);
int crypto_skcipher_setkey(struct crypto_skcipher *tfm, const u8 *key, unsigned int len);
struct skcipher_request *skcipher_request_alloc(struct crypto_skcipher *tfm, gfp_t gfp);
void skcipher_request_free(struct skcipher_request *req);
int crypto_skcipher_encrypt(struct skcipher_request *req);
int crypto_skcipher_decrypt(struct skcipher_request *req);
static __always_inline unsigned int crypto_skcipher_ivsize(struct crypto_skcipher *tfm) { return tfm->ivsize; }
static __always_inline unsigned int crypto_skcipher_blocksize(struct crypto_skcipher *tfm) { return tfm->blocksize; }
static __always_inline void crypto_skcipher_clear_flags(struct crypto_skcipher *tfm, u32 flags) { tfm->base.crt_flags &= ~flags; }
static __always_inline void crypto_skcipher_set_flags(struct crypto_skcipher *tfm, u32 flags) { tfm->base.crt_flags |= flags; }
static __always_inline struct crypto_tfm *crypto_skcipher_tfm(struct crypto_skcipher *tfm) { return &tfm->base; }
static __always_inline void skcipher_request_set_tfm(struct skcipher_request *req, struct crypto_skcipher *tfm) { req->unoops_tfm = tfm; }
static __always_inline void skcipher_request_set_callback(struct skcipher_request *req, u32 flags, crypto_completion_t complete, void *data)
{
	req->base = (struct crypto_async_request){ .complete = complete, .data = data, .flags = flags };
}
static __always_inline void skcipher_request_set_crypt(struct skcipher_request *req, struct scatterlist *src, struct scatterlist *dst, unsigned int len, void *iv)
{
	req->src = src;
	req->dst = dst;
	req->cryptlen = len;
	req->iv = iv;
}

#endif
