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
struct crypto_tfm { u32 crt_flags; };
#if UNOOPS_SINCE(6, 3)
typedef void (*crypto_completion_t)(void *data, int err);
#else
struct crypto_async_request;
typedef void (*crypto_completion_t)(struct crypto_async_request *req, int err);
#endif
struct crypto_async_request { crypto_completion_t complete; void *data; u32 flags; };
int crypto_has_alg(const char *name, u32 type, u32 mask);

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
