/* SPDX-License-Identifier: MIT */
/*
 * drivers/thermal/thermal_core.c, thermal_sysfs.c; 4.4 ... 7.2. A process reads the temperature of a zone, as the polling work does, or turns the zone off
 * and on; who unregisters the zone waits for both. A cooling device is asked for its state, or given one. None is bound to a zone.
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/thermal.h>
#include "class_use.h"

struct zone {
	struct class_use use;
	struct thermal_zone_device *tz;
};

static int read_zone(struct thermal_zone_device *tz, int *temp)
{
	int err = -EINVAL;

	unoops_check_may_sleep("the temperature is read in atomic context");
	mutex_lock(&tz->lock);
	if (tz->ops->get_temp)
		err = tz->ops->get_temp(tz, temp);
	mutex_unlock(&tz->lock);
	return err;
}
int thermal_zone_get_temp(struct thermal_zone_device *tz, int *temp) { return IS_ERR_OR_NULL(tz) ? -EINVAL : read_zone(tz, temp); }

static int turn_zone(struct thermal_zone_device *tz, enum thermal_device_mode mode)
{
	int err = 0;

	mutex_lock(&tz->lock);
#if UNOOPS_SINCE(5, 9)
	if (tz->ops->change_mode)
		err = tz->ops->change_mode(tz, mode);
#else
	if (tz->ops->set_mode)
		err = tz->ops->set_mode(tz, mode);
#endif
	mutex_unlock(&tz->lock);
	return err;
}
#if UNOOPS_SINCE(5, 8)
int thermal_zone_device_enable(struct thermal_zone_device *tz) { return turn_zone(tz, THERMAL_DEVICE_ENABLED); }
int thermal_zone_device_disable(struct thermal_zone_device *tz) { return turn_zone(tz, THERMAL_DEVICE_DISABLED); }
#endif
#if UNOOPS_SINCE(4, 9)
void thermal_zone_device_update(struct thermal_zone_device *tz, enum thermal_notify_event event)
#else
void thermal_zone_device_update(struct thermal_zone_device *tz)
#endif
{
	(void)read_zone(tz, &tz->temperature);
}

static bool has_mode(const struct thermal_zone_device *tz)
{
#if UNOOPS_SINCE(5, 9)
	return tz->ops->change_mode;
#else
	return tz->ops->set_mode;
#endif
}

static void use_zone(struct class_use *cu)
{
	struct thermal_zone_device *tz = ((struct zone *)cu)->tz;
	int temp;

	if (has_mode(tz) && unoops_choose(2, "")) {
		bool on = unoops_some_number();

		unoops_tellf("echo %s > /sys/class/thermal/thermal_zone0/mode", on ? "enabled" : "disabled");
		(void)turn_zone(tz, on ? THERMAL_DEVICE_ENABLED : THERMAL_DEVICE_DISABLED);
	} else {
		unoops_tellf("cat /sys/class/thermal/thermal_zone0/temp");
		(void)read_zone(tz, &temp);
	}
}

static void free_zone(struct device *dev) { unoops_free(container_of(dev, struct thermal_zone_device, device)); }

static struct thermal_zone_device *new_zone(const char *type, void *devdata, const struct thermal_zone_device_ops *ops)
{
	struct thermal_zone_device *tz;
	struct zone *zone;

	unoops_check_may_sleep("a thermal zone is registered in atomic context");
	if (!type || !*type || strlen(type) >= THERMAL_NAME_LENGTH || !ops || !ops->get_temp)
		return ERR_PTR(-EINVAL);
	if (unoops_fault("thermal_zone_device_register"))
		return ERR_PTR(-ENOMEM);
	tz = unoops_alloc(sizeof(*tz), "thermal_zone");
	strscpy(tz->type, type, sizeof(tz->type));
	tz->devdata = devdata;
	tz->ops = ops;
	mutex_init(&tz->lock);
	tz->device.kobj.name = "thermal_zone0";
	tz->device.release = free_zone;
	device_initialize(&tz->device);
	zone = unoops_new_class_use(sizeof(*zone), tz, use_zone);
	zone->tz = tz;
	unoops_offer(&zone->use);
	return tz;
}
#if !UNOOPS_SINCE(6, 6)
struct thermal_zone_device *thermal_zone_device_register(const char *type, int trips, int mask, void *devdata,
							 struct thermal_zone_device_ops *ops, struct thermal_zone_params *tzp, int passive,
							 int polling)
{
	return new_zone(type, devdata, ops);
}
#endif
#if UNOOPS_SINCE(6, 9)
struct thermal_zone_device *thermal_zone_device_register_with_trips(const char *type, const struct thermal_trip *trips, int n, void *devdata,
								    const struct thermal_zone_device_ops *ops,
								    const struct thermal_zone_params *tzp, unsigned int passive,
								    unsigned int polling)
{
	return new_zone(type, devdata, ops);
}
#elif UNOOPS_SINCE(6, 0)
struct thermal_zone_device *thermal_zone_device_register_with_trips(const char *type, struct thermal_trip *trips, int n, int mask,
								    void *devdata, struct thermal_zone_device_ops *ops,
								    const struct thermal_zone_params *tzp, int passive, int polling)
{
	return new_zone(type, devdata, ops);
}
#endif
#if UNOOPS_SINCE(6, 7)
struct thermal_zone_device *thermal_tripless_zone_device_register(const char *type, void *devdata, const struct thermal_zone_device_ops *ops,
								  const struct thermal_zone_params *tzp)
{
	return new_zone(type, devdata, ops);
}
#endif

void thermal_zone_device_unregister(struct thermal_zone_device *tz)
{
	struct class_use *cu = tz ? unoops_offered(tz) : NULL;

	if (!cu)
		return;
	unoops_withdraw(cu);
	put_device(&tz->device);
}
static void devm_zone_release(void *tz) { thermal_zone_device_unregister(tz); }
#if UNOOPS_SINCE(6, 0)
struct thermal_zone_device *devm_thermal_of_zone_register(struct device *dev, int id, void *data, const struct thermal_zone_device_ops *ops)
{
	struct thermal_zone_device *tz;
	int err;

	if (unoops_choose(2, "the device tree has no thermal zone of this sensor"))
		return ERR_PTR(-ENODEV);
	tz = new_zone("of-zone", data, ops);
	if (IS_ERR(tz))
		return tz;
	err = devm_add_action_or_reset(dev, devm_zone_release, tz);
	return err ? ERR_PTR(err) : tz;
}
void devm_thermal_of_zone_unregister(struct device *dev, struct thermal_zone_device *tz) { devm_release_action(dev, devm_zone_release, tz); }
#endif

/* --- what cools ---------------------------------------------------------------------------- */

