/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_GPIO_H
#define _LINUX_GPIO_H

#include <linux/types.h>
#include <linux/errno.h>

/* drivers/gpio/; 4.4 ... 7.2. A line that is read may be either; one that is written goes nowhere. */
#define GPIOF_DIR_OUT		(0 << 0)
#define GPIOF_DIR_IN		(1 << 0)
#define GPIOF_IN		(1 << 0)
#define GPIOF_OUT_INIT_LOW	(0 << 1)
#define GPIOF_OUT_INIT_HIGH	(1 << 1)
struct gpio { unsigned int gpio; unsigned long flags; const char *label; };
struct device;
int unoops_gpio_request(void);
int unoops_gpio_value(void);
static __always_inline bool gpio_is_valid(int gpio) { return gpio >= 0; }
#define gpio_request(gpio, label)		((void)(gpio), (void)(label), unoops_gpio_request())
#define gpio_request_one(gpio, flags, label)	((void)(gpio), (void)(label), unoops_gpio_request())
#define gpio_request_array(array, n)		((void)(array), (void)(n), unoops_gpio_request())
#define devm_gpio_request(dev, gpio, label)	((void)(dev), (void)(gpio), (void)(label), unoops_gpio_request())
#define devm_gpio_request_one(dev, gpio, flags, label) devm_gpio_request(dev, gpio, label)
static __always_inline void gpio_free(unsigned int gpio) { }
static __always_inline void gpio_free_array(const struct gpio *array, size_t n) { }
static __always_inline int gpio_direction_input(unsigned int gpio) { return 0; }
static __always_inline int gpio_direction_output(unsigned int gpio, int value) { return 0; }
static __always_inline int gpio_get_value(unsigned int gpio) { return unoops_gpio_value(); }
static __always_inline void gpio_set_value(unsigned int gpio, int value) { }
static __always_inline int gpio_set_debounce(unsigned int gpio, unsigned int debounce) { return 0; }
static __always_inline int gpio_export(unsigned int gpio, bool may_change) { return 0; }
static __always_inline void gpio_unexport(unsigned int gpio) { }
static __always_inline int gpio_to_irq(unsigned int gpio) { return 64 + gpio; }
static __always_inline int gpio_cansleep(unsigned int gpio) { return 0; }
#include <linux/gpio/consumer.h>
static __always_inline int gpio_get_value_cansleep(unsigned int gpio)
{
	unoops_gpio_may_sleep("gpio_get_value_cansleep() in atomic context");
	return unoops_gpio_value();
}
static __always_inline void gpio_set_value_cansleep(unsigned int gpio, int value)
{
	unoops_gpio_may_sleep("gpio_set_value_cansleep() in atomic context");
}

#endif
