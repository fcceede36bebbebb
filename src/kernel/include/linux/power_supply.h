/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_POWER_SUPPLY_H
#define _LINUX_POWER_SUPPLY_H

#include <linux/device.h>
#include <linux/leds.h>
#include <linux/notifier.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

/* drivers/power/supply/power_supply_core.c; 4.4 ... 7.2. Kernels that lack some of the properties do not refuse them here. */
enum {
	POWER_SUPPLY_STATUS_UNKNOWN, POWER_SUPPLY_STATUS_CHARGING, POWER_SUPPLY_STATUS_DISCHARGING, POWER_SUPPLY_STATUS_NOT_CHARGING,
	POWER_SUPPLY_STATUS_FULL,
};
enum {
	POWER_SUPPLY_CHARGE_TYPE_UNKNOWN, POWER_SUPPLY_CHARGE_TYPE_NONE, POWER_SUPPLY_CHARGE_TYPE_TRICKLE, POWER_SUPPLY_CHARGE_TYPE_FAST,
	POWER_SUPPLY_CHARGE_TYPE_STANDARD, POWER_SUPPLY_CHARGE_TYPE_ADAPTIVE, POWER_SUPPLY_CHARGE_TYPE_CUSTOM,
	POWER_SUPPLY_CHARGE_TYPE_LONGLIFE, POWER_SUPPLY_CHARGE_TYPE_BYPASS,
};
enum {
	POWER_SUPPLY_HEALTH_UNKNOWN, POWER_SUPPLY_HEALTH_GOOD, POWER_SUPPLY_HEALTH_OVERHEAT, POWER_SUPPLY_HEALTH_DEAD,
	POWER_SUPPLY_HEALTH_OVERVOLTAGE, POWER_SUPPLY_HEALTH_UNSPEC_FAILURE, POWER_SUPPLY_HEALTH_COLD,
	POWER_SUPPLY_HEALTH_WATCHDOG_TIMER_EXPIRE, POWER_SUPPLY_HEALTH_SAFETY_TIMER_EXPIRE, POWER_SUPPLY_HEALTH_OVERCURRENT,
	POWER_SUPPLY_HEALTH_CALIBRATION_REQUIRED, POWER_SUPPLY_HEALTH_WARM, POWER_SUPPLY_HEALTH_COOL, POWER_SUPPLY_HEALTH_HOT,
	POWER_SUPPLY_HEALTH_NO_BATTERY,
};
enum {
	POWER_SUPPLY_TECHNOLOGY_UNKNOWN, POWER_SUPPLY_TECHNOLOGY_NiMH, POWER_SUPPLY_TECHNOLOGY_LION, POWER_SUPPLY_TECHNOLOGY_LIPO,
	POWER_SUPPLY_TECHNOLOGY_LiFe, POWER_SUPPLY_TECHNOLOGY_NiCd, POWER_SUPPLY_TECHNOLOGY_LiMn,
};
enum {
	POWER_SUPPLY_CAPACITY_LEVEL_UNKNOWN, POWER_SUPPLY_CAPACITY_LEVEL_CRITICAL, POWER_SUPPLY_CAPACITY_LEVEL_LOW,
	POWER_SUPPLY_CAPACITY_LEVEL_NORMAL, POWER_SUPPLY_CAPACITY_LEVEL_HIGH, POWER_SUPPLY_CAPACITY_LEVEL_FULL,
};
enum { POWER_SUPPLY_SCOPE_UNKNOWN, POWER_SUPPLY_SCOPE_SYSTEM, POWER_SUPPLY_SCOPE_DEVICE };
enum power_supply_charge_behaviour {
	POWER_SUPPLY_CHARGE_BEHAVIOUR_AUTO, POWER_SUPPLY_CHARGE_BEHAVIOUR_INHIBIT_CHARGE, POWER_SUPPLY_CHARGE_BEHAVIOUR_FORCE_DISCHARGE,
};
enum power_supply_type {
	POWER_SUPPLY_TYPE_UNKNOWN, POWER_SUPPLY_TYPE_BATTERY, POWER_SUPPLY_TYPE_UPS, POWER_SUPPLY_TYPE_MAINS, POWER_SUPPLY_TYPE_USB,
	POWER_SUPPLY_TYPE_USB_DCP, POWER_SUPPLY_TYPE_USB_CDP, POWER_SUPPLY_TYPE_USB_ACA, POWER_SUPPLY_TYPE_USB_TYPE_C,
	POWER_SUPPLY_TYPE_USB_PD, POWER_SUPPLY_TYPE_USB_PD_DRP, POWER_SUPPLY_TYPE_APPLE_BRICK_ID, POWER_SUPPLY_TYPE_WIRELESS,
};
enum power_supply_usb_type {
	POWER_SUPPLY_USB_TYPE_UNKNOWN, POWER_SUPPLY_USB_TYPE_SDP, POWER_SUPPLY_USB_TYPE_DCP, POWER_SUPPLY_USB_TYPE_CDP,
	POWER_SUPPLY_USB_TYPE_ACA, POWER_SUPPLY_USB_TYPE_C, POWER_SUPPLY_USB_TYPE_PD, POWER_SUPPLY_USB_TYPE_PD_DRP,
	POWER_SUPPLY_USB_TYPE_PD_PPS, POWER_SUPPLY_USB_TYPE_APPLE_BRICK_ID,
};

