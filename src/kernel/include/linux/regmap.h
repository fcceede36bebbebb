/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_REGMAP_H
#define _LINUX_REGMAP_H

#include <linux/bug.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/iopoll.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/rbtree.h>

/*
 * drivers/base/regmap/regmap.c; 4.4 ... 7.2. A register may hold anything: what is read is 0 or all ones, of the width that the map says.
 * Registers of i2c and SPI are reached under a mutex, those in memory under a spinlock, unless the configuration says otherwise.
 */
struct regmap;
struct regmap_field;
struct i2c_client;
struct spi_device;
enum regcache_type { REGCACHE_NONE, REGCACHE_RBTREE, REGCACHE_COMPRESSED, REGCACHE_FLAT, REGCACHE_MAPLE };
enum regmap_endian { REGMAP_ENDIAN_DEFAULT, REGMAP_ENDIAN_BIG, REGMAP_ENDIAN_LITTLE, REGMAP_ENDIAN_NATIVE };
struct reg_default { unsigned int reg, def; };
struct reg_sequence { unsigned int reg, def, delay_us; };
struct regmap_range { unsigned int range_min, range_max; };
#define regmap_reg_range(low, high)	{ .range_min = (low), .range_max = (high), }
struct regmap_access_table {
	const struct regmap_range *yes_ranges;
	unsigned int n_yes_ranges;
	const struct regmap_range *no_ranges;
	unsigned int n_no_ranges;
};
struct regmap_config {
	const char *name;
	int reg_bits, reg_stride, reg_shift, pad_bits, val_bits;
	unsigned int reg_base;
	bool (*writeable_reg)(struct device *dev, unsigned int reg);
	bool (*readable_reg)(struct device *dev, unsigned int reg);
	bool (*volatile_reg)(struct device *dev, unsigned int reg);
	bool (*precious_reg)(struct device *dev, unsigned int reg);
	bool disable_locking;
	void (*lock)(void *arg);
	void (*unlock)(void *arg);
	void *lock_arg;
	int (*reg_read)(void *context, unsigned int reg, unsigned int *val);
	int (*reg_write)(void *context, unsigned int reg, unsigned int val);
	bool fast_io, io_port;
	unsigned int max_register;
	bool max_register_is_0;
	const struct regmap_access_table *wr_table, *rd_table, *volatile_table, *precious_table;
	const struct reg_default *reg_defaults;
	unsigned int num_reg_defaults;
	enum regcache_type cache_type;
	const void *reg_defaults_raw;
	unsigned int num_reg_defaults_raw;
	unsigned long read_flag_mask, write_flag_mask;
	bool use_single_read, use_single_write, use_single_rw, can_multi_write, use_hwlock, use_raw_spinlock;
	enum regmap_endian reg_format_endian, val_format_endian;
};
struct regmap_bus {
	bool fast_io;
	int (*reg_read)(void *context, unsigned int reg, unsigned int *val);
	int (*reg_write)(void *context, unsigned int reg, unsigned int val);
	int (*read)(void *context, const void *reg, size_t reg_size, void *val, size_t val_size);
	int (*write)(void *context, const void *data, size_t count);
};
struct reg_field { unsigned int reg, lsb, msb, id_size, id_offset; };
#define REG_FIELD(_reg, _lsb, _msb)	{ .reg = _reg, .lsb = _lsb, .msb = _msb, }

struct regmap *regmap_init(struct device *dev, const struct regmap_bus *bus, void *context, const struct regmap_config *config);
struct regmap *regmap_init_mmio(struct device *dev, void __iomem *regs, const struct regmap_config *config);
struct regmap *regmap_init_i2c(struct i2c_client *i2c, const struct regmap_config *config);
struct regmap *regmap_init_spi(struct spi_device *spi, const struct regmap_config *config);
struct regmap *devm_regmap_init(struct device *dev, const struct regmap_bus *bus, void *context, const struct regmap_config *config);
struct regmap *devm_regmap_init_mmio(struct device *dev, void __iomem *regs, const struct regmap_config *config);
struct regmap *devm_regmap_init_i2c(struct i2c_client *i2c, const struct regmap_config *config);
struct regmap *devm_regmap_init_spi(struct spi_device *spi, const struct regmap_config *config);
void regmap_exit(struct regmap *map);
struct regmap *dev_get_regmap(struct device *dev, const char *name);
struct device *regmap_get_device(struct regmap *map);
int regmap_read(struct regmap *map, unsigned int reg, unsigned int *val);
int regmap_write(struct regmap *map, unsigned int reg, unsigned int val);
int regmap_raw_read(struct regmap *map, unsigned int reg, void *val, size_t len);
int regmap_raw_write(struct regmap *map, unsigned int reg, const void *val, size_t len);
int regmap_bulk_read(struct regmap *map, unsigned int reg, void *val, size_t count);
int regmap_bulk_write(struct regmap *map, unsigned int reg, const void *val, size_t count);
int regmap_update_bits_base(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val, bool *change, bool async, bool force);
int regmap_multi_reg_write(struct regmap *map, const struct reg_sequence *regs, int n);
#define regmap_noinc_read	regmap_raw_read
#define regmap_noinc_write	regmap_raw_write
#define regmap_write_async	regmap_write
static __always_inline int regmap_update_bits(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val)
{
	return regmap_update_bits_base(map, reg, mask, val, NULL, false, false);
}
static __always_inline int regmap_write_bits(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val)
{
	return regmap_update_bits_base(map, reg, mask, val, NULL, false, true);
}
static __always_inline int regmap_update_bits_check(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val, bool *change)
{
	return regmap_update_bits_base(map, reg, mask, val, change, false, false);
}
#if UNOOPS_SINCE(5, 11)
static __always_inline int regmap_set_bits(struct regmap *map, unsigned int reg, unsigned int bits) { return regmap_update_bits(map, reg, bits, bits); }
static __always_inline int regmap_clear_bits(struct regmap *map, unsigned int reg, unsigned int bits) { return regmap_update_bits(map, reg, bits, 0); }
static __always_inline int regmap_test_bits(struct regmap *map, unsigned int reg, unsigned int bits)
{
	unsigned int val = 0;
	int err = regmap_read(map, reg, &val);

	return err ? err : (val & bits) == bits;
}
#endif
/* What is cached is written when it is synchronised; nobody reads what was cached, so the cache is no matter. */
static __always_inline void regcache_cache_only(struct regmap *map, bool enable) { }
static __always_inline void regcache_cache_bypass(struct regmap *map, bool enable) { }
static __always_inline void regcache_mark_dirty(struct regmap *map) { }
int regcache_sync(struct regmap *map);

struct regmap_field *devm_regmap_field_alloc(struct device *dev, struct regmap *map, struct reg_field field);
struct regmap_field *regmap_field_alloc(struct regmap *map, struct reg_field field);
void regmap_field_free(struct regmap_field *field);
int regmap_field_read(struct regmap_field *field, unsigned int *val);
int regmap_field_update_bits_base(struct regmap_field *field, unsigned int mask, unsigned int val);
static __always_inline int regmap_field_write(struct regmap_field *field, unsigned int val) { return regmap_field_update_bits_base(field, ~0u, val); }
#define regmap_field_update_bits	regmap_field_update_bits_base

#define regmap_read_poll_timeout(map, addr, val, cond, sleep_us, timeout_us) \
({ \
	int __unoops_err; \
	do \
		__unoops_err = regmap_read(map, addr, &(val)); \
	while (!__unoops_err && !(cond) && !(__unoops_err = unoops_poll_time_is_up(sleep_us, timeout_us))); \
	__unoops_err; \
})

#endif
