/* SPDX-License-Identifier: MIT */
/* drivers/base/regmap/regmap.c, regmap-mmio.c, regmap-i2c.c, regmap-spi.c; 4.4 ... 7.2. */
#include <linux/i2c.h>
#include <linux/io.h>
#include <linux/mfd/syscon.h>
#include <linux/mutex.h>
#include <linux/regmap.h>
#include <linux/slab.h>
#include <linux/spi/spi.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include "class_use.h"

struct regmap {
	struct mutex mutex;
	spinlock_t spinlock;
	unsigned long flags;
	bool fast_io, slow;		/* reached under a spinlock; by a bus that may fail */
	struct device *dev;
	const struct regmap_bus *bus;
	void *context;
	volatile void __iomem *regs;
	struct regmap_config config;
};

static void lock_regmap(struct regmap *map)
{
	if (map->config.disable_locking)
		return;
	if (map->config.lock)
		map->config.lock(map->config.lock_arg);
	else if (map->fast_io)
		spin_lock_irqsave(&map->spinlock, map->flags);
	else
		mutex_lock(&map->mutex);
}
static void unlock_regmap(struct regmap *map)
{
	if (map->config.disable_locking)
		return;
	if (map->config.unlock)
		map->config.unlock(map->config.lock_arg);
	else if (map->fast_io)
		spin_unlock_irqrestore(&map->spinlock, map->flags);
	else
		mutex_unlock(&map->mutex);
}

static bool in_table(const struct regmap_access_table *table, unsigned int reg)
{
	unsigned int i;

	for (i = 0; i < table->n_no_ranges; i++)
		if (reg >= table->no_ranges[i].range_min && reg <= table->no_ranges[i].range_max)
			return false;
	for (i = 0; i < table->n_yes_ranges; i++)
		if (reg >= table->yes_ranges[i].range_min && reg <= table->yes_ranges[i].range_max)
			return true;
	return !table->n_yes_ranges;
}
static bool may_reach(const struct regmap *map, unsigned int reg, bool (*allowed)(struct device *dev, unsigned int reg),
		      const struct regmap_access_table *table)
{
	if (map->config.max_register && reg > map->config.max_register)
		return false;
	if (allowed)
		return allowed(map->dev, reg);
	return !table || in_table(table, reg);
}
static bool is_readable(const struct regmap *map, unsigned int reg)
{
	return may_reach(map, reg, map->config.readable_reg, map->config.rd_table);
}
static bool is_writeable(const struct regmap *map, unsigned int reg)
{
	return may_reach(map, reg, map->config.writeable_reg, map->config.wr_table);
}

/* The bus: i2c and SPI sleep, and may fail. */
static int on_the_bus(const struct regmap *map)
{
	if (!map->slow)
		return 0;
	unoops_check_may_sleep("a register of an i2c or SPI device is reached in atomic context");
	unoops_yield();
	return unoops_choose(2, "the bus fails") ? -EIO : 0;
}
static unsigned int register_mask(const struct regmap *map)
{
	return map->config.val_bits >= 32 || !map->config.val_bits ? ~0u : (1u << map->config.val_bits) - 1;
}

static int read_under_lock(struct regmap *map, unsigned int reg, unsigned int *val)
{
	int err;

	if (!is_readable(map, reg))
		return -EIO;
	if (map->config.reg_read)
		return map->config.reg_read(map->context, reg, val);
	if (map->bus && map->bus->reg_read)
		return map->bus->reg_read(map->context, reg, val);
	err = on_the_bus(map);
	if (!err)
		*val = (map->regs ? unoops_read_register(map->regs) : unoops_any_answer()) & register_mask(map);
	return err;
}
static int write_under_lock(struct regmap *map, unsigned int reg, unsigned int val)
{
	if (!is_writeable(map, reg))
		return -EIO;
	if (map->config.reg_write)
		return map->config.reg_write(map->context, reg, val);
	if (map->bus && map->bus->reg_write)
		return map->bus->reg_write(map->context, reg, val);
	if (map->regs)
		unoops_write_register(map->regs);
	return on_the_bus(map);
}

static bool is_aligned(const struct regmap *map, unsigned int reg)
{
	unsigned int stride = map->config.reg_stride ? map->config.reg_stride : 1;

	return reg % stride == 0;
}

