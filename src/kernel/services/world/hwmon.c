/* SPDX-License-Identifier: MIT */
/*
 * drivers/hwmon/hwmon.c; 4.9 ... 7.2. A process reads or writes one attribute of a chip. Who unregisters the chip waits for that, as
 * for every file of sysfs. Since 6.18 the calls of one chip come one after the other.
 */
#include <linux/hwmon.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include "class_use.h"

struct attribute_of_chip {
	enum hwmon_sensor_types type;
	u32 attr;
	int channel;
	umode_t mode;
};

struct chip {
	struct class_use use;
	struct device *dev;
	const struct hwmon_chip_info *info;
	struct mutex lock;
	struct attribute_of_chip *attributes;
	unsigned int count;
};

static umode_t chip_mode(const struct chip *chip, enum hwmon_sensor_types type, u32 attr, int channel)
{
	const struct hwmon_ops *ops = chip->info->ops;

#if UNOOPS_SINCE(6, 13)
	if (ops->visible)
		return ops->visible;
#endif
	return ops->is_visible ? ops->is_visible(dev_get_drvdata(chip->dev), type, attr, channel) : 0;
}

/* Whether a bit is set of so many that are looked at, one after the other: those of the first channel first. */
static bool next_attribute(const struct hwmon_channel_info *kind, struct attribute_of_chip *at)
{
	for (; kind->config[at->channel]; at->channel++, at->attr = 0)
		for (; at->attr < 32; at->attr++)
			if (kind->config[at->channel] & (1u << at->attr))
				return true;
	return false;
}

/* What the chip has, and, where there is room, what of it the module shows: it is asked once, when the chip is registered. */
static unsigned int chip_attributes(const struct chip *chip, struct attribute_of_chip *room)
{
	const struct hwmon_channel_info *const *kind;
	unsigned int count = 0;

	for (kind = chip->info->info; *kind; kind++) {
		struct attribute_of_chip at = { .type = (*kind)->type };

		for (; next_attribute(*kind, &at); at.attr++) {
			at.mode = room ? chip_mode(chip, at.type, at.attr, at.channel) : 0444;
			if (!at.mode)
				continue;
			if (room)
				room[count] = at;
			count++;
		}
	}
	return count;
}

