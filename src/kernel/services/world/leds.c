/* SPDX-License-Identifier: MIT */
/* drivers/leds/led-class.c, led-core.c; 4.4 ... 7.2. A process reads the brightness or sets it; who unregisters the lamp waits for that, and turns it off. */
#include <linux/leds.h>
#include <linux/slab.h>
#include "class_use.h"

struct lamp {
	struct class_use use;
	struct led_classdev *led;
};

void led_set_brightness(struct led_classdev *led, unsigned int brightness)
{
	led->brightness = brightness;
	if (led->brightness_set)
		led->brightness_set(led, brightness);
#if UNOOPS_SINCE(4, 5)
	else if (led->brightness_set_blocking)
		(void)led->brightness_set_blocking(led, brightness);
#endif
}

static void use_lamp(struct class_use *cu)
{
	struct led_classdev *led = ((struct lamp *)cu)->led;

	if (led->brightness_get && unoops_choose(2, "")) {
		unoops_tellf("cat /sys/class/leds/%s/brightness", led->name);
		led->brightness = led->brightness_get(led);
	} else {
		int value = unoops_some_number();

		unoops_tellf("echo %d > /sys/class/leds/%s/brightness", value, led->name);
		led_set_brightness(led, value);
	}
}

int led_classdev_register(struct device *parent, struct led_classdev *led)
{
	struct lamp *lamp;

	unoops_check_may_sleep("an LED is registered in atomic context");
	if (unoops_fault("led_classdev_register"))
		return -ENOMEM;
	if (!led->max_brightness)
		led->max_brightness = LED_FULL;
	lamp = unoops_new_class_use(sizeof(*lamp), led, use_lamp);
	lamp->led = led;
	unoops_offer(&lamp->use);
	return 0;
}
void led_classdev_unregister(struct led_classdev *led)
{
	struct class_use *cu = unoops_offered(led);

	if (!cu)
		return;
	if (!(led->flags & LED_RETAIN_AT_SHUTDOWN))
		led_set_brightness(led, LED_OFF);
	unoops_withdraw(cu);
}
static void devm_led_classdev_release(void *led) { led_classdev_unregister(led); }
int devm_led_classdev_register(struct device *parent, struct led_classdev *led)
{
	int err = led_classdev_register(parent, led);

	return err ? err : devm_add_action_or_reset(parent, devm_led_classdev_release, led);
}
void devm_led_classdev_unregister(struct device *parent, struct led_classdev *led)
{
	devm_remove_action(parent, devm_led_classdev_release, led);
	led_classdev_unregister(led);
}
