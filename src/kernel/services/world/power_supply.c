/* SPDX-License-Identifier: MIT */
/*
 * drivers/power/supply/power_supply_core.c, power_supply_sysfs.c; 4.4 ... 7.2. A process reads or writes one property; who unregisters the
 * supply waits for that. A change is told by a work item, which reads every property for the event, and tells those that are supplied.
 */
#include <linux/power_supply.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "class_use.h"

struct supply {
	struct class_use use;
	struct power_supply *psy;
	struct list_head entry;
};
static LIST_HEAD(supplies);
static ATOMIC_NOTIFIER_HEAD(power_supply_notifier);

#define UNOOPS_POWER_SUPPLY_FILE(UPPER, lower)	#lower,
static const char *const supply_files[] = { UNOOPS_POWER_SUPPLY_PROPERTIES(UNOOPS_POWER_SUPPLY_FILE) };

/* Before it is registered as a whole there is nothing yet, and afterwards nothing any more. */
int power_supply_get_property(struct power_supply *psy, enum power_supply_property psp, union power_supply_propval *val)
{
	if (atomic_read(&psy->use_cnt) <= 0)
		return psy->initialized ? -ENODEV : -EAGAIN;
	return psy->desc->get_property ? psy->desc->get_property(psy, psp, val) : -EINVAL;
}
int power_supply_set_property(struct power_supply *psy, enum power_supply_property psp, const union power_supply_propval *val)
{
	if (atomic_read(&psy->use_cnt) <= 0 || !psy->desc->set_property)
		return -ENODEV;
	return psy->desc->set_property(psy, psp, val);
}

static void use_supply(struct class_use *cu)
{
	struct power_supply *psy = ((struct supply *)cu)->psy;
	const struct power_supply_desc *desc = psy->desc;
	enum power_supply_property psp;
	union power_supply_propval val = { 0 };

	if (!desc->num_properties)
		return;
	psp = desc->properties[desc->num_properties > 1 ? unoops_choose(desc->num_properties, "") : 0];
	if (desc->set_property && desc->property_is_writeable && desc->property_is_writeable(psy, psp) > 0 && unoops_choose(2, "")) {
		val.intval = unoops_some_number();
		unoops_tellf("echo %d > /sys/class/power_supply/%s/%s", val.intval, desc->name, supply_files[psp]);
		power_supply_set_property(psy, psp, &val);
	} else {
		unoops_tellf("cat /sys/class/power_supply/%s/%s", desc->name, supply_files[psp]);
		power_supply_get_property(psy, psp, &val);
	}
}

static bool is_supplied_by(const struct power_supply *psy, const struct power_supply *source)
{
	size_t i;

	for (i = 0; i < source->num_supplicants; i++)
		if (!strcmp(source->supplied_to[i], psy->desc->name))
			return true;
	return false;
}

/* power_supply_changed_work(), with the event's power_supply_uevent(). */
static void tell_change(struct work_struct *work)
{
	struct power_supply *psy = container_of(work, struct power_supply, changed_work);
	union power_supply_propval val = { 0 };
	struct supply *other;
	size_t i;

	list_for_each_entry(other, &supplies, entry)
		if (is_supplied_by(other->psy, psy) && other->psy->desc->external_power_changed)
			other->psy->desc->external_power_changed(other->psy);
	atomic_notifier_call_chain(&power_supply_notifier, PSY_EVENT_PROP_CHANGED, psy);
	for (i = 0; i < psy->desc->num_properties; i++)
		power_supply_get_property(psy, psy->desc->properties[i], &val);
}

void power_supply_changed(struct power_supply *psy)
{
	psy->changed = true;
	schedule_work(&psy->changed_work);
}

static void free_supply(struct device *dev) { unoops_free(container_of(dev, struct power_supply, dev)); }

struct power_supply *power_supply_register(struct device *parent, const struct power_supply_desc *desc, const struct power_supply_config *cfg)
{
	struct power_supply *psy;
	struct supply *supply;

	unoops_check_may_sleep("a power supply is registered in atomic context");
	if (!desc || !desc->name || !desc->properties || !desc->num_properties)
		return ERR_PTR(-EINVAL);
	if (unoops_fault("power_supply_register"))
		return ERR_PTR(-ENOMEM);
	psy = unoops_alloc(sizeof(*psy), "power_supply");
	psy->desc = desc;
	psy->dev.parent = parent;
	psy->dev.kobj.name = desc->name;
	psy->dev.release = free_supply;
	psy->dev.driver_data = psy;
	if (cfg) {
		psy->drv_data = cfg->drv_data;
		psy->of_node = cfg->of_node;
		psy->supplied_to = cfg->supplied_to;
		psy->num_supplicants = cfg->num_supplicants;
#if UNOOPS_SINCE(5, 0)
		psy->dev.groups = cfg->attr_grp;
#endif
	}
	INIT_WORK(&psy->changed_work, tell_change);
	spin_lock_init(&psy->changed_lock);
	device_register(&psy->dev);
	supply = unoops_new_class_use(sizeof(*supply), psy, use_supply);
	supply->psy = psy;
	list_add_tail(&supply->entry, &supplies);
	unoops_offer(&supply->use);
	atomic_inc(&psy->use_cnt);
	psy->initialized = true;
	power_supply_changed(psy);
	return psy;
}

void power_supply_unregister(struct power_supply *psy)
{
	struct supply *supply = (struct supply *)unoops_offered(psy);

	unoops_check_may_sleep("a power supply is unregistered in atomic context");
	if (!supply) {
		unoops_trap(UNOOPS_BAD_CALL, psy, "power_supply_unregister() of what is not registered");
		return;
	}
	if (atomic_dec_return(&psy->use_cnt))
		unoops_warn("drivers/power/supply/power_supply_core.c", 0, "a power supply is unregistered that somebody uses");
	cancel_work_sync(&psy->changed_work);
	list_del(&supply->entry);
	unoops_withdraw(&supply->use);
	device_unregister(&psy->dev);
}

static void devm_power_supply_release(void *psy) { power_supply_unregister(psy); }
struct power_supply *devm_power_supply_register(struct device *parent, const struct power_supply_desc *desc, const struct power_supply_config *cfg)
{
	struct power_supply *psy = power_supply_register(parent, desc, cfg);
	int err = IS_ERR(psy) ? PTR_ERR(psy) : devm_add_action_or_reset(parent, devm_power_supply_release, psy);

	return err ? ERR_PTR(err) : psy;
}

/* Of the module's own; of others there is none that it would know by name. */
struct power_supply *power_supply_get_by_name(const char *name)
{
	struct supply *supply;

	list_for_each_entry(supply, &supplies, entry)
		if (!strcmp(supply->psy->desc->name, name)) {
			get_device(&supply->psy->dev);
			atomic_inc(&supply->psy->use_cnt);
			return supply->psy;
		}
	return NULL;
}
void power_supply_put(struct power_supply *psy)
{
	atomic_dec(&psy->use_cnt);
	put_device(&psy->dev);
}
int power_supply_am_i_supplied(struct power_supply *psy)
{
	unoops_look_at(psy->desc);
	return unoops_choose(2, "the supply is supplied");
}
int power_supply_is_system_supplied(void) { return unoops_choose(2, "the system is on mains power"); }
int power_supply_reg_notifier(struct notifier_block *nb) { return atomic_notifier_chain_register(&power_supply_notifier, nb); }
void power_supply_unreg_notifier(struct notifier_block *nb) { atomic_notifier_chain_unregister(&power_supply_notifier, nb); }
