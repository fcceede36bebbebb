/* SPDX-License-Identifier: MIT */
/*
 * crypto/api.c, shash.c, skcipher.c; 4.4 ... 7.2. An algorithm may be there or not. A hash is made at once; a cipher that was not asked for without
 * CRYPTO_ALG_ASYNC may say -EINPROGRESS, and calls back from a softirq.
 */
#include <crypto/hash.h>
#include <crypto/skcipher.h>
#include "happening.h"

static const void *crypto_algorithm(const char *what)
{
	unoops_check_may_sleep("an algorithm is looked for in atomic context");
	return unoops_choose(2, what) ? ERR_PTR(-ENOENT) : NULL;
}
int crypto_has_alg(const char *name, u32 type, u32 mask) { return !IS_ERR(crypto_algorithm("there is no such algorithm")); }

/* --- hashes ------------------------------------------------------------------------------- */

static unsigned int digest_size(const char *name)
{
	static const struct { const char *part; unsigned int size; } sizes[] = {
		{ "sha512", 64 }, { "sha384", 48 }, { "sha256", 32 }, { "sha224", 28 }, { "sha1", 20 }, { "md5", 16 }, { "crc32", 4 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		if (strstr(name, sizes[i].part))
			return sizes[i].size;
	return 32;
}

struct crypto_shash *crypto_alloc_shash(const char *name, u32 type, u32 mask)
{
	struct crypto_shash *tfm;

	if (crypto_algorithm("there is no such hash"))
		return ERR_PTR(-ENOENT);
	tfm = unoops_alloc(sizeof(*tfm), "crypto_shash");
	tfm->digestsize = digest_size(name);
	tfm->descsize = 208;
	return tfm;
}
void crypto_free_shash(struct crypto_shash *tfm)
{
	if (!IS_ERR_OR_NULL(tfm))
		unoops_free(tfm);
}
int crypto_shash_setkey(struct crypto_shash *tfm, const u8 *key, unsigned int len)
{
	if (len)
		(void)*(const volatile u8 *)(key + len - 1);
	tfm->unoops_keyed = true;
	return unoops_choose(2, "the key cannot be set") ? -EINVAL : 0;
}
int crypto_shash_init(struct shash_desc *desc) { return (void)*(volatile unsigned int *)&desc->tfm->descsize, 0; }
int crypto_shash_update(struct shash_desc *desc, const u8 *data, unsigned int len)
{
	(void)*(volatile unsigned int *)&desc->tfm->descsize;
	if (len) {
		(void)*(const volatile u8 *)data;
		(void)*(const volatile u8 *)(data + len - 1);
	}
	return 0;
}
int crypto_shash_final(struct shash_desc *desc, u8 *out)
{
	memset(out, 0, desc->tfm->digestsize);
	return 0;
}
int crypto_shash_finup(struct shash_desc *desc, const u8 *data, unsigned int len, u8 *out)
{
	crypto_shash_update(desc, data, len);
	return crypto_shash_final(desc, out);
}
int crypto_shash_digest(struct shash_desc *desc, const u8 *data, unsigned int len, u8 *out) { return crypto_shash_finup(desc, data, len, out); }
#if UNOOPS_SINCE(5, 8)
int crypto_shash_tfm_digest(struct crypto_shash *tfm, const u8 *data, unsigned int len, u8 *out)
{
	struct shash_desc desc = { .tfm = tfm };

	return crypto_shash_finup(&desc, data, len, out);
}
#endif

/* --- ciphers ------------------------------------------------------------------------------ */

struct crypto_skcipher *crypto_alloc_skcipher(const char *name, u32 type, u32 mask)
{
	struct crypto_skcipher *tfm;

	if (crypto_algorithm("there is no such cipher"))
		return ERR_PTR(-ENOENT);
	tfm = unoops_alloc(sizeof(*tfm), "crypto_skcipher");
	tfm->blocksize = 16;
	tfm->ivsize = strstr(name, "ecb") ? 0 : 16;
	tfm->unoops_sync = mask & CRYPTO_ALG_ASYNC;
	return tfm;
}
void crypto_free_skcipher(struct crypto_skcipher *tfm)
{
	if (!IS_ERR_OR_NULL(tfm))
		unoops_free(tfm);
}
int crypto_skcipher_setkey(struct crypto_skcipher *tfm, const u8 *key, unsigned int len)
{
	unoops_look_at(tfm->base);
	if (len)
		(void)*(const volatile u8 *)(key + len - 1);
	return len == 16 || len == 24 || len == 32 || len == 64 ? 0 : -EINVAL;
}
struct skcipher_request *skcipher_request_alloc(struct crypto_skcipher *tfm, gfp_t gfp)
{
	struct skcipher_request *req = kzalloc(sizeof(*req), gfp);

	if (req)
		req->unoops_tfm = tfm;
	return req;
}
void skcipher_request_free(struct skcipher_request *req) { kfree(req); }

static void crypt_in_place(struct skcipher_request *req)
{
	if (!req->cryptlen)
		return;
	memcpy(sg_virt(req->dst), sg_virt(req->src), min(req->cryptlen, min(req->src->length, req->dst->length)));
	if (req->iv)
		(void)*(volatile u8 *)(req->iv + req->unoops_tfm->ivsize - 1);
}

static void crypt_later(void *_req)
{
	struct skcipher_request *req = _req;

	unoops_enter_softirq();
	crypt_in_place(req);
#if UNOOPS_SINCE(6, 3)
	req->base.complete(req->base.data, 0);
#else
	req->base.complete(&req->base, 0);
#endif
	unoops_leave_softirq();
}
static int crypt(struct skcipher_request *req)
{
	if (!req->unoops_tfm->unoops_sync && req->base.complete && unoops_choose(2, "the cipher is asynchronous")) {
		unoops_spawn(crypt_later, req, NULL, "crypto");
		return -EINPROGRESS;
	}
	crypt_in_place(req);
	return 0;
}
int crypto_skcipher_encrypt(struct skcipher_request *req) { return crypt(req); }
int crypto_skcipher_decrypt(struct skcipher_request *req) { return crypt(req); }

static void request_done(struct crypto_wait *wait, int err)
{
	if (err == -EINPROGRESS)
		return;
	wait->err = err;
	complete(&wait->completion);
}
#if UNOOPS_SINCE(6, 3)
void crypto_req_done(void *data, int err) { request_done(data, err); }
#else
void crypto_req_done(struct crypto_async_request *req, int err) { request_done(req->data, err); }
#endif
int crypto_wait_req(int err, struct crypto_wait *wait)
{
	if (err != -EINPROGRESS && err != -EBUSY)
		return err;
	wait_for_completion(&wait->completion);
	reinit_completion(&wait->completion);
	return wait->err;
}
