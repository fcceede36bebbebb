/* SPDX-License-Identifier: MIT */
/*
 * drivers/char/hw_random/core.c; 4.4 ... 7.2. The one that is registered is the current one. A process reads it, or the kernel's own thread does; who
 * unregisters it waits for that, and for cleanup().
 */
#include <linux/device.h>
#include <linux/hw_random.h>
#include "class_use.h"

struct dice {
	struct class_use use;
	struct hwrng *rng;
};

static void use_dice(struct class_use *cu)
{
	struct hwrng *rng = ((struct dice *)cu)->rng;
	u32 data[8];

	unoops_tellf("cat /dev/hwrng");
	if (rng->read)
		(void)rng->read(rng, data, sizeof(data), true);
	else if (!rng->data_present || rng->data_present(rng, 1))
		(void)rng->data_read(rng, data);
}

int hwrng_register(struct hwrng *rng)
{
	struct dice *dice;
	int err;

	unoops_check_may_sleep("hwrng_register() in atomic context");
	if (!rng->name || (!rng->data_read && !rng->read))
		return -EINVAL;
	err = rng->init ? rng->init(rng) : 0;
	if (err)
		return err;
	dice = unoops_new_class_use(sizeof(*dice), rng, use_dice);
	dice->rng = rng;
	unoops_offer(&dice->use);
	return 0;
}
void hwrng_unregister(struct hwrng *rng)
{
	struct class_use *cu = unoops_offered(rng);

	if (!cu)
		return;
	unoops_withdraw(cu);
	if (rng->cleanup)
		rng->cleanup(rng);
}
static void devm_hwrng_release(void *rng) { hwrng_unregister(rng); }
int devm_hwrng_register(struct device *dev, struct hwrng *rng)
{
	int err = hwrng_register(rng);

	return err ? err : devm_add_action_or_reset(dev, devm_hwrng_release, rng);
}
void devm_hwrng_unregister(struct device *dev, struct hwrng *rng)
{
	devm_remove_action(dev, devm_hwrng_release, rng);
	hwrng_unregister(rng);
}