struct cooler {
	struct class_use use;
	struct thermal_cooling_device *cdev;
};

static void use_cooler(struct class_use *cu)
{
	struct thermal_cooling_device *cdev = ((struct cooler *)cu)->cdev;
	unsigned long state;

	if (unoops_choose(2, "")) {
		int wanted = unoops_some_number();

		unoops_tellf("echo %d > /sys/class/thermal/cooling_device0/cur_state", wanted);
		(void)cdev->ops->set_cur_state(cdev, wanted);
	} else {
		unoops_tellf("cat /sys/class/thermal/cooling_device0/cur_state");
		(void)cdev->ops->get_cur_state(cdev, &state);
	}
}

static void free_cooler(struct device *dev)
{
	struct thermal_cooling_device *cdev = container_of(dev, struct thermal_cooling_device, device);

	unoops_free(cdev);
}

struct thermal_cooling_device *thermal_cooling_device_register(const char *type, void *devdata, const struct thermal_cooling_device_ops *ops)
{
	struct thermal_cooling_device *cdev;
	struct cooler *cooler;

	unoops_check_may_sleep("a cooling device is registered in atomic context");
	if (!ops || !ops->get_max_state || !ops->get_cur_state || !ops->set_cur_state)
		return ERR_PTR(-EINVAL);
	if (unoops_fault("thermal_cooling_device_register"))
		return ERR_PTR(-ENOMEM);
	cdev = unoops_alloc(sizeof(*cdev), "cooling_device");
	cdev->devdata = devdata;
	cdev->ops = ops;
	cdev->device.kobj.name = "cooling_device0";
	cdev->device.release = free_cooler;
	device_initialize(&cdev->device);
	cooler = unoops_new_class_use(sizeof(*cooler), cdev, use_cooler);
	cooler->cdev = cdev;
	unoops_offer(&cooler->use);
	return cdev;
}
void thermal_cooling_device_unregister(struct thermal_cooling_device *cdev)
{
	struct class_use *cu = cdev ? unoops_offered(cdev) : NULL;

	if (!cu)
		return;
	unoops_withdraw(cu);
	put_device(&cdev->device);
}
static void devm_cooler_release(void *cdev) { thermal_cooling_device_unregister(cdev); }
struct thermal_cooling_device *devm_thermal_of_cooling_device_register(struct device *dev, struct device_node *np, const char *type,
								       void *devdata, const struct thermal_cooling_device_ops *ops)
{
	struct thermal_cooling_device *cdev = thermal_cooling_device_register(type, devdata, ops);
	int err = IS_ERR(cdev) ? PTR_ERR(cdev) : devm_add_action_or_reset(dev, devm_cooler_release, cdev);

	return err ? ERR_PTR(err) : cdev;
}
