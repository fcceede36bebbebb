/* SPDX-License-Identifier: MIT */
/* drivers/acpi/battery.c; 4.17 ... 7.2. There is one battery, or none. A hook that refuses it is forgotten. */
#include <acpi/battery.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include "model.h"

static const struct power_supply_desc battery_desc = { .name = "BAT0", .type = POWER_SUPPLY_TYPE_BATTERY };
static struct power_supply battery = { .desc = &battery_desc };
static DEFINE_MUTEX(hook_mutex);
static LIST_HEAD(battery_hook_list);

static bool has_battery(void)
{
	static unsigned int known;

	if (!known) {
		known = 1 + unoops_choose(2, "there is no battery");
		battery.dev.kobj.name = "BAT0";
		device_initialize(&battery.dev);
	}
	return known == 1;
}

static int show_battery(struct acpi_battery_hook *hook)
{
#if UNOOPS_SINCE(6, 2)
	return hook->add_battery(&battery, hook);
#else
	return hook->add_battery(&battery);
#endif
}
static void take_battery(struct acpi_battery_hook *hook)
{
#if UNOOPS_SINCE(6, 2)
	hook->remove_battery(&battery, hook);
#else
	hook->remove_battery(&battery);
#endif
}

static void drop_hook(struct acpi_battery_hook *hook)
{
	if (has_battery())
		take_battery(hook);
	list_del_init(&hook->list);
}

void battery_hook_register(struct acpi_battery_hook *hook)
{
	mutex_lock(&hook_mutex);
	list_add(&hook->list, &battery_hook_list);
	if (has_battery() && show_battery(hook))
		drop_hook(hook);
	mutex_unlock(&hook_mutex);
}
void battery_hook_unregister(struct acpi_battery_hook *hook)
{
	mutex_lock(&hook_mutex);
	if (!list_empty(&hook->list))
		drop_hook(hook);
	mutex_unlock(&hook_mutex);
}
