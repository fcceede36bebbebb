/* SPDX-License-Identifier: MIT */
/*
 * drivers/video/backlight/backlight.c; 4.4 ... 7.2. A process sets the brightness, turns the light on or off, or reads how bright it is. The
 * driver's functions are called under ops_lock, and no more when it is unregistered, which waits for whoever is in one of its files.
 */
#include <linux/backlight.h>
#include <linux/slab.h>
#include "class_use.h"

struct light {
	struct class_use use;
	struct backlight_device *bd;
};

int backlight_update_status(struct backlight_device *bd)
{
	int err = -ENOENT;

	mutex_lock(&bd->update_lock);
	if (bd->ops && bd->ops->update_status)
		err = bd->ops->update_status(bd);
	mutex_unlock(&bd->update_lock);
	return err;
}

int backlight_device_set_brightness(struct backlight_device *bd, unsigned long brightness)
{
	int err = -ENXIO;

	mutex_lock(&bd->ops_lock);
	if (bd->ops) {
		err = -EINVAL;
		if (brightness <= (unsigned long)bd->props.max_brightness) {
			bd->props.brightness = brightness;
			err = backlight_update_status(bd);
		}
	}
	mutex_unlock(&bd->ops_lock);
	return err;
}

void backlight_force_update(struct backlight_device *bd, enum backlight_update_reason reason)
{
	mutex_lock(&bd->ops_lock);
	if (bd->ops && bd->ops->get_brightness)
		bd->props.brightness = bd->ops->get_brightness(bd);
	mutex_unlock(&bd->ops_lock);
}

static void set_light_power(struct backlight_device *bd, int power)
{
	mutex_lock(&bd->ops_lock);
	if (bd->ops && bd->props.power != power) {
		bd->props.power = power;
		backlight_update_status(bd);
	}
	mutex_unlock(&bd->ops_lock);
}

static void read_light(struct backlight_device *bd)
{
	mutex_lock(&bd->ops_lock);
	if (bd->ops && bd->ops->get_brightness)
		bd->ops->get_brightness(bd);
	mutex_unlock(&bd->ops_lock);
}

static void use_light(struct class_use *cu)
{
	struct backlight_device *bd = ((struct light *)cu)->bd;
	const char *name = bd->dev.kobj.name;
	int value;

	switch (unoops_choose(bd->ops && bd->ops->get_brightness ? 3 : 2, "")) {
	case 0:
		value = unoops_some_number();
		unoops_tellf("echo %d > /sys/class/backlight/%s/brightness", value, name);
		backlight_device_set_brightness(bd, value);
		break;
	case 1:
		unoops_tellf("echo %d > /sys/class/backlight/%s/bl_power", FB_BLANK_POWERDOWN, name);
		set_light_power(bd, FB_BLANK_POWERDOWN);
		break;
	default:
		unoops_tellf("cat /sys/class/backlight/%s/actual_brightness", name);
		read_light(bd);
	}
}

static void free_light(struct device *dev) { unoops_free(to_backlight_device(dev)); }

struct backlight_device *backlight_device_register(const char *name, struct device *parent, void *devdata, const struct backlight_ops *ops,
						   const struct backlight_properties *props)
{
	struct backlight_device *bd;
	struct light *light;

	unoops_check_may_sleep("a backlight is registered in atomic context");
	if (unoops_fault("backlight_device_register"))
		return ERR_PTR(-ENOMEM);
	bd = unoops_alloc(sizeof(*bd), "backlight_device");
	mutex_init(&bd->update_lock);
	mutex_init(&bd->ops_lock);
	if (props)
		bd->props = *props;
	bd->dev.parent = parent;
	bd->dev.kobj.name = name;
	bd->dev.release = free_light;
	bd->dev.driver_data = devdata;
	device_register(&bd->dev);
	bd->ops = ops;
	light = unoops_new_class_use(sizeof(*light), bd, use_light);
	light->bd = bd;
	unoops_offer(&light->use);
	return bd;
}

void backlight_device_unregister(struct backlight_device *bd)
{
	struct class_use *cu;

	if (!bd)
		return;
	cu = unoops_offered(bd);
	mutex_lock(&bd->ops_lock);
	bd->ops = NULL;
	mutex_unlock(&bd->ops_lock);
	if (cu)
		unoops_withdraw(cu);
	device_unregister(&bd->dev);
}

static void devm_backlight_release(void *bd) { backlight_device_unregister(bd); }
struct backlight_device *devm_backlight_device_register(struct device *dev, const char *name, struct device *parent, void *devdata,
							const struct backlight_ops *ops, const struct backlight_properties *props)
{
	struct backlight_device *bd = backlight_device_register(name, parent, devdata, ops, props);
	int err = IS_ERR(bd) ? PTR_ERR(bd) : devm_add_action_or_reset(dev, devm_backlight_release, bd);

	return err ? ERR_PTR(err) : bd;
}