/* Names of the files: temp1_input; the first voltage and the only lid are number 0. */
#define UNOOPS_HWMON_NAME(k, K, lower, UPPER)	#lower,
static const struct kind_of_attribute {
	const char *prefix;
	int first;
	const char *const *names;
} chip_kinds[hwmon_max] = {
	[hwmon_chip] = { "", 0, (const char *const[]){ UNOOPS_HWMON_CHIP(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_temp] = { "temp", 1, (const char *const[]){ UNOOPS_HWMON_TEMP(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_in] = { "in", 0, (const char *const[]){ UNOOPS_HWMON_IN(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_curr] = { "curr", 1, (const char *const[]){ UNOOPS_HWMON_CURR(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_power] = { "power", 1, (const char *const[]){ UNOOPS_HWMON_POWER(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_energy] = { "energy", 1, (const char *const[]){ UNOOPS_HWMON_ENERGY(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_energy64] = { "energy", 1, (const char *const[]){ UNOOPS_HWMON_ENERGY(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_humidity] = { "humidity", 1, (const char *const[]){ UNOOPS_HWMON_HUMIDITY(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_fan] = { "fan", 1, (const char *const[]){ UNOOPS_HWMON_FAN(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_pwm] = { "pwm", 1, (const char *const[]){ UNOOPS_HWMON_PWM(UNOOPS_HWMON_NAME, , ) } },
	[hwmon_intrusion] = { "intrusion", 0, (const char *const[]){ UNOOPS_HWMON_INTRUSION(UNOOPS_HWMON_NAME, , ) } },
};

static const char *chip_attribute_name(const struct attribute_of_chip *it) { return chip_kinds[it->type].names[it->attr]; }

static void tell_chip_use(const struct attribute_of_chip *it, const char *how)
{
	const struct kind_of_attribute *kind = &chip_kinds[it->type];

	if (it->type == hwmon_chip)
		unoops_tellf("%s /sys/class/hwmon/hwmon0/%s", how, chip_attribute_name(it));
	else
		unoops_tellf("%s /sys/class/hwmon/hwmon0/%s%d_%s", how, kind->prefix, kind->first + it->channel, chip_attribute_name(it));
}

static void use_chip_attribute(struct chip *chip, const struct attribute_of_chip *it)
{
	const struct hwmon_ops *ops = chip->info->ops;
	bool reads = it->mode & 0444, writes = it->mode & 0222;

	if (writes && ops->write && (!reads || !unoops_choose(2, ""))) {
		int value = unoops_some_number();
		char how[24];

		scnprintf(how, sizeof(how), "echo %d >", value);
		tell_chip_use(it, how);
		ops->write(chip->dev, it->type, it->attr, it->channel, value);
	} else if (reads && ops->read_string && !strcmp(chip_attribute_name(it), "label")) {
		const char *text;

		tell_chip_use(it, "cat");
		ops->read_string(chip->dev, it->type, it->attr, it->channel, &text);
	} else if (reads && ops->read) {
		long value;

		tell_chip_use(it, "cat");
		ops->read(chip->dev, it->type, it->attr, it->channel, &value);
	}
}

static void use_chip(struct class_use *cu)
{
	struct chip *chip = (struct chip *)cu;

	if (!chip->count)
		return;
#if UNOOPS_SINCE(6, 18)
	mutex_lock(&chip->lock);
#endif
	use_chip_attribute(chip, &chip->attributes[chip->count > 1 ? unoops_choose(chip->count, "") : 0]);
#if UNOOPS_SINCE(6, 18)
	mutex_unlock(&chip->lock);
#endif
}

static struct device *register_chip(struct device *parent, void *drvdata, const struct hwmon_chip_info *info, const struct attribute_group **groups)
{
	struct device *dev;
	struct chip *chip;

	if (unoops_fault("hwmon_device_register"))
		return ERR_PTR(-ENOMEM);
	dev = device_create_with_groups(NULL, parent, 0, drvdata, groups, "hwmon0");
	if (IS_ERR(dev) || !info)
		return dev;
	chip = unoops_new_class_use(sizeof(*chip), dev, use_chip);
	chip->dev = dev;
	chip->info = info;
	mutex_init(&chip->lock);
	chip->attributes = unoops_alloc(chip_attributes(chip, NULL) * sizeof(*chip->attributes), "chip");
	chip->count = chip_attributes(chip, chip->attributes);
	unoops_offer(&chip->use);
	return dev;
}

struct device *hwmon_device_register(struct device *dev) { return register_chip(dev, NULL, NULL, NULL); }
struct device *hwmon_device_register_with_groups(struct device *dev, const char *name, void *drvdata, const struct attribute_group **groups)
{
	return name ? register_chip(dev, drvdata, NULL, groups) : ERR_PTR(-EINVAL);
}
struct device *hwmon_device_register_with_info(struct device *dev, const char *name, void *drvdata, const struct hwmon_chip_info *chip,
					       const struct attribute_group **extra_groups)
{
	if (!name || !chip || !chip->ops || !chip->info)
		return ERR_PTR(-EINVAL);
	return register_chip(dev, drvdata, chip, extra_groups);
}

void hwmon_device_unregister(struct device *dev)
{
	struct chip *chip = (struct chip *)unoops_offered(dev);

	if (chip) {
		struct attribute_of_chip *attributes = chip->attributes;

		unoops_withdraw(&chip->use);
		unoops_free(attributes);
	}
	device_unregister(dev);
}

static void devm_hwmon_release(void *dev) { hwmon_device_unregister(dev); }
static struct device *devm_chip(struct device *parent, struct device *dev)
{
	int err = IS_ERR(dev) ? PTR_ERR(dev) : devm_add_action_or_reset(parent, devm_hwmon_release, dev);

	return err ? ERR_PTR(err) : dev;
}
struct device *devm_hwmon_device_register_with_groups(struct device *dev, const char *name, void *drvdata,
						      const struct attribute_group **groups)
{
	return devm_chip(dev, hwmon_device_register_with_groups(dev, name, drvdata, groups));
}
struct device *devm_hwmon_device_register_with_info(struct device *dev, const char *name, void *drvdata,
						    const struct hwmon_chip_info *chip, const struct attribute_group **extra_groups)
{
	return devm_chip(dev, hwmon_device_register_with_info(dev, name, drvdata, chip, extra_groups));
}

int hwmon_notify_event(struct device *dev, enum hwmon_sensor_types type, u32 attr, int channel)
{
	unoops_check_may_sleep("hwmon_notify_event() in atomic context");
	return 0;
}
