/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HWMON_H
#define _LINUX_HWMON_H

#include <linux/device.h>

/* include/linux/hwmon.h; 4.9 ... 7.2: what a chip may have, and the bit of each in its channels' configuration. Kernels that lack some do not refuse them here. */
enum hwmon_sensor_types {
	hwmon_chip, hwmon_temp, hwmon_in, hwmon_curr, hwmon_power, hwmon_energy, hwmon_energy64, hwmon_humidity, hwmon_fan,
	hwmon_pwm, hwmon_intrusion, hwmon_max,
};

#define UNOOPS_HWMON_CHIP(x, k, K) \
	x(k, K, temp_reset_history, TEMP_RESET_HISTORY) x(k, K, in_reset_history, IN_RESET_HISTORY) \
	x(k, K, curr_reset_history, CURR_RESET_HISTORY) x(k, K, power_reset_history, POWER_RESET_HISTORY) \
	x(k, K, register_tz, REGISTER_TZ) x(k, K, update_interval, UPDATE_INTERVAL) x(k, K, update_interval_us, UPDATE_INTERVAL_US) \
	x(k, K, alarms, ALARMS) x(k, K, samples, SAMPLES) x(k, K, curr_samples, CURR_SAMPLES) x(k, K, in_samples, IN_SAMPLES) \
	x(k, K, power_samples, POWER_SAMPLES) x(k, K, temp_samples, TEMP_SAMPLES) x(k, K, beep_enable, BEEP_ENABLE) x(k, K, pec, PEC)
#define UNOOPS_HWMON_TEMP(x, k, K) \
	x(k, K, enable, ENABLE) x(k, K, input, INPUT) x(k, K, type, TYPE) x(k, K, lcrit, LCRIT) x(k, K, lcrit_hyst, LCRIT_HYST) \
	x(k, K, min, MIN) x(k, K, min_hyst, MIN_HYST) x(k, K, max, MAX) x(k, K, max_hyst, MAX_HYST) x(k, K, crit, CRIT) \
	x(k, K, crit_hyst, CRIT_HYST) x(k, K, emergency, EMERGENCY) x(k, K, emergency_hyst, EMERGENCY_HYST) x(k, K, alarm, ALARM) \
	x(k, K, lcrit_alarm, LCRIT_ALARM) x(k, K, min_alarm, MIN_ALARM) x(k, K, max_alarm, MAX_ALARM) x(k, K, crit_alarm, CRIT_ALARM) \
	x(k, K, emergency_alarm, EMERGENCY_ALARM) x(k, K, fault, FAULT) x(k, K, offset, OFFSET) x(k, K, label, LABEL) \
	x(k, K, lowest, LOWEST) x(k, K, highest, HIGHEST) x(k, K, reset_history, RESET_HISTORY) x(k, K, rated_min, RATED_MIN) \
	x(k, K, rated_max, RATED_MAX) x(k, K, beep, BEEP)
#define UNOOPS_HWMON_CURR(x, k, K) \
	x(k, K, enable, ENABLE) x(k, K, input, INPUT) x(k, K, min, MIN) x(k, K, max, MAX) x(k, K, lcrit, LCRIT) x(k, K, crit, CRIT) \
	x(k, K, average, AVERAGE) x(k, K, lowest, LOWEST) x(k, K, highest, HIGHEST) x(k, K, reset_history, RESET_HISTORY) \
	x(k, K, label, LABEL) x(k, K, alarm, ALARM) x(k, K, min_alarm, MIN_ALARM) x(k, K, max_alarm, MAX_ALARM) \
	x(k, K, lcrit_alarm, LCRIT_ALARM) x(k, K, crit_alarm, CRIT_ALARM) x(k, K, rated_min, RATED_MIN) x(k, K, rated_max, RATED_MAX) \
	x(k, K, beep, BEEP)
#define UNOOPS_HWMON_IN(x, k, K) \
	UNOOPS_HWMON_CURR(x, k, K) x(k, K, fault, FAULT)
#define UNOOPS_HWMON_POWER(x, k, K) \
	x(k, K, enable, ENABLE) x(k, K, average, AVERAGE) x(k, K, average_interval, AVERAGE_INTERVAL) \
	x(k, K, average_interval_max, AVERAGE_INTERVAL_MAX) x(k, K, average_interval_min, AVERAGE_INTERVAL_MIN) \
	x(k, K, average_highest, AVERAGE_HIGHEST) x(k, K, average_lowest, AVERAGE_LOWEST) x(k, K, average_max, AVERAGE_MAX) \
	x(k, K, average_min, AVERAGE_MIN) x(k, K, input, INPUT) x(k, K, input_highest, INPUT_HIGHEST) x(k, K, input_lowest, INPUT_LOWEST) \
	x(k, K, reset_history, RESET_HISTORY) x(k, K, accuracy, ACCURACY) x(k, K, cap, CAP) x(k, K, cap_hyst, CAP_HYST) \
	x(k, K, cap_max, CAP_MAX) x(k, K, cap_min, CAP_MIN) x(k, K, min, MIN) x(k, K, max, MAX) x(k, K, crit, CRIT) x(k, K, lcrit, LCRIT) \
	x(k, K, label, LABEL) x(k, K, alarm, ALARM) x(k, K, cap_alarm, CAP_ALARM) x(k, K, min_alarm, MIN_ALARM) \
	x(k, K, max_alarm, MAX_ALARM) x(k, K, lcrit_alarm, LCRIT_ALARM) x(k, K, crit_alarm, CRIT_ALARM) x(k, K, rated_min, RATED_MIN) \
	x(k, K, rated_max, RATED_MAX)