int regmap_read(struct regmap *map, unsigned int reg, unsigned int *val)
{
	int err;

	if (!is_aligned(map, reg))
		return -EINVAL;
	lock_regmap(map);
	err = read_under_lock(map, reg, val);
	unlock_regmap(map);
	return err;
}
int regmap_write(struct regmap *map, unsigned int reg, unsigned int val)
{
	int err;

	if (!is_aligned(map, reg))
		return -EINVAL;
	lock_regmap(map);
	err = write_under_lock(map, reg, val);
	unlock_regmap(map);
	return err;
}
int regmap_update_bits_base(struct regmap *map, unsigned int reg, unsigned int mask, unsigned int val, bool *change, bool async, bool force)
{
	unsigned int was = 0;
	int err;

	lock_regmap(map);
	if (change)
		*change = false;
	err = read_under_lock(map, reg, &was);
	if (!err && (force || (was & ~mask | val & mask) != was)) {
		err = write_under_lock(map, reg, was & ~mask | val & mask);
		if (!err && change)
			*change = true;
	}
	unlock_regmap(map);
	return err;
}

/* Many at once: a value for all of them. */
static int read_many(struct regmap *map, unsigned int reg, void *to, size_t len)
{
	unsigned int val = 0;
	int err = regmap_read(map, reg, &val);

	if (!err)
		memset(to, val ? 0xff : 0, len);
	return err;
}
static int write_many(struct regmap *map, unsigned int reg, const void *from, size_t len)
{
	unsigned int first = 0;

	memcpy(&first, from, len < sizeof(first) ? len : sizeof(first));
	return regmap_write(map, reg, first);
}
static size_t value_bytes(const struct regmap *map) { return map->config.val_bits > 16 ? 4 : map->config.val_bits > 8 ? 2 : 1; }
int regmap_raw_read(struct regmap *map, unsigned int reg, void *val, size_t len) { return read_many(map, reg, val, len); }
int regmap_raw_write(struct regmap *map, unsigned int reg, const void *val, size_t len) { return write_many(map, reg, val, len); }
int regmap_bulk_read(struct regmap *map, unsigned int reg, void *val, size_t count)
{
	return count ? read_many(map, reg, val, count * value_bytes(map)) : -EINVAL;
}
int regmap_bulk_write(struct regmap *map, unsigned int reg, const void *val, size_t count)
{
	return write_many(map, reg, val, count * value_bytes(map));
}
int regmap_multi_reg_write(struct regmap *map, const struct reg_sequence *regs, int n)
{
	int i, err = 0;

	for (i = 0; i < n && !err; i++)
		err = regmap_write(map, regs[i].reg, regs[i].def);
	return err;
}
int regcache_sync(struct regmap *map)
{
	int err;

	lock_regmap(map);
	err = on_the_bus(map);
	unlock_regmap(map);
	return err;
}

/* --- maps ------------------------------------------------------------------------------- */

static struct regmap *new_regmap(struct device *dev, const struct regmap_bus *bus, void *context, const struct regmap_config *config)
{
	struct regmap *map;

	unoops_check_may_sleep("a register map is made in atomic context");
	if (!config)
		return ERR_PTR(-EINVAL);
	if (unoops_fault("regmap_init"))
		return ERR_PTR(-ENOMEM);
	map = unoops_alloc(sizeof(*map), "regmap");
	mutex_init(&map->mutex);
	spin_lock_init(&map->spinlock);
	map->dev = dev;
	map->bus = bus;
	map->context = context;
	map->config = *config;
	map->fast_io = config->fast_io || (bus && bus->fast_io);
	map->slow = bus && (bus->read || bus->write) && !bus->fast_io;
	return map;
}
static struct regmap *slow_regmap(struct device *dev, void *context, const struct regmap_config *config)
{
	struct regmap *map = new_regmap(dev, NULL, context, config);

	if (!IS_ERR(map))
		map->slow = true;
	return map;
}
struct regmap *regmap_init(struct device *dev, const struct regmap_bus *bus, void *context, const struct regmap_config *config)
{
	return new_regmap(dev, bus, context, config);
}
struct regmap *regmap_init_mmio(struct device *dev, void __iomem *regs, const struct regmap_config *config)
{
	struct regmap *map = new_regmap(dev, NULL, (void *)regs, config);

