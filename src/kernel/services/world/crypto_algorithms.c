/* SPDX-License-Identifier: MIT */
/*
 * crypto/algapi.c, api.c, shash.c; 4.4 ... 7.2. What a module registers is used by a process, by AF_ALG or a template around it, which holds cra_module as
 * long as it has a tfm. Nobody waits for it: crypto_unregister_alg() finds that the algorithm is in use.
 */
#include <crypto/algapi.h>
#include <crypto/internal/hash.h>
#include "user.h"

struct crypto_use {
	struct happening session;
	struct list_head entry;
	const struct crypto_alg *alg;
	void (*use)(const struct crypto_alg *alg);
	unsigned int users;
	bool gone;
};
static LIST_HEAD(crypto_uses);

static void use_algorithm(struct happening *h)
{
	struct crypto_use *cu = (struct crypto_use *)h;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);
	struct module *owner;

	if (!cu->gone && (owner = cu->alg->cra_module, try_module_get(owner))) {
		cu->users++;
		unoops_tellf("somebody uses %s", cu->alg->cra_name);
		cu->use(cu->alg);
		cu->users--;
		module_put(owner);
	}
	unoops_end_session(tsk, seat);
}

static struct crypto_use *use_of(const struct crypto_alg *alg)
{
	struct crypto_use *cu;

	list_for_each_entry(cu, &crypto_uses, entry)
		if (cu->alg == alg)
			return cu;
	return NULL;
}

/* crypto_check_alg(), __crypto_register_alg() */
static int offer(struct crypto_alg *alg, void (*use)(const struct crypto_alg *alg))
{
	struct crypto_use *cu;

	unoops_check_may_sleep("an algorithm is registered in atomic context");
	if (!alg->cra_name[0] || alg->cra_alignmask & (alg->cra_alignmask + 1) || alg->cra_blocksize > PAGE_SIZE / 8 || alg->cra_priority < 0)
		return -EINVAL;
	if (use_of(alg))
		return -EEXIST;
	cu = unoops_new_deed(sizeof(*cu), use_algorithm);
	cu->alg = alg;
	cu->use = use;
	list_add_tail(&cu->entry, &crypto_uses);
	unoops_expect(&cu->session);
	return 0;
}

static int withdraw(struct crypto_alg *alg)
{
	struct crypto_use *cu = use_of(alg);

	unoops_check_may_sleep("an algorithm is unregistered in atomic context");
	if (!cu) {
		WARN(1, "Algorithm %s is not registered", alg->cra_driver_name);
		return -ENOENT;
	}
	if (cu->users)
		unoops_trap(UNOOPS_BAD_CALL, alg, "an algorithm is unregistered while somebody uses it");
	list_del(&cu->entry);
	cu->gone = true;
	unoops_call_off(&cu->session, false);
	if (alg->cra_destroy)
		alg->cra_destroy(alg);
	return 0;
}

/* --- ciphers of one block ------------------------------------------------------------------- */

static void use_cipher(const struct crypto_alg *alg)
{
	const struct cipher_alg *cipher = &alg->cra_cipher;
	struct crypto_tfm tfm = { .__crt_alg = (struct crypto_alg *)alg };
	u8 key[64] = { 0 }, block[64] = { 0 };
	int err;

	tfm.unoops_ctx = kzalloc(alg->cra_ctxsize, GFP_KERNEL);
	if (!tfm.unoops_ctx)
		return;
	err = alg->cra_init ? alg->cra_init(&tfm) : 0;
	if (!err) {
		if (cipher->cia_setkey)
			err = cipher->cia_setkey(&tfm, key, min(cipher->cia_min_keysize, (unsigned int)sizeof(key)));
		if (!err && cipher->cia_encrypt && alg->cra_blocksize <= sizeof(block)) {
			cipher->cia_encrypt(&tfm, block, block);
			cipher->cia_decrypt(&tfm, block, block);
		}
		if (alg->cra_exit)
			alg->cra_exit(&tfm);
	}
	kfree(tfm.unoops_ctx);
}