#define UNOOPS_HWMON_ENERGY(x, k, K) \
	x(k, K, enable, ENABLE) x(k, K, input, INPUT) x(k, K, label, LABEL)
#define UNOOPS_HWMON_HUMIDITY(x, k, K) \
	x(k, K, enable, ENABLE) x(k, K, input, INPUT) x(k, K, label, LABEL) x(k, K, min, MIN) x(k, K, min_hyst, MIN_HYST) \
	x(k, K, max, MAX) x(k, K, max_hyst, MAX_HYST) x(k, K, alarm, ALARM) x(k, K, fault, FAULT) x(k, K, rated_min, RATED_MIN) \
	x(k, K, rated_max, RATED_MAX) x(k, K, min_alarm, MIN_ALARM) x(k, K, max_alarm, MAX_ALARM)
#define UNOOPS_HWMON_FAN(x, k, K) \
	x(k, K, enable, ENABLE) x(k, K, input, INPUT) x(k, K, label, LABEL) x(k, K, min, MIN) x(k, K, max, MAX) x(k, K, div, DIV) \
	x(k, K, pulses, PULSES) x(k, K, target, TARGET) x(k, K, alarm, ALARM) x(k, K, min_alarm, MIN_ALARM) x(k, K, max_alarm, MAX_ALARM) \
	x(k, K, fault, FAULT) x(k, K, beep, BEEP)
#define UNOOPS_HWMON_PWM(x, k, K) \
	x(k, K, input, INPUT) x(k, K, enable, ENABLE) x(k, K, mode, MODE) x(k, K, freq, FREQ) \
	x(k, K, auto_channels_temp, AUTO_CHANNELS_TEMP)
#define UNOOPS_HWMON_INTRUSION(x, k, K) \
	x(k, K, alarm, ALARM) x(k, K, beep, BEEP)

#define UNOOPS_HWMON_PLACE(k, K, lower, UPPER)	hwmon_##k##_##lower,
#define UNOOPS_HWMON_BIT(k, K, lower, UPPER)	K##_##UPPER = 1u << hwmon_##k##_##lower,
#define UNOOPS_HWMON_ATTRIBUTES(k, K, list) \
	enum hwmon_##k##_attributes { list(UNOOPS_HWMON_PLACE, k, K) }; \
	enum { list(UNOOPS_HWMON_BIT, k, K) };
UNOOPS_HWMON_ATTRIBUTES(chip, HWMON_C, UNOOPS_HWMON_CHIP)
UNOOPS_HWMON_ATTRIBUTES(temp, HWMON_T, UNOOPS_HWMON_TEMP)
UNOOPS_HWMON_ATTRIBUTES(in, HWMON_I, UNOOPS_HWMON_IN)
UNOOPS_HWMON_ATTRIBUTES(curr, HWMON_C, UNOOPS_HWMON_CURR)
UNOOPS_HWMON_ATTRIBUTES(power, HWMON_P, UNOOPS_HWMON_POWER)
UNOOPS_HWMON_ATTRIBUTES(energy, HWMON_E, UNOOPS_HWMON_ENERGY)
UNOOPS_HWMON_ATTRIBUTES(humidity, HWMON_H, UNOOPS_HWMON_HUMIDITY)
UNOOPS_HWMON_ATTRIBUTES(fan, HWMON_F, UNOOPS_HWMON_FAN)
UNOOPS_HWMON_ATTRIBUTES(pwm, HWMON_PWM, UNOOPS_HWMON_PWM)
UNOOPS_HWMON_ATTRIBUTES(intrusion, HWMON_INTRUSION, UNOOPS_HWMON_INTRUSION)

struct hwmon_ops {
#if UNOOPS_SINCE(6, 13)
	umode_t visible;	/* of everything, where it is the same */
#endif
	umode_t (*is_visible)(const void *drvdata, enum hwmon_sensor_types type, u32 attr, int channel);
	int (*read)(struct device *dev, enum hwmon_sensor_types type, u32 attr, int channel, long *val);
	int (*read_string)(struct device *dev, enum hwmon_sensor_types type, u32 attr, int channel, const char **str);
	int (*write)(struct device *dev, enum hwmon_sensor_types type, u32 attr, int channel, long val);
};
struct hwmon_channel_info {
	enum hwmon_sensor_types type;
	const u32 *config;	/* a word of bits for each channel, 0 behind the last */
};
struct hwmon_chip_info {
	const struct hwmon_ops *ops;
	const struct hwmon_channel_info *const *info;	/* NULL behind the last */
};
#define HWMON_CHANNEL_INFO(kind, ...)	(&(const struct hwmon_channel_info){ hwmon_##kind, (const u32[]){ __VA_ARGS__, 0 } })

struct device *hwmon_device_register(struct device *dev);
struct device *hwmon_device_register_with_groups(struct device *dev, const char *name, void *drvdata, const struct attribute_group **groups);
struct device *hwmon_device_register_with_info(struct device *dev, const char *name, void *drvdata, const struct hwmon_chip_info *chip,
					       const struct attribute_group **extra_groups);
struct device *devm_hwmon_device_register_with_groups(struct device *dev, const char *name, void *drvdata,
						      const struct attribute_group **groups);
struct device *devm_hwmon_device_register_with_info(struct device *dev, const char *name, void *drvdata,
						    const struct hwmon_chip_info *chip, const struct attribute_group **extra_groups);
void hwmon_device_unregister(struct device *dev);
int hwmon_notify_event(struct device *dev, enum hwmon_sensor_types type, u32 attr, int channel);
static __always_inline bool hwmon_is_bad_char(const char ch) { return ch == '-' || ch == '*' || ch == ' ' || ch == '\t' || ch == '\n'; }

#endif
