/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_I2C_H
#define _LINUX_I2C_H

#include <linux/mod_devicetable.h>
#include <linux/device.h>
#include <linux/of.h>

/* drivers/i2c/; 4.4 ... 7.2. One device of the driver's kind is there; what it answers is 0, or that it failed. */
struct i2c_adapter { int nr; char name[48]; struct device dev; };
struct i2c_client { unsigned short flags, addr; char name[20]; struct i2c_adapter *adapter; struct device dev; int irq; };
struct i2c_msg { u16 addr, flags, len; u8 *buf; };
#define I2C_M_RD	0x0001
#define I2C_M_TEN	0x0010
#define I2C_M_NOSTART	0x4000
#define I2C_M_STOP	0x8000
#define I2C_NAME_SIZE	20
#define I2C_SMBUS_BLOCK_MAX	32
#define I2C_CLIENT_END	0xfffeU
#define I2C_FUNC_I2C			0x00000001
#define I2C_FUNC_SMBUS_QUICK		0x00010000
#define I2C_FUNC_SMBUS_BYTE		0x00060000
#define I2C_FUNC_SMBUS_READ_BYTE_DATA	0x00080000
#define I2C_FUNC_SMBUS_WRITE_BYTE_DATA	0x00100000
#define I2C_FUNC_SMBUS_BYTE_DATA	0x00180000
#define I2C_FUNC_SMBUS_WORD_DATA	0x00600000
#define I2C_FUNC_SMBUS_READ_I2C_BLOCK	0x04000000
#define I2C_FUNC_SMBUS_WRITE_I2C_BLOCK	0x08000000
#define I2C_FUNC_SMBUS_I2C_BLOCK	0x0c000000
#define I2C_FUNC_10BIT_ADDR		0x00000002
#define I2C_FUNC_PROTOCOL_MANGLING	0x00000004
#define I2C_FUNC_SMBUS_PEC		0x00000008
#define I2C_FUNC_NOSTART		0x00000010
#define I2C_FUNC_SMBUS_READ_BYTE	0x00020000
#define I2C_FUNC_SMBUS_WRITE_BYTE	0x00040000
#define I2C_FUNC_SMBUS_READ_WORD_DATA	0x00200000
#define I2C_FUNC_SMBUS_WRITE_WORD_DATA	0x00400000
#define I2C_FUNC_SMBUS_PROC_CALL	0x00800000
#define I2C_FUNC_SMBUS_READ_BLOCK_DATA	0x01000000
#define I2C_FUNC_SMBUS_WRITE_BLOCK_DATA	0x02000000
#define I2C_FUNC_SMBUS_BLOCK_DATA	0x03000000
struct i2c_board_info { char type[20]; unsigned short addr; void *platform_data; };
#define I2C_BOARD_INFO(t, a)	.type = (t), .addr = (a)
struct i2c_driver {
#if UNOOPS_SINCE(6, 3)
	int (*probe)(struct i2c_client *client);
#else
	int (*probe)(struct i2c_client *client, const struct i2c_device_id *id);
#endif
#if UNOOPS_SINCE(6, 1)
	void (*remove)(struct i2c_client *client);
#else
	int (*remove)(struct i2c_client *client);
#endif
#if !UNOOPS_SINCE(6, 6)
	int (*probe_new)(struct i2c_client *client);
#endif
	void (*shutdown)(struct i2c_client *client);
	void (*alert)(struct i2c_client *client, unsigned int protocol, unsigned int data);
	struct device_driver driver;
	const struct i2c_device_id *id_table;
};
int i2c_register_driver(struct module *owner, struct i2c_driver *driver);
#define i2c_add_driver(driver)	i2c_register_driver(THIS_MODULE, driver)
void i2c_del_driver(struct i2c_driver *driver);
#define module_i2c_driver(driver)	module_driver(driver, i2c_add_driver, i2c_del_driver)
static __always_inline void *i2c_get_clientdata(const struct i2c_client *client) { return client->dev.driver_data; }
static __always_inline void i2c_set_clientdata(struct i2c_client *client, void *data) { client->dev.driver_data = data; }
#define to_i2c_driver(d)	container_of(d, struct i2c_driver, driver)
const struct i2c_device_id *i2c_match_id(const struct i2c_device_id *id, const struct i2c_client *client);
#if UNOOPS_SINCE(6, 2)
const struct i2c_device_id *i2c_client_get_device_id(const struct i2c_client *client);
#endif
#if UNOOPS_SINCE(6, 1)
const void *i2c_get_match_data(const struct i2c_client *client);
#endif
int unoops_i2c_transfer(const struct i2c_client *client, int done);
int unoops_i2c_read(const struct i2c_client *client, unsigned int most);
#define i2c_smbus_read_byte_data(client, reg)		((void)(reg), unoops_i2c_read(client, 0xff))
#define i2c_smbus_read_word_data(client, reg)		((void)(reg), unoops_i2c_read(client, 0xffff))
#define i2c_smbus_read_byte(client)			unoops_i2c_read(client, 0xff)
#define i2c_smbus_write_byte_data(client, reg, val)	((void)(reg), (void)(val), unoops_i2c_transfer(client, 0))
#define i2c_smbus_write_byte(client, val)		((void)(val), unoops_i2c_transfer(client, 0))
#define i2c_master_send(client, buf, n)			((void)(buf), unoops_i2c_transfer(client, n))
#define i2c_smbus_write_word_data(client, reg, val)	((void)(reg), (void)(val), unoops_i2c_transfer(client, 0))
#define i2c_smbus_read_word_swapped(client, reg)	i2c_smbus_read_word_data(client, reg)
#define i2c_smbus_write_word_swapped(client, reg, val)	i2c_smbus_write_word_data(client, reg, val)
s32 i2c_smbus_read_block_data(const struct i2c_client *client, u8 command, u8 *values);
s32 i2c_smbus_write_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values);
s32 i2c_smbus_read_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, u8 *values);
s32 i2c_smbus_write_i2c_block_data(const struct i2c_client *client, u8 command, u8 length, const u8 *values);
int i2c_check_functionality(struct i2c_adapter *adapter, u32 functions);
static __always_inline int i2c_adapter_id(struct i2c_adapter *adapter) { return adapter->nr; }
int i2c_master_recv(const struct i2c_client *client, char *buf, int n);
int i2c_transfer(struct i2c_adapter *adapter, struct i2c_msg *msgs, int n);
struct i2c_adapter *i2c_get_adapter(int nr);
void i2c_put_adapter(struct i2c_adapter *adapter);
#if UNOOPS_SINCE(5, 3)
struct i2c_client *i2c_new_client_device(struct i2c_adapter *adapter, const struct i2c_board_info *info);
struct i2c_client *i2c_new_dummy_device(struct i2c_adapter *adapter, u16 address);
#endif
#if !UNOOPS_SINCE(5, 7)
struct i2c_client *i2c_new_dummy(struct i2c_adapter *adapter, u16 address);
#endif
#if !UNOOPS_SINCE(5, 8)
struct i2c_client *i2c_new_device(struct i2c_adapter *adapter, const struct i2c_board_info *info);
#endif
void i2c_unregister_device(struct i2c_client *client);

#endif
