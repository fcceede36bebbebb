/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_OF_H
#define _LINUX_OF_H

#include <linux/types.h>
#include <linux/mod_devicetable.h>
#include <linux/errno.h>

/* drivers/of/, drivers/base/property.c; 4.4 ... 7.2. There may be a node of any name, and it may have any property: a number is 0, a text okay. */
struct property { const char *name; int length; void *value; struct property *next; };
struct device_node { const char *name, *full_name; struct property *properties; struct device_node *parent, *child, *sibling; };
struct of_phandle_args { struct device_node *np; int args_count; u32 args[16]; };
struct device;
struct resource;
#define CONFIG_OF		1
#define of_match_ptr(p)		(p)
typedef void (*of_node_fn)(struct device_node *np);
extern struct device_node unoops_node;
struct device_node *unoops_a_node(void);
int unoops_property(void *to, unsigned int size, unsigned int n);
int unoops_text_property(const char **to);
struct property *unoops_a_property(void);
static __always_inline struct device_node *of_find_node_by_path(const char *path) { return unoops_a_node(); }
static __always_inline struct device_node *of_find_node_by_name(struct device_node *from, const char *name) { return unoops_a_node(); }
static __always_inline struct device_node *of_find_node_by_type(struct device_node *from, const char *type) { return unoops_a_node(); }
static __always_inline struct device_node *of_find_compatible_node(struct device_node *from, const char *type, const char *compat) { return unoops_a_node(); }
static __always_inline struct device_node *of_get_child_by_name(const struct device_node *np, const char *name) { return unoops_a_node(); }
static __always_inline struct device_node *of_parse_phandle(const struct device_node *np, const char *name, int i) { return unoops_a_node(); }
static __always_inline struct device_node *of_node_get(struct device_node *np) { return np; }
static __always_inline void of_node_put(struct device_node *np) { }
static __always_inline struct property *of_find_property(const struct device_node *np, const char *name, int *len)
{
	struct property *property = unoops_a_property();

	if (len)
		*len = property ? property->length : 0;
	return property;
}
static __always_inline const void *of_get_property(const struct device_node *np, const char *name, int *len)
{
	struct property *property = of_find_property(np, name, len);

	return property ? property->value : NULL;
}
#define UNOOPS_PROPERTY_READER(name, T) \
	static __always_inline int of_property_read_##name(const struct device_node *np, const char *which, T *to) { return unoops_property(to, sizeof(T), 1); } \
	static __always_inline int of_property_read_##name##_array(const struct device_node *np, const char *which, T *to, size_t n) { return unoops_property(to, sizeof(T), n); } \
	static __always_inline int device_property_read_##name(const struct device *dev, const char *which, T *to) { return unoops_property(to, sizeof(T), 1); } \
	static __always_inline int device_property_read_##name##_array(const struct device *dev, const char *which, T *to, size_t n) { return unoops_property(to, sizeof(T), n); }
UNOOPS_PROPERTY_READER(u8, u8)
UNOOPS_PROPERTY_READER(u16, u16)
UNOOPS_PROPERTY_READER(u32, u32)
UNOOPS_PROPERTY_READER(u64, u64)
static __always_inline int of_property_read_s32(const struct device_node *np, const char *which, s32 *to) { return unoops_property(to, sizeof(*to), 1); }
static __always_inline int of_property_read_u32_index(const struct device_node *np, const char *which, u32 i, u32 *to) { return unoops_property(to, sizeof(*to), 1); }
static __always_inline int of_property_count_elems_of_size(const struct device_node *np, const char *name, int size) { return unoops_property(NULL, 0, 0) ?: 1; }
#define of_property_count_u32_elems(np, name)	of_property_count_elems_of_size(np, name, 4)
static __always_inline int of_property_read_string(const struct device_node *np, const char *name, const char **out) { return unoops_text_property(out); }
static __always_inline int device_property_read_string(const struct device *dev, const char *name, const char **out) { return unoops_text_property(out); }
static __always_inline bool of_property_read_bool(const struct device_node *np, const char *name) { return unoops_a_property(); }
#define of_property_present	of_property_read_bool
static __always_inline bool device_property_read_bool(const struct device *dev, const char *name) { return unoops_a_property(); }
#define device_property_present	device_property_read_bool
static __always_inline bool of_device_is_available(const struct device_node *np) { return np; }
static __always_inline const struct of_device_id *of_match_device(const struct of_device_id *matches, const struct device *dev) { return matches; }
static __always_inline const struct of_device_id *of_match_node(const struct of_device_id *matches, const struct device_node *np) { return matches; }
const void *of_device_get_match_data(const struct device *dev);
const void *device_get_match_data(const struct device *dev);
#define of_node_full_name(np)	((np) ? (np)->full_name : "<no-node>")
unsigned int irq_of_parse_and_map(struct device_node *np, int i);
int of_irq_get(struct device_node *np, int i);
int of_alias_get_id(struct device_node *np, const char *stem);
void __iomem *of_iomap(struct device_node *np, int i);
int of_address_to_resource(struct device_node *np, int i, struct resource *res);
int of_get_named_gpio(const struct device_node *np, const char *name, int i);
#define of_get_named_gpio_flags(np, name, i, flags)	of_get_named_gpio(np, name, i)
static __always_inline int of_get_gpio(const struct device_node *np, int i) { return of_get_named_gpio(np, "gpios", i); }

#endif
