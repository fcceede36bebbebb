/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_BACKLIGHT_H
#define _LINUX_BACKLIGHT_H

#include <linux/device.h>
#include <linux/fb.h>
#include <linux/mutex.h>
#include <linux/notifier.h>

/* drivers/video/backlight/backlight.c; 4.4 ... 7.2. */
enum backlight_update_reason { BACKLIGHT_UPDATE_HOTKEY, BACKLIGHT_UPDATE_SYSFS };
enum backlight_type { BACKLIGHT_RAW = 1, BACKLIGHT_PLATFORM, BACKLIGHT_FIRMWARE, BACKLIGHT_TYPE_MAX };
enum backlight_scale { BACKLIGHT_SCALE_UNKNOWN, BACKLIGHT_SCALE_LINEAR, BACKLIGHT_SCALE_NON_LINEAR };
struct backlight_device;
struct backlight_ops {
	unsigned int options;
	int (*update_status)(struct backlight_device *bd);
	int (*get_brightness)(struct backlight_device *bd);
#if UNOOPS_SINCE(6, 12)
	bool (*controls_device)(struct backlight_device *bd, struct device *display_dev);
#else
	int (*check_fb)(struct backlight_device *bd, struct fb_info *info);
#endif
};
#define BL_CORE_SUSPENDRESUME	(1 << 0)
struct backlight_properties {
	int brightness, max_brightness, power;
#if !UNOOPS_SINCE(6, 12)
	int fb_blank;
#endif
	enum backlight_type type;
	unsigned int state;
	enum backlight_scale scale;
};
#define BL_CORE_SUSPENDED	(1 << 0)
#define BL_CORE_FBBLANK		(1 << 1)
#if UNOOPS_SINCE(6, 12)
#define BACKLIGHT_POWER_ON		0
#define BACKLIGHT_POWER_OFF		4
#define BACKLIGHT_POWER_REDUCED		1
#endif
struct backlight_device {
	struct backlight_properties props;
	struct mutex update_lock, ops_lock;
	const struct backlight_ops *ops;
	struct device dev;
};
#define to_backlight_device(d)	container_of(d, struct backlight_device, dev)

struct backlight_device *backlight_device_register(const char *name, struct device *dev, void *devdata, const struct backlight_ops *ops,
						   const struct backlight_properties *props);
struct backlight_device *devm_backlight_device_register(struct device *dev, const char *name, struct device *parent, void *devdata,
							const struct backlight_ops *ops, const struct backlight_properties *props);
void backlight_device_unregister(struct backlight_device *bd);
int backlight_update_status(struct backlight_device *bd);
void backlight_force_update(struct backlight_device *bd, enum backlight_update_reason reason);
int backlight_device_set_brightness(struct backlight_device *bd, unsigned long brightness);
static __always_inline int backlight_enable(struct backlight_device *bd)
{
	if (!bd)
		return 0;
	bd->props.power = FB_BLANK_UNBLANK;
	bd->props.state &= ~BL_CORE_FBBLANK;
	return backlight_update_status(bd);
}
static __always_inline int backlight_disable(struct backlight_device *bd)
{
	if (!bd)
		return 0;
	bd->props.power = FB_BLANK_POWERDOWN;
	bd->props.state |= BL_CORE_FBBLANK;
	return backlight_update_status(bd);
}
static __always_inline bool backlight_is_blank(const struct backlight_device *bd)
{
	return bd->props.power != FB_BLANK_UNBLANK || bd->props.state & (BL_CORE_SUSPENDED | BL_CORE_FBBLANK);
}
static __always_inline int backlight_get_brightness(const struct backlight_device *bd)
{
	return backlight_is_blank(bd) ? 0 : bd->props.brightness;
}
static __always_inline void *bl_get_data(struct backlight_device *bd) { return dev_get_drvdata(&bd->dev); }

#endif