/* A property, and its file in sysfs. */
#define UNOOPS_POWER_SUPPLY_PROPERTIES(x) \
	x(STATUS, status) x(CHARGE_TYPE, charge_type) x(HEALTH, health) x(PRESENT, present) x(ONLINE, online) x(AUTHENTIC, authentic) \
	x(TECHNOLOGY, technology) x(CYCLE_COUNT, cycle_count) x(VOLTAGE_MAX, voltage_max) x(VOLTAGE_MIN, voltage_min) \
	x(VOLTAGE_MAX_DESIGN, voltage_max_design) x(VOLTAGE_MIN_DESIGN, voltage_min_design) x(VOLTAGE_NOW, voltage_now) \
	x(VOLTAGE_AVG, voltage_avg) x(VOLTAGE_OCV, voltage_ocv) x(VOLTAGE_BOOT, voltage_boot) x(CURRENT_MAX, current_max) \
	x(CURRENT_NOW, current_now) x(CURRENT_AVG, current_avg) x(CURRENT_BOOT, current_boot) x(POWER_NOW, power_now) \
	x(POWER_AVG, power_avg) x(CHARGE_FULL_DESIGN, charge_full_design) x(CHARGE_EMPTY_DESIGN, charge_empty_design) \
	x(CHARGE_FULL, charge_full) x(CHARGE_EMPTY, charge_empty) x(CHARGE_NOW, charge_now) x(CHARGE_AVG, charge_avg) \
	x(CHARGE_COUNTER, charge_counter) x(CONSTANT_CHARGE_CURRENT, constant_charge_current) \
	x(CONSTANT_CHARGE_CURRENT_MAX, constant_charge_current_max) x(CONSTANT_CHARGE_VOLTAGE, constant_charge_voltage) \
	x(CONSTANT_CHARGE_VOLTAGE_MAX, constant_charge_voltage_max) x(CHARGE_CONTROL_LIMIT, charge_control_limit) \
	x(CHARGE_CONTROL_LIMIT_MAX, charge_control_limit_max) \
	x(CHARGE_CONTROL_START_THRESHOLD, charge_control_start_threshold) \
	x(CHARGE_CONTROL_END_THRESHOLD, charge_control_end_threshold) x(CHARGE_BEHAVIOUR, charge_behaviour) \
	x(INPUT_CURRENT_LIMIT, input_current_limit) x(INPUT_VOLTAGE_LIMIT, input_voltage_limit) x(INPUT_POWER_LIMIT, input_power_limit) \
	x(ENERGY_FULL_DESIGN, energy_full_design) x(ENERGY_EMPTY_DESIGN, energy_empty_design) x(ENERGY_FULL, energy_full) \
	x(ENERGY_EMPTY, energy_empty) x(ENERGY_NOW, energy_now) x(ENERGY_AVG, energy_avg) x(CAPACITY, capacity) \
	x(CAPACITY_ALERT_MIN, capacity_alert_min) x(CAPACITY_ALERT_MAX, capacity_alert_max) \
	x(CAPACITY_ERROR_MARGIN, capacity_error_margin) x(CAPACITY_LEVEL, capacity_level) x(TEMP, temp) x(TEMP_MAX, temp_max) \
	x(TEMP_MIN, temp_min) x(TEMP_ALERT_MIN, temp_alert_min) x(TEMP_ALERT_MAX, temp_alert_max) x(TEMP_AMBIENT, temp_ambient) \
	x(TEMP_AMBIENT_ALERT_MIN, temp_ambient_alert_min) x(TEMP_AMBIENT_ALERT_MAX, temp_ambient_alert_max) \
	x(TIME_TO_EMPTY_NOW, time_to_empty_now) x(TIME_TO_EMPTY_AVG, time_to_empty_avg) x(TIME_TO_FULL_NOW, time_to_full_now) \
	x(TIME_TO_FULL_AVG, time_to_full_avg) x(TYPE, type) x(USB_TYPE, usb_type) x(SCOPE, scope) \
	x(PRECHARGE_CURRENT, precharge_current) x(CHARGE_TERM_CURRENT, charge_term_current) x(CALIBRATE, calibrate) \
	x(MANUFACTURE_YEAR, manufacture_year) x(MANUFACTURE_MONTH, manufacture_month) x(MANUFACTURE_DAY, manufacture_day) \
	x(MODEL_NAME, model_name) x(MANUFACTURER, manufacturer) x(SERIAL_NUMBER, serial_number)
