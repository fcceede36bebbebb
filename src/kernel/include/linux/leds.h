/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LEDS_H
#define _LINUX_LEDS_H

#include <linux/device.h>
#include <linux/workqueue.h>

/* drivers/leds/led-class.c; 4.4 ... 7.2. */
enum led_brightness { LED_OFF = 0, LED_ON = 1, LED_HALF = 127, LED_FULL = 255 };
struct led_classdev {
	const char *name;
	unsigned int brightness, max_brightness, color;
	int flags;
	void (*brightness_set)(struct led_classdev *led, enum led_brightness brightness);
#if UNOOPS_SINCE(4, 5)
	int (*brightness_set_blocking)(struct led_classdev *led, enum led_brightness brightness);
#endif
	enum led_brightness (*brightness_get)(struct led_classdev *led);
	int (*blink_set)(struct led_classdev *led, unsigned long *on, unsigned long *off);
	struct device *dev;
	const struct attribute_group **groups;
	const char *default_trigger;
};
#define LED_SUSPENDED		(1 << 0)
#define LED_CORE_SUSPENDRESUME	(1 << 16)
#define LED_HW_PLUGGABLE	(1 << 19)
#define LED_PANIC_INDICATOR	(1 << 20)
#define LED_BRIGHT_HW_CHANGED	(1 << 21)
#define LED_RETAIN_AT_SHUTDOWN	(1 << 22)
int led_classdev_register(struct device *parent, struct led_classdev *led);
void led_classdev_unregister(struct led_classdev *led);
int devm_led_classdev_register(struct device *parent, struct led_classdev *led);
void devm_led_classdev_unregister(struct device *parent, struct led_classdev *led);
void led_set_brightness(struct led_classdev *led, unsigned int brightness);
#if UNOOPS_SINCE(4, 11)
static __always_inline void led_classdev_notify_brightness_hw_changed(struct led_classdev *led, unsigned int brightness) { }
#endif

#endif
