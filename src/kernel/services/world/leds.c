/* SPDX-License-Identifier: MIT */
/* drivers/leds/led-class.c, led-core.c; 4.4 ... 7.2. A process reads the brightness or sets it, once; who unregisters the lamp waits for that, and turns it off. */
#include <linux/leds.h>
#include <linux/slab.h>
#include "user.h"

struct lamp {
	struct happening session;
	struct list_head entry;
	struct led_classdev *led;
	unsigned int active;
	bool gone;
};
static LIST_HEAD(lamps);

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

static void use_lamp(struct happening *h)
{
	struct lamp *lamp = (struct lamp *)h;
	unsigned int seat;
	struct task_struct *tsk = unoops_begin_session(&seat);

	if (!lamp->gone) {
		lamp->active++;
		if (lamp->led->brightness_get && unoops_choose(2, "")) {
			unoops_tellf("cat /sys/class/leds/%s/brightness", lamp->led->name);
			lamp->led->brightness = lamp->led->brightness_get(lamp->led);
		} else {
			bool off = unoops_writes_0();

			unoops_tellf("echo %d > /sys/class/leds/%s/brightness", !off, lamp->led->name);
			led_set_brightness(lamp->led, !off);
		}
		lamp->active--;
	}
	unoops_end_session(tsk, seat);
}

int led_classdev_register(struct device *parent, struct led_classdev *led)
{
	struct lamp *lamp;

	unoops_check_may_sleep("an LED is registered in atomic context");
	if (unoops_fault("led_classdev_register"))
		return -ENOMEM;
	if (!led->max_brightness)
		led->max_brightness = LED_FULL;
	lamp = unoops_new_deed(sizeof(*lamp), use_lamp);
	lamp->led = led;
	list_add_tail(&lamp->entry, &lamps);
	unoops_expect(&lamp->session);
	return 0;
}
void led_classdev_unregister(struct led_classdev *led)
{
	struct lamp *lamp;

	unoops_check_may_sleep("an LED is unregistered in atomic context");
	list_for_each_entry(lamp, &lamps, entry)
		if (lamp->led == led) {
			list_del(&lamp->entry);
			lamp->gone = true;
			if (!(led->flags & LED_RETAIN_AT_SHUTDOWN))
				led_set_brightness(led, LED_OFF);
			unoops_block(&lamp->active, ~0u, 0);
			unoops_call_off(&lamp->session, false);
			return;
		}
}
static void devm_led_classdev_release(void *led) { led_classdev_unregister(led); }
int devm_led_classdev_register(struct device *parent, struct led_classdev *led)
{
	int err = led_classdev_register(parent, led);

	return err ? err : devm_add_action_or_reset(parent, devm_led_classdev_release, led);
}
