/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_OF_H
#define _LINUX_OF_H

#include <linux/types.h>
#include <linux/mod_devicetable.h>
#include <linux/errno.h>

/* drivers/of/; there is no device tree: nothing is found in it. */
struct device_node;
struct device;
#define of_match_ptr(p)		(p)
static __always_inline const void *of_get_property(const struct device_node *np, const char *name, int *len) { return NULL; }
static __always_inline int of_property_read_u32(const struct device_node *np, const char *name, u32 *out) { return -EINVAL; }
static __always_inline int of_property_read_string(const struct device_node *np, const char *name, const char **out) { return -EINVAL; }
static __always_inline bool of_property_read_bool(const struct device_node *np, const char *name) { return false; }
static __always_inline const struct of_device_id *of_match_device(const struct of_device_id *matches, const struct device *dev) { return matches; }
static __always_inline const void *of_device_get_match_data(const struct device *dev) { return NULL; }
static __always_inline const void *device_get_match_data(const struct device *dev) { return NULL; }
static __always_inline int device_property_read_u32(const struct device *dev, const char *name, u32 *out) { return -EINVAL; }
static __always_inline bool device_property_read_bool(const struct device *dev, const char *name) { return false; }
static __always_inline bool device_property_present(const struct device *dev, const char *name) { return false; }
static __always_inline struct device_node *of_find_node_by_name(struct device_node *from, const char *name) { return NULL; }
static __always_inline struct device_node *of_find_compatible_node(struct device_node *from, const char *type, const char *compat) { return NULL; }
static __always_inline void of_node_put(struct device_node *np) { }

#endif
