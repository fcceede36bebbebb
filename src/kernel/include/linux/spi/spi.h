/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SPI_SPI_H
#define _LINUX_SPI_SPI_H

#include <linux/device.h>
#include <linux/mod_devicetable.h>
#include <linux/of.h>

/* drivers/spi/spi.c; 4.4 ... 7.2. One device of the driver's kind is there; what it answers is 0, or that the transfer failed. */
#define SPI_CPHA	0x01
#define SPI_CPOL	0x02
#define SPI_MODE_0	0
#define SPI_MODE_1	SPI_CPHA
#define SPI_MODE_2	SPI_CPOL
#define SPI_MODE_3	(SPI_CPOL | SPI_CPHA)
#define SPI_CS_HIGH	0x04
#define SPI_LSB_FIRST	0x08
#define SPI_3WIRE	0x10
#define SPI_NO_CS	0x40
struct spi_controller { struct device dev; int bus_num; u16 num_chipselect; };
#define spi_master	spi_controller
struct spi_device {
	struct device dev;
	struct spi_controller *controller, *master;
	u32 max_speed_hz;
	u8 chip_select, bits_per_word;
	u32 mode;
	int irq;
	void *controller_state, *controller_data;
	char modalias[32];
};
struct spi_driver {
	const struct spi_device_id *id_table;
	int (*probe)(struct spi_device *spi);
#if UNOOPS_SINCE(5, 18)
	void (*remove)(struct spi_device *spi);
#else
	int (*remove)(struct spi_device *spi);
#endif
	void (*shutdown)(struct spi_device *spi);
	struct device_driver driver;
};
struct spi_transfer {
	const void *tx_buf;
	void *rx_buf;
	unsigned int len;
	u8 cs_change : 1, bits_per_word;
	u16 delay_usecs;
	u32 speed_hz;
	struct list_head transfer_list;
};
struct spi_message {
	struct list_head transfers;
	struct spi_device *spi;
	void (*complete)(void *context);
	void *context;
	unsigned int actual_length;
	int status;
};
struct spi_board_info { char modalias[32]; const void *platform_data; void *controller_data; int irq; u32 max_speed_hz; u16 bus_num, chip_select; u32 mode; };
int __spi_register_driver(struct module *owner, struct spi_driver *driver);
#define spi_register_driver(driver)	__spi_register_driver(THIS_MODULE, driver)
void spi_unregister_driver(struct spi_driver *driver);
#define module_spi_driver(driver)	module_driver(driver, spi_register_driver, spi_unregister_driver)
static __always_inline void *spi_get_drvdata(const struct spi_device *spi) { return spi->dev.driver_data; }
static __always_inline void spi_set_drvdata(struct spi_device *spi, void *data) { spi->dev.driver_data = data; }
#define to_spi_device(d)	container_of((d), struct spi_device, dev)
static __always_inline void spi_message_init(struct spi_message *m)
{
	*m = (struct spi_message){ 0 };
	INIT_LIST_HEAD(&m->transfers);
}
static __always_inline void spi_message_add_tail(struct spi_transfer *t, struct spi_message *m) { list_add_tail(&t->transfer_list, &m->transfers); }
int spi_setup(struct spi_device *spi);
int spi_sync(struct spi_device *spi, struct spi_message *message);
int spi_sync_transfer(struct spi_device *spi, struct spi_transfer *transfers, unsigned int n);
int spi_write(struct spi_device *spi, const void *buf, size_t len);
int spi_read(struct spi_device *spi, void *buf, size_t len);
int spi_write_then_read(struct spi_device *spi, const void *tx, unsigned int n_tx, void *rx, unsigned int n_rx);
ssize_t spi_w8r8(struct spi_device *spi, u8 cmd);
#define to_spi_driver(d)	container_of(d, struct spi_driver, driver)
const struct spi_device_id *spi_get_device_id(const struct spi_device *spi);
#if UNOOPS_SINCE(6, 1)
const void *spi_get_device_match_data(const struct spi_device *spi);
#endif
struct spi_controller *spi_busnum_to_master(u16 bus_num);
static __always_inline void spi_master_put(struct spi_controller *on) { (void)on; }
struct spi_device *spi_new_device(struct spi_controller *on, struct spi_board_info *info);
void spi_unregister_device(struct spi_device *spi);

#endif
