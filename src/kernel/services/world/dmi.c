/* SPDX-License-Identifier: MIT */
/* drivers/firmware/dmi_scan.c, arch/x86/kernel/rtc.c; 4.4 ... 7.2: what firmware says of the machine. */
#include <linux/dmi.h>
#include <linux/spinlock.h>
#include "model.h"

DEFINE_SPINLOCK(rtc_lock);

/* What was answered once stays so; of more questions than there is room for, all are denied. */
static struct said { const void *about; bool yes; } all_said[32];

static bool firmware_says(const void *about, const char *why)
{
	struct said *said = all_said;

	for (; said != all_said + ARRAY_SIZE(all_said); said++) {
		if (said->about == about)
			return said->yes;
		if (!said->about) {
			*said = (struct said){ about, unoops_choose(2, why) };
			return said->yes;
		}
	}
	return false;
}

static bool is_first_of(const struct dmi_system_id *list)
{
	return (list->matches[0].slot != DMI_NONE || list->ident) && firmware_says(list, "the machine is the first of the table");
}
int dmi_check_system(const struct dmi_system_id *list)
{
	if (!is_first_of(list))
		return 0;
	if (list->callback)
		list->callback(list);
	return 1;
}
const struct dmi_system_id *dmi_first_match(const struct dmi_system_id *list) { return is_first_of(list) ? list : NULL; }
const char *dmi_get_system_info(int field)
{
	static const char ident[DMI_STRING_MAX + 1][2];

	if (field < 0 || field > DMI_STRING_MAX)
		return NULL;
	return firmware_says(ident[field], "firmware does not tell") ? NULL : ident[field];
}
const struct dmi_device *dmi_find_device(int type, const char *name, const struct dmi_device *from)
{
	static struct dmi_device found = { .name = "0" };

	found.type = type;
	return !from && firmware_says(name ? name : found.name, "there is such a device") ? &found : NULL;
}
bool dmi_match(enum dmi_field f, const char *str) { return firmware_says(str, "the machine is that one"); }
int dmi_name_in_vendors(const char *str) { return firmware_says(str, "the machine is of that vendor"); }
bool dmi_get_date(int field, int *yearp, int *monthp, int *dayp)
{
	bool known = !firmware_says(dmi_get_date, "firmware has no date");

	if (yearp)
		*yearp = known ? 2020 : 0;
	if (monthp)
		*monthp = known;
	if (dayp)
		*dayp = known;
	return known;
}
