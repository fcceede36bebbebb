/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_IIO_TYPES_H
#define _LINUX_IIO_TYPES_H

#include <linux/types.h>

/* include/uapi/linux/iio/types.h, include/linux/iio/types.h; 4.4 ... 7.2. A kind of channel, and the beginning of its files' names. */
#define UNOOPS_IIO_TYPES(x) \
	x(VOLTAGE, voltage) x(CURRENT, current) x(POWER, power) x(ACCEL, accel) x(ANGL_VEL, anglvel) x(MAGN, magn) x(LIGHT, illuminance) \
	x(INTENSITY, intensity) x(PROXIMITY, proximity) x(TEMP, temp) x(INCLI, incli) x(ROT, rot) x(ANGL, angl) x(TIMESTAMP, timestamp) \
	x(CAPACITANCE, capacitance) x(ALTVOLTAGE, altvoltage) x(CCT, cct) x(PRESSURE, pressure) x(HUMIDITYRELATIVE, humidityrelative) \
	x(ACTIVITY, activity) x(STEPS, steps) x(ENERGY, energy) x(DISTANCE, distance) x(VELOCITY, velocity) \
	x(CONCENTRATION, concentration) x(RESISTANCE, resistance) x(PH, ph) x(UVINDEX, uvindex) \
	x(ELECTRICALCONDUCTIVITY, electricalconductivity) x(COUNT, count) x(INDEX, index) x(GRAVITY, gravity) \
	x(POSITIONRELATIVE, positionrelative) x(PHASE, phase) x(MASSCONCENTRATION, massconcentration)
#define UNOOPS_IIO_TYPE(UPPER, lower)	IIO_##UPPER,
enum iio_chan_type { UNOOPS_IIO_TYPES(UNOOPS_IIO_TYPE) };
enum iio_modifier {
	IIO_NO_MOD, IIO_MOD_X, IIO_MOD_Y, IIO_MOD_Z, IIO_MOD_X_AND_Y, IIO_MOD_X_AND_Z, IIO_MOD_Y_AND_Z, IIO_MOD_X_AND_Y_AND_Z,
	IIO_MOD_X_OR_Y, IIO_MOD_X_OR_Z, IIO_MOD_Y_OR_Z, IIO_MOD_X_OR_Y_OR_Z, IIO_MOD_LIGHT_BOTH, IIO_MOD_LIGHT_IR,
	IIO_MOD_ROOT_SUM_SQUARED_X_Y, IIO_MOD_SUM_SQUARED_X_Y_Z, IIO_MOD_LIGHT_CLEAR, IIO_MOD_LIGHT_RED, IIO_MOD_LIGHT_GREEN,
	IIO_MOD_LIGHT_BLUE, IIO_MOD_QUATERNION, IIO_MOD_TEMP_AMBIENT, IIO_MOD_TEMP_OBJECT, IIO_MOD_NORTH_MAGN, IIO_MOD_NORTH_TRUE,
	IIO_MOD_NORTH_MAGN_TILT_COMP, IIO_MOD_NORTH_TRUE_TILT_COMP, IIO_MOD_RUNNING, IIO_MOD_JOGGING, IIO_MOD_WALKING, IIO_MOD_STILL,
	IIO_MOD_ROOT_SUM_SQUARED_X_Y_Z, IIO_MOD_I, IIO_MOD_Q, IIO_MOD_CO2, IIO_MOD_VOC, IIO_MOD_LIGHT_UV,
};
enum iio_event_type {
	IIO_EV_TYPE_THRESH, IIO_EV_TYPE_MAG, IIO_EV_TYPE_ROC, IIO_EV_TYPE_THRESH_ADAPTIVE, IIO_EV_TYPE_MAG_ADAPTIVE, IIO_EV_TYPE_CHANGE,
};
enum iio_event_direction { IIO_EV_DIR_EITHER, IIO_EV_DIR_RISING, IIO_EV_DIR_FALLING, IIO_EV_DIR_NONE };
enum iio_event_info {
	IIO_EV_INFO_ENABLE, IIO_EV_INFO_VALUE, IIO_EV_INFO_HYSTERESIS, IIO_EV_INFO_PERIOD, IIO_EV_INFO_HIGH_PASS_FILTER_3DB,
	IIO_EV_INFO_LOW_PASS_FILTER_3DB,
};
#define IIO_VAL_INT			1
#define IIO_VAL_INT_PLUS_MICRO		2
#define IIO_VAL_INT_PLUS_NANO		3
#define IIO_VAL_INT_PLUS_MICRO_DB	4
#define IIO_VAL_INT_MULTIPLE		5
#define IIO_VAL_INT_64			6
#define IIO_VAL_FRACTIONAL		10
#define IIO_VAL_FRACTIONAL_LOG2		11
enum iio_available_type { IIO_AVAIL_LIST, IIO_AVAIL_RANGE };
#define UNOOPS_IIO_INFOS(x) \
	x(RAW, raw) x(PROCESSED, input) x(SCALE, scale) x(OFFSET, offset) x(CALIBSCALE, calibscale) x(CALIBBIAS, calibbias) x(PEAK, peak_raw) \
	x(PEAK_SCALE, peak_scale) x(QUADRATURE_CORRECTION_RAW, quadrature_correction_raw) x(AVERAGE_RAW, mean_raw) \
	x(LOW_PASS_FILTER_3DB_FREQUENCY, filter_low_pass_3db_frequency) x(HIGH_PASS_FILTER_3DB_FREQUENCY, filter_high_pass_3db_frequency) \
	x(SAMP_FREQ, sampling_frequency) x(FREQUENCY, frequency) x(PHASE, phase) x(HARDWAREGAIN, hardwaregain) x(HYSTERESIS, hysteresis) \
	x(INT_TIME, integration_time) x(ENABLE, en) x(CALIBHEIGHT, calibheight) x(CALIBWEIGHT, calibweight) \
	x(DEBOUNCE_COUNT, debounce_count) x(DEBOUNCE_TIME, debounce_time) x(CALIBEMISSIVITY, calibemissivity) \
	x(OVERSAMPLING_RATIO, oversampling_ratio)
#define UNOOPS_IIO_INFO(UPPER, lower)	IIO_CHAN_INFO_##UPPER,
enum iio_chan_info_enum { UNOOPS_IIO_INFOS(UNOOPS_IIO_INFO) };

#endif