int crypto_register_alg(struct crypto_alg *alg) { return offer(alg, use_cipher); }
#if UNOOPS_SINCE(5, 6)
void crypto_unregister_alg(struct crypto_alg *alg) { (void)withdraw(alg); }
#else
int crypto_unregister_alg(struct crypto_alg *alg) { return withdraw(alg); }
#endif
int crypto_register_algs(struct crypto_alg *algs, int count)
{
	int i, err = 0;

	for (i = 0; i < count && !err; i++)
		err = offer(&algs[i], use_cipher);
	for (i -= 2; err && i >= 0; i--)
		(void)withdraw(&algs[i]);
	return err;
}
#if UNOOPS_SINCE(5, 6)
void crypto_unregister_algs(struct crypto_alg *algs, int count)
{
	while (count-- > 0)
		(void)withdraw(algs++);
}
#else
int crypto_unregister_algs(struct crypto_alg *algs, int count)
{
	while (count-- > 0)
		(void)withdraw(algs++);
	return 0;
}
#endif

/* --- hashes that are made at once ------------------------------------------------------------- */

/* A part of a block, a block, and the end; what there is no function for is not done. */
static void hash(const struct shash_alg *shash, struct shash_desc *desc)
{
	u8 data[64] = { 0 }, out[HASH_MAX_DIGESTSIZE];

	if (!shash->init || !shash->update || !shash->final) {
		if (shash->digest)
			(void)shash->digest(desc, data, sizeof(data), out);
		return;
	}
	if (!shash->init(desc) && !shash->update(desc, data, 3) && !shash->update(desc, data, sizeof(data)))
		(void)shash->final(desc, out);
}

static void use_shash(const struct crypto_alg *alg)
{
	const struct shash_alg *shash = container_of(alg, struct shash_alg, base);
	struct crypto_shash tfm = { .digestsize = shash->digestsize, .descsize = shash->descsize, .base.__crt_alg = (struct crypto_alg *)alg };
	struct shash_desc *desc = kzalloc(sizeof(*desc) + shash->descsize, GFP_KERNEL);
	u8 key[16] = { 0 };
	int err;

	tfm.base.unoops_ctx = kzalloc(alg->cra_ctxsize, GFP_KERNEL);
	if (desc && tfm.base.unoops_ctx) {
		desc->tfm = &tfm;
		err = alg->cra_init ? alg->cra_init(&tfm.base) : 0;
		if (!err && !(shash->setkey && shash->setkey(&tfm, key, sizeof(key))))
			hash(shash, desc);
		if (!err && alg->cra_exit)
			alg->cra_exit(&tfm.base);
	}
	kfree(tfm.base.unoops_ctx);
	kfree(desc);
}

int crypto_register_shash(struct shash_alg *alg)
{
	if (alg->digestsize > HASH_MAX_DIGESTSIZE || alg->descsize > HASH_MAX_DESCSIZE || alg->statesize > HASH_MAX_STATESIZE)
		return -EINVAL;
	return offer(&alg->base, use_shash);
}
#if UNOOPS_SINCE(5, 6)
void crypto_unregister_shash(struct shash_alg *alg) { (void)withdraw(&alg->base); }
#else
int crypto_unregister_shash(struct shash_alg *alg) { return withdraw(&alg->base); }
#endif
int crypto_register_shashes(struct shash_alg *algs, int count)
{
	int i, err = 0;

	for (i = 0; i < count && !err; i++)
		err = crypto_register_shash(&algs[i]);
	for (i -= 2; err && i >= 0; i--)
		(void)withdraw(&algs[i].base);
	return err;
}
#if UNOOPS_SINCE(5, 6)
void crypto_unregister_shashes(struct shash_alg *algs, int count)
{
	while (count-- > 0)
		(void)withdraw(&algs[count].base);
}
#else
int crypto_unregister_shashes(struct shash_alg *algs, int count)
{
	while (count-- > 0)
		(void)withdraw(&algs[count].base);
	return 0;
}
#endif
