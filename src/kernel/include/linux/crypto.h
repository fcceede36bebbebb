/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_CRYPTO_H
#define _LINUX_CRYPTO_H

#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>

/* crypto/api.c; 4.4 ... 7.2. */
#define CRYPTO_ALG_TYPE_CIPHER		0x00000001
#define CRYPTO_ALG_TYPE_SKCIPHER	0x00000005
#define CRYPTO_ALG_TYPE_SHASH		0x0000000e
#define CRYPTO_ALG_ASYNC		0x00000080
#define CRYPTO_ALG_INTERNAL		0x00002000
#define CRYPTO_TFM_REQ_MAY_SLEEP	0x00000200
#define CRYPTO_TFM_REQ_MAY_BACKLOG	0x00000400
#define CRYPTO_MAX_ALG_NAME		128
#define CRYPTO_ALG_TYPE_MASK		0x0000000f
#define CRYPTO_ALG_TYPE_HASH		0x0000000e
#define CRYPTO_ALG_DEAD			0x00000020
#define CRYPTO_ALG_NEED_FALLBACK	0x00000100
#define CRYPTO_ALG_KERN_DRIVER_ONLY	0x00001000
#if !UNOOPS_SINCE(5, 6)
#define CRYPTO_TFM_RES_BAD_KEY_LEN	0x00200000
#endif
#define CRYPTO_MINALIGN			8
struct crypto_alg;
struct crypto_tfm { u32 crt_flags; struct crypto_alg *__crt_alg; void *unoops_ctx; };
static __always_inline void *crypto_tfm_ctx(struct crypto_tfm *tfm) { return tfm->unoops_ctx; }
#if UNOOPS_SINCE(6, 3)
typedef void (*crypto_completion_t)(void *data, int err);
#else
struct crypto_async_request;
typedef void (*crypto_completion_t)(struct crypto_async_request *req, int err);
#endif
struct crypto_async_request { crypto_completion_t complete; void *data; u32 flags; };
int crypto_has_alg(const char *name, u32 type, u32 mask);

/* What a module offers: include/linux/crypto.h; 4.4 ... 7.2. */
struct crypto_type;
struct cipher_alg {
	unsigned int cia_min_keysize, cia_max_keysize;
	int (*cia_setkey)(struct crypto_tfm *tfm, const u8 *key, unsigned int keylen);
	void (*cia_encrypt)(struct crypto_tfm *tfm, u8 *dst, const u8 *src);
	void (*cia_decrypt)(struct crypto_tfm *tfm, u8 *dst, const u8 *src);
};
#define cra_cipher	cra_u.cipher
struct crypto_alg {
	struct list_head cra_list;
	u32 cra_flags;
	unsigned int cra_blocksize, cra_ctxsize, cra_alignmask;
	int cra_priority;
	char cra_name[CRYPTO_MAX_ALG_NAME], cra_driver_name[CRYPTO_MAX_ALG_NAME];
	const struct crypto_type *cra_type;
	union { struct cipher_alg cipher; } cra_u;
	int (*cra_init)(struct crypto_tfm *tfm);
	void (*cra_exit)(struct crypto_tfm *tfm);
	void (*cra_destroy)(struct crypto_alg *alg);
	struct module *cra_module;
};
static __always_inline unsigned int crypto_tfm_alg_blocksize(struct crypto_tfm *tfm) { return tfm->__crt_alg->cra_blocksize; }
static __always_inline const char *crypto_tfm_alg_name(struct crypto_tfm *tfm) { return tfm->__crt_alg->cra_name; }
int crypto_register_alg(struct crypto_alg *alg);
int crypto_register_algs(struct crypto_alg *algs, int count);
#if UNOOPS_SINCE(5, 6)
void crypto_unregister_alg(struct crypto_alg *alg);
void crypto_unregister_algs(struct crypto_alg *algs, int count);
#else
int crypto_unregister_alg(struct crypto_alg *alg);
int crypto_unregister_algs(struct crypto_alg *algs, int count);
#endif

/* A request that is waited for. */
struct crypto_wait { struct completion completion; int err; };
#define DECLARE_CRYPTO_WAIT(wait)	struct crypto_wait wait = { COMPLETION_INITIALIZER_ONSTACK((wait).completion), 0 }
static __always_inline void crypto_init_wait(struct crypto_wait *wait) { init_completion(&wait->completion); }
#if UNOOPS_SINCE(6, 3)
void crypto_req_done(void *data, int err);
#else
void crypto_req_done(struct crypto_async_request *req, int err);
#endif
int crypto_wait_req(int err, struct crypto_wait *wait);

#endif
