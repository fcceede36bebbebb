/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_INPUT_H
#define _LINUX_INPUT_H

#include <linux/time.h>
#include <linux/list.h>
#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/timer.h>
#include <linux/mod_devicetable.h>
#include <linux/input-event-codes.h>

/* drivers/input/input.c; 4.4 ... 7.2. */
struct input_id { u16 bustype, vendor, product, version; };
struct input_value { u16 type, code; s32 value; };
struct input_absinfo { s32 value, minimum, maximum, fuzz, flat, resolution; };
#define BUS_PCI		0x01
#define BUS_USB		0x03
#define BUS_I2C		0x18
#define BUS_BLUETOOTH	0x05
#define BUS_VIRTUAL	0x06
#define BUS_I8042	0x11
#define BUS_RS232	0x13
#define BUS_I2C		0x18
#define BUS_HOST	0x19
#define BUS_SPI		0x1C

struct input_dev;
struct input_handle;
struct input_dev {
	const char *name, *phys, *uniq;
	struct input_id id;
	unsigned long propbit[BITS_TO_LONGS(INPUT_PROP_CNT)], evbit[BITS_TO_LONGS(EV_CNT)], keybit[BITS_TO_LONGS(KEY_CNT)];
	unsigned long relbit[BITS_TO_LONGS(REL_CNT)], absbit[BITS_TO_LONGS(ABS_CNT)], mscbit[BITS_TO_LONGS(MSC_CNT)];
	unsigned long ledbit[BITS_TO_LONGS(LED_CNT)], sndbit[BITS_TO_LONGS(SND_CNT)], swbit[BITS_TO_LONGS(SW_CNT)];
	unsigned int keycodemax, keycodesize;
	void *keycode;
	int rep[REP_CNT];
	struct input_absinfo *absinfo;
	unsigned long key[BITS_TO_LONGS(KEY_CNT)], led[BITS_TO_LONGS(LED_CNT)];
	int (*open)(struct input_dev *dev);
	void (*close)(struct input_dev *dev);
	int (*flush)(struct input_dev *dev, struct file *file);
	int (*event)(struct input_dev *dev, unsigned int type, unsigned int code, int value);
	struct device dev;
	bool unoops_registered;
};
#define to_input_dev(d)	container_of(d, struct input_dev, dev)

struct input_dev __must_check *input_allocate_device(void);
struct input_dev __must_check *devm_input_allocate_device(struct device *dev);
void input_free_device(struct input_dev *dev);
int __must_check input_register_device(struct input_dev *dev);
void input_unregister_device(struct input_dev *dev);
void input_event(struct input_dev *dev, unsigned int type, unsigned int code, int value);
void input_set_capability(struct input_dev *dev, unsigned int type, unsigned int code);
void input_set_abs_params(struct input_dev *dev, unsigned int axis, int min, int max, int fuzz, int flat);
static __always_inline void input_set_drvdata(struct input_dev *dev, void *data) { dev_set_drvdata(&dev->dev, data); }
static __always_inline void *input_get_drvdata(struct input_dev *dev) { return dev_get_drvdata(&dev->dev); }
static __always_inline void input_report_key(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_KEY, code, !!value); }
static __always_inline void input_report_rel(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_REL, code, value); }
static __always_inline void input_report_abs(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_ABS, code, value); }
static __always_inline void input_report_switch(struct input_dev *dev, unsigned int code, int value) { input_event(dev, EV_SW, code, !!value); }
static __always_inline void input_sync(struct input_dev *dev) { input_event(dev, EV_SYN, SYN_REPORT, 0); }
static __always_inline void input_mt_sync(struct input_dev *dev) { input_event(dev, EV_SYN, SYN_MT_REPORT, 0); }

struct input_handler {
	void *private;
	void (*event)(struct input_handle *handle, unsigned int type, unsigned int code, int value);
	bool (*filter)(struct input_handle *handle, unsigned int type, unsigned int code, int value);
	bool (*match)(struct input_handler *handler, struct input_dev *dev);
	int (*connect)(struct input_handler *handler, struct input_dev *dev, const struct input_device_id *id);
	void (*disconnect)(struct input_handle *handle);
	void (*start)(struct input_handle *handle);
	int minor;
	const char *name;
	const struct input_device_id *id_table;
};
struct input_handle {
	void *private;
	int open;
	const char *name;
	struct input_dev *dev;
	struct input_handler *handler;
};
int __must_check input_register_handler(struct input_handler *handler);
void input_unregister_handler(struct input_handler *handler);
int input_register_handle(struct input_handle *handle);
void input_unregister_handle(struct input_handle *handle);
int input_open_device(struct input_handle *handle);
void input_close_device(struct input_handle *handle);

#endif
