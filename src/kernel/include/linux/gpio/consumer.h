/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_GPIO_CONSUMER_H
#define _LINUX_GPIO_CONSUMER_H

#include <linux/types.h>
#include <linux/err.h>

struct device;
struct gpio_desc;
enum gpiod_flags { GPIOD_ASIS = 0, GPIOD_IN = 1, GPIOD_OUT_LOW = 3, GPIOD_OUT_HIGH = 7 };
int unoops_gpio_value(void);
struct gpio_desc *unoops_gpiod_get(void);
#define gpiod_get(dev, con, flags)		((void)(dev), (void)(con), (void)(flags), unoops_gpiod_get())
#define gpiod_get_index(dev, con, i, flags)	gpiod_get(dev, con, flags)
#define gpiod_get_optional			gpiod_get
#define devm_gpiod_get(dev, con, flags)		gpiod_get(dev, con, flags)
#define devm_gpiod_get_index(dev, con, i, flags) gpiod_get(dev, con, flags)
#define devm_gpiod_get_optional			gpiod_get
#define gpio_to_desc(gpio)			((void)(gpio), unoops_gpiod_get())
static __always_inline void gpiod_put(struct gpio_desc *desc) { }
static __always_inline int gpiod_direction_input(struct gpio_desc *desc) { return 0; }
static __always_inline int gpiod_direction_output(struct gpio_desc *desc, int value) { return 0; }
static __always_inline int gpiod_get_value(const struct gpio_desc *desc) { return unoops_gpio_value(); }
static __always_inline void gpiod_set_value(struct gpio_desc *desc, int value) { }
/* Raw: whatever the line's polarity is. */
#define gpiod_get_raw_value			gpiod_get_value
#define gpiod_set_raw_value			gpiod_set_value
#define gpiod_get_raw_value_cansleep		gpiod_get_value_cansleep
#define gpiod_set_raw_value_cansleep		gpiod_set_value_cansleep
#define gpiod_direction_output_raw		gpiod_direction_output
static __always_inline int gpiod_cansleep(const struct gpio_desc *desc) { return 0; }
static __always_inline int gpiod_is_active_low(const struct gpio_desc *desc) { return 0; }
static __always_inline void gpiod_toggle_active_low(struct gpio_desc *desc) { }
static __always_inline int gpiod_get_direction(struct gpio_desc *desc) { return unoops_gpio_value(); }
static __always_inline int gpiod_set_consumer_name(struct gpio_desc *desc, const char *name) { return 0; }
#define devm_gpiod_put(dev, desc)		((void)(dev), gpiod_put(desc))
static __always_inline int gpiod_export(struct gpio_desc *desc, bool direction_may_change) { return 0; }
static __always_inline int gpiod_export_link(struct device *dev, const char *name, struct gpio_desc *desc) { return 0; }
static __always_inline void gpiod_unexport(struct gpio_desc *desc) { }
static __always_inline int gpiod_set_debounce(struct gpio_desc *desc, unsigned int us) { return 0; }
static __always_inline int gpiod_to_irq(const struct gpio_desc *desc) { return 64; }

/* might_sleep_if() and might_sleep() (drivers/gpio/gpiolib.c; 4.4 ... 7.2): the line may be behind a slow bus, whatever it is today. */
void unoops_gpio_may_sleep(const char *where);
static __always_inline int gpiod_get_value_cansleep(const struct gpio_desc *desc)
{
	unoops_gpio_may_sleep("gpiod_get_value_cansleep() in atomic context");
	return unoops_gpio_value();
}
static __always_inline void gpiod_set_value_cansleep(struct gpio_desc *desc, int value)
{
	unoops_gpio_may_sleep("gpiod_set_value_cansleep() in atomic context");
}

#endif
