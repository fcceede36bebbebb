/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_THERMAL_H
#define _LINUX_THERMAL_H

#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/of.h>
#include <linux/sysfs.h>
#include <linux/workqueue.h>

/* drivers/thermal/thermal_core.c; 4.4 ... 7.2. */
#define THERMAL_NAME_LENGTH	20
#define THERMAL_TEMP_INVALID	(-274000)
#define THERMAL_NO_LIMIT	((u32)~0)
#define THERMAL_TRIPS_NONE	(-1)
enum thermal_device_mode { THERMAL_DEVICE_DISABLED, THERMAL_DEVICE_ENABLED };
enum thermal_trip_type { THERMAL_TRIP_ACTIVE, THERMAL_TRIP_PASSIVE, THERMAL_TRIP_HOT, THERMAL_TRIP_CRITICAL };
enum thermal_trend { THERMAL_TREND_STABLE, THERMAL_TREND_RAISING, THERMAL_TREND_DROPPING };
enum thermal_notify_event {
	THERMAL_EVENT_UNSPECIFIED, THERMAL_EVENT_TEMP_SAMPLE, THERMAL_TRIP_VIOLATED, THERMAL_TRIP_CHANGED, THERMAL_DEVICE_DOWN, THERMAL_DEVICE_UP,
};
struct thermal_zone_device;
struct thermal_cooling_device;
struct thermal_trip { int temperature, hysteresis; enum thermal_trip_type type; u8 flags; void *priv; };
struct thermal_zone_params { const char *governor_name; bool no_hwmon; };
struct thermal_zone_device_ops {
	int (*bind)(struct thermal_zone_device *tz, struct thermal_cooling_device *cdev);
	int (*unbind)(struct thermal_zone_device *tz, struct thermal_cooling_device *cdev);
	int (*get_temp)(struct thermal_zone_device *tz, int *temp);
	int (*set_trips)(struct thermal_zone_device *tz, int low, int high);
#if !UNOOPS_SINCE(5, 9)
	int (*get_mode)(struct thermal_zone_device *tz, enum thermal_device_mode *mode);
	int (*set_mode)(struct thermal_zone_device *tz, enum thermal_device_mode mode);
#else
	int (*change_mode)(struct thermal_zone_device *tz, enum thermal_device_mode mode);
#endif
#if !UNOOPS_SINCE(6, 9)
	int (*get_trip_type)(struct thermal_zone_device *tz, int trip, enum thermal_trip_type *type);
	int (*get_trip_temp)(struct thermal_zone_device *tz, int trip, int *temp);
	int (*set_trip_temp)(struct thermal_zone_device *tz, int trip, int temp);
	int (*get_trip_hyst)(struct thermal_zone_device *tz, int trip, int *hyst);
	int (*set_trip_hyst)(struct thermal_zone_device *tz, int trip, int hyst);
#else
	int (*set_trip_temp)(struct thermal_zone_device *tz, const struct thermal_trip *trip, int temp);
#endif
	int (*get_crit_temp)(struct thermal_zone_device *tz, int *temp);
	int (*set_emul_temp)(struct thermal_zone_device *tz, int temp);
#if !UNOOPS_SINCE(5, 10)
	int (*notify)(struct thermal_zone_device *tz, int trip, enum thermal_trip_type type);
#endif
#if UNOOPS_SINCE(5, 10)
	void (*hot)(struct thermal_zone_device *tz);
	void (*critical)(struct thermal_zone_device *tz);
#endif
};
struct thermal_cooling_device_ops {
	int (*get_max_state)(struct thermal_cooling_device *cdev, unsigned long *state);
	int (*get_cur_state)(struct thermal_cooling_device *cdev, unsigned long *state);
	int (*set_cur_state)(struct thermal_cooling_device *cdev, unsigned long state);
};
struct thermal_zone_device {
	int id, temperature, polling_delay, passive_delay;
	char type[THERMAL_NAME_LENGTH];
	struct device device;
	void *devdata;
	const struct thermal_zone_device_ops *ops;
	struct mutex lock;
};
struct thermal_cooling_device {
	int id;
	char *type;
	struct device device;
	void *devdata;
	const struct thermal_cooling_device_ops *ops;
};
#if !UNOOPS_SINCE(6, 6)
struct thermal_zone_device *thermal_zone_device_register(const char *type, int trips, int mask, void *devdata,
							 struct thermal_zone_device_ops *ops, struct thermal_zone_params *tzp, int passive,
							 int polling);
#endif
#if UNOOPS_SINCE(6, 9)
struct thermal_zone_device *thermal_zone_device_register_with_trips(const char *type, const struct thermal_trip *trips, int n, void *devdata,
								    const struct thermal_zone_device_ops *ops,
								    const struct thermal_zone_params *tzp, unsigned int passive,
								    unsigned int polling);
#elif UNOOPS_SINCE(6, 0)
struct thermal_zone_device *thermal_zone_device_register_with_trips(const char *type, struct thermal_trip *trips, int n, int mask,
								    void *devdata, struct thermal_zone_device_ops *ops,
								    const struct thermal_zone_params *tzp, int passive, int polling);
#endif
#if UNOOPS_SINCE(6, 7)
struct thermal_zone_device *thermal_tripless_zone_device_register(const char *type, void *devdata, const struct thermal_zone_device_ops *ops,
								  const struct thermal_zone_params *tzp);
#endif
#if UNOOPS_SINCE(6, 0)
struct thermal_zone_device *devm_thermal_of_zone_register(struct device *dev, int id, void *data, const struct thermal_zone_device_ops *ops);
void devm_thermal_of_zone_unregister(struct device *dev, struct thermal_zone_device *tz);
#endif
void thermal_zone_device_unregister(struct thermal_zone_device *tz);
#if UNOOPS_SINCE(4, 9)
void thermal_zone_device_update(struct thermal_zone_device *tz, enum thermal_notify_event event);
#else
void thermal_zone_device_update(struct thermal_zone_device *tz);
#endif
int thermal_zone_get_temp(struct thermal_zone_device *tz, int *temp);
#if UNOOPS_SINCE(5, 8)
int thermal_zone_device_enable(struct thermal_zone_device *tz);
int thermal_zone_device_disable(struct thermal_zone_device *tz);
#endif
static __always_inline void *thermal_zone_device_priv(struct thermal_zone_device *tz) { return tz->devdata; }
static __always_inline const char *thermal_zone_device_type(struct thermal_zone_device *tz) { return tz->type; }
static __always_inline int thermal_zone_device_id(struct thermal_zone_device *tz) { return tz->id; }
static __always_inline struct device *thermal_zone_device(struct thermal_zone_device *tz) { return &tz->device; }
/* 7.2 made the operations constant, which no caller can tell. */
struct thermal_cooling_device *thermal_cooling_device_register(const char *type, void *devdata, const struct thermal_cooling_device_ops *ops);
void thermal_cooling_device_unregister(struct thermal_cooling_device *cdev);
struct thermal_cooling_device *devm_thermal_of_cooling_device_register(struct device *dev, struct device_node *np, const char *type,
								       void *devdata, const struct thermal_cooling_device_ops *ops);

#endif