	if (!IS_ERR(map)) {
		map->regs = regs;
		map->fast_io = true;
	}
	return map;
}
struct regmap *regmap_init_i2c(struct i2c_client *i2c, const struct regmap_config *config) { return slow_regmap(&i2c->dev, i2c, config); }
struct regmap *regmap_init_spi(struct spi_device *spi, const struct regmap_config *config) { return slow_regmap(&spi->dev, spi, config); }
void regmap_exit(struct regmap *map) { unoops_free(map); }

static void devm_regmap_release(void *map) { regmap_exit(map); }
static struct regmap *devm_regmap(struct device *dev, struct regmap *map)
{
	int err = IS_ERR(map) ? PTR_ERR(map) : devm_add_action_or_reset(dev, devm_regmap_release, map);

	return err ? ERR_PTR(err) : map;
}
struct regmap *devm_regmap_init(struct device *dev, const struct regmap_bus *bus, void *context, const struct regmap_config *config)
{
	return devm_regmap(dev, regmap_init(dev, bus, context, config));
}
struct regmap *devm_regmap_init_mmio(struct device *dev, void __iomem *regs, const struct regmap_config *config)
{
	return devm_regmap(dev, regmap_init_mmio(dev, regs, config));
}
struct regmap *devm_regmap_init_i2c(struct i2c_client *i2c, const struct regmap_config *config)
{
	return devm_regmap(&i2c->dev, regmap_init_i2c(i2c, config));
}
struct regmap *devm_regmap_init_spi(struct spi_device *spi, const struct regmap_config *config)
{
	return devm_regmap(&spi->dev, regmap_init_spi(spi, config));
}
struct device *regmap_get_device(struct regmap *map) { return map->dev; }

/* A map of another driver's, which the environment has or has not. */
static struct regmap *foreign_regmap(const char *missing, bool slow)
{
	static struct regmap in_memory = { .fast_io = true, .config = { .val_bits = 32 } };
	static struct regmap on_a_bus = { .mutex = __MUTEX_INITIALIZER(on_a_bus.mutex), .slow = true, .config = { .val_bits = 32 } };

	if (unoops_choose(2, missing))
		return NULL;
	return slow ? &on_a_bus : &in_memory;
}
struct regmap *dev_get_regmap(struct device *dev, const char *name) { return foreign_regmap("the device has no register map", true); }
struct regmap *unoops_a_syscon(void)
{
	struct regmap *map = foreign_regmap("there is no such system controller", false);

	return map ? map : ERR_PTR(-ENODEV);
}

/* --- fields ----------------------------------------------------------------------------- */

struct regmap_field {
	struct regmap *map;
	unsigned int reg, shift, mask;
};

static struct regmap_field *new_regmap_field(struct regmap *map, struct reg_field field)
{
	struct regmap_field *rf = kzalloc(sizeof(*rf), GFP_KERNEL);

	if (!rf)
		return ERR_PTR(-ENOMEM);
	rf->map = map;
	rf->reg = field.reg;
	rf->shift = field.lsb;
	rf->mask = (~0u >> (31 - (field.msb - field.lsb))) << field.lsb;
	return rf;
}
struct regmap_field *regmap_field_alloc(struct regmap *map, struct reg_field field) { return new_regmap_field(map, field); }
void regmap_field_free(struct regmap_field *field) { kfree(field); }
static void devm_regmap_field_release(void *field) { kfree(field); }
struct regmap_field *devm_regmap_field_alloc(struct device *dev, struct regmap *map, struct reg_field field)
{
	struct regmap_field *rf = new_regmap_field(map, field);
	int err = IS_ERR(rf) ? PTR_ERR(rf) : devm_add_action_or_reset(dev, devm_regmap_field_release, rf);

	return err ? ERR_PTR(err) : rf;
}
int regmap_field_read(struct regmap_field *field, unsigned int *val)
{
	unsigned int all = 0;
	int err = regmap_read(field->map, field->reg, &all);

	if (!err)
		*val = (all & field->mask) >> field->shift;
	return err;
}
int regmap_field_update_bits_base(struct regmap_field *field, unsigned int mask, unsigned int val)
{
	unsigned int bits = (mask << field->shift) & field->mask;

	return regmap_update_bits(field->map, field->reg, bits, val << field->shift);
}
