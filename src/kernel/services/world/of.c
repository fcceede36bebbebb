/* SPDX-License-Identifier: MIT */
/* drivers/of/; 4.4 ... 7.2. */
#include <linux/of.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/string.h>
#include "class_use.h"
#include "model.h"

static struct property property = { "property", 5, "okay", NULL };
struct device_node unoops_node = { .name = "node", .full_name = "/node", .properties = &property };

struct device_node *unoops_a_node(void) { return unoops_choose(2, "the device tree has no such node") ? NULL : &unoops_node; }
struct property *unoops_a_property(void) { return unoops_choose(2, "the node has no such property") ? NULL : &property; }

int unoops_property(void *to, unsigned int size, unsigned int n)
{
	if (!unoops_a_property())
		return -EINVAL;
	if (to)
		unoops_fill_with_answer(to, size * n, size);
	return 0;
}
/* `okay`, or a text that the module compares with, without a newline. */
int unoops_text_property(const char **to)
{
	static char texts[8][32];
	int which[ARRAY_SIZE(texts)], known = 0, size, picked, i;

	if (!unoops_a_property())
		return -EINVAL;
	for (i = 0; i < unoops_text(-1, 0) && known < (int)ARRAY_SIZE(texts); i++) {
		size = unoops_text(i, -1);
		if (size && size < (int)sizeof(texts[0]) && unoops_text(i, size - 1) != '\n')
			which[known++] = i;
	}
	picked = unoops_choose(1 + known, "a property is a text that the module compares with");
	*to = property.value;
	if (!picked)
		return 0;
	for (i = 0; i < unoops_text(which[picked - 1], -1); i++)
		texts[picked - 1][i] = unoops_text(which[picked - 1], i);
	*to = texts[picked - 1];
	return 0;
}
unsigned int irq_of_parse_and_map(struct device_node *np, int i) { return np && unoops_a_property() ? 18 + i : 0; }
int of_irq_get(struct device_node *np, int i) { return np && unoops_a_property() ? 18 + i : -EINVAL; }
int of_alias_get_id(struct device_node *np, const char *stem) { return unoops_a_property() ? 0 : -ENODEV; }
int of_get_named_gpio(const struct device_node *np, const char *name, int i) { return np && unoops_a_property() ? 5 + i : -ENOENT; }
int of_address_to_resource(struct device_node *np, int i, struct resource *res)
{
	if (!np || !unoops_a_property())
		return -EINVAL;
	*res = (struct resource){ 0x20000000, 0x20000fff, "node", IORESOURCE_MEM };
	return 0;
}
void __iomem *of_iomap(struct device_node *np, int i) { return np && unoops_a_property() ? ioremap(0x20000000, 0x1000) : NULL; }

/* drivers/of/device.c, drivers/base/property.c; 4.4 ... 7.2. The device is of the first kind that its driver's table names. */
const void *of_device_get_match_data(const struct device *dev)
{
	const struct of_device_id *kinds = dev->of_node && dev->driver ? dev->driver->of_match_table : NULL;

	return kinds ? kinds->data : NULL;
}
const void *device_get_match_data(const struct device *dev) { return of_device_get_match_data(dev); }