#define UNOOPS_POWER_SUPPLY_PROP(UPPER, lower)	POWER_SUPPLY_PROP_##UPPER,
enum power_supply_property { UNOOPS_POWER_SUPPLY_PROPERTIES(UNOOPS_POWER_SUPPLY_PROP) };
union power_supply_propval { int intval; const char *strval; };

enum power_supply_notifier_events { PSY_EVENT_PROP_CHANGED };

struct power_supply;
struct power_supply_config {
	struct device_node *of_node;
	struct fwnode_handle *fwnode;
	void *drv_data;
#if UNOOPS_SINCE(5, 0)
	const struct attribute_group **attr_grp;
#endif
	char **supplied_to;
	size_t num_supplicants;
#if UNOOPS_SINCE(6, 13)
	bool no_wakeup_source;
#endif
};
struct power_supply_desc {
	const char *name;
	enum power_supply_type type;
#if UNOOPS_SINCE(6, 12)
	u32 charge_behaviours, usb_types;
#else
	const enum power_supply_usb_type *usb_types;
	size_t num_usb_types;
#endif
	const enum power_supply_property *properties;
	size_t num_properties;
	int (*get_property)(struct power_supply *psy, enum power_supply_property psp, union power_supply_propval *val);
	int (*set_property)(struct power_supply *psy, enum power_supply_property psp, const union power_supply_propval *val);
	int (*property_is_writeable)(struct power_supply *psy, enum power_supply_property psp);
	void (*external_power_changed)(struct power_supply *psy);
	void (*set_charged)(struct power_supply *psy);
	bool no_thermal;
	int use_for_apm;
};
struct power_supply {
	const struct power_supply_desc *desc;
	char **supplied_to;
	size_t num_supplicants;
	char **supplied_from;
	size_t num_supplies;
	struct device_node *of_node;
	void *drv_data;
	struct device dev;
	struct work_struct changed_work;
	spinlock_t changed_lock;
	bool changed;
	bool initialized;
	atomic_t use_cnt;
};

struct power_supply *__must_check power_supply_register(struct device *parent, const struct power_supply_desc *desc,
							const struct power_supply_config *cfg);
void power_supply_unregister(struct power_supply *psy);
struct power_supply *__must_check devm_power_supply_register(struct device *parent, const struct power_supply_desc *desc,
							     const struct power_supply_config *cfg);
#if !UNOOPS_SINCE(6, 13)
#define power_supply_register_no_ws		power_supply_register
#define devm_power_supply_register_no_ws	devm_power_supply_register
#endif
void power_supply_changed(struct power_supply *psy);
int power_supply_get_property(struct power_supply *psy, enum power_supply_property psp, union power_supply_propval *val);
int power_supply_set_property(struct power_supply *psy, enum power_supply_property psp, const union power_supply_propval *val);
struct power_supply *power_supply_get_by_name(const char *name);
void power_supply_put(struct power_supply *psy);
int power_supply_am_i_supplied(struct power_supply *psy);
int power_supply_is_system_supplied(void);
int power_supply_reg_notifier(struct notifier_block *nb);
void power_supply_unreg_notifier(struct notifier_block *nb);
static __always_inline void *power_supply_get_drvdata(struct power_supply *psy) { return psy->drv_data; }
static __always_inline int power_supply_powers(struct power_supply *psy, struct device *dev) { return 0; }

#endif
