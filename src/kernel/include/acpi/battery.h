/* SPDX-License-Identifier: MIT */
#ifndef __ACPI_BATTERY_H
#define __ACPI_BATTERY_H

#include <linux/power_supply.h>

/* drivers/acpi/battery.c; 4.17 ... 7.2. */
struct acpi_battery_hook {
	const char *name;
#if UNOOPS_SINCE(6, 2)
	int (*add_battery)(struct power_supply *battery, struct acpi_battery_hook *hook);
	int (*remove_battery)(struct power_supply *battery, struct acpi_battery_hook *hook);
#else
	int (*add_battery)(struct power_supply *battery);
	int (*remove_battery)(struct power_supply *battery);
#endif
	struct list_head list;
};
void battery_hook_register(struct acpi_battery_hook *hook);
void battery_hook_unregister(struct acpi_battery_hook *hook);

#endif
