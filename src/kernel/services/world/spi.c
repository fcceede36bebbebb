/* SPDX-License-Identifier: MIT */
/* drivers/spi/spi.c; 4.4 ... 7.2. A driver meets one device, which goes when the driver does. */
#include <linux/spi/spi.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "class_use.h"
#include "id_tables.h"
#include "meeting.h"

struct spi_meeting {
	struct meeting meeting;
	struct spi_device spi;
};
static struct spi_controller spi_bus = { .num_chipselect = 2 };

static void set_up_spi(struct spi_device *spi)
{
	spi->controller = spi->master = &spi_bus;
	spi->max_speed_hz = 1000000;
	spi->bits_per_word = 8;
	spi->irq = 19;
}

int __spi_register_driver(struct module *owner, struct spi_driver *driver)
{
	struct spi_meeting *m = unoops_meet(sizeof(*m), offsetof(struct spi_meeting, spi.dev), driver, driver->driver.name);

	unoops_read_of_ids(driver->driver.of_match_table);
	unoops_read_spi_ids(driver->id_table);
	m->spi.dev.of_node = &unoops_node;
	m->spi.dev.driver = &driver->driver;
	if (driver->id_table)
		strscpy(m->spi.modalias, driver->id_table->name, sizeof(m->spi.modalias));
	set_up_spi(&m->spi);
	unoops_probed(&m->meeting, driver->probe ? driver->probe(&m->spi) : -ENODEV);
	return 0;
}
void spi_unregister_driver(struct spi_driver *driver)
{
	struct spi_meeting *m = (struct spi_meeting *)unoops_meeting_of(driver);

	if (!m)
		return;
	if (m->meeting.bound && driver->remove)
		(void)unoops_call_fn(driver->remove, &m->spi);
	unoops_part(&m->meeting);
}

int spi_setup(struct spi_device *spi)
{
	unoops_look_at(spi->mode);
	return unoops_choose(2, "the SPI controller cannot do that") ? -EINVAL : 0;
}

static int transfer_spi(struct spi_device *spi)
{
	unoops_check_may_sleep("an SPI transfer in atomic context");
	unoops_look_at(spi->mode);
	unoops_yield();
	return unoops_choose(2, "the SPI transfer fails") ? -EIO : 0;
}
static void answer(void *rx, unsigned int len)
{
	if (rx)
		unoops_fill_with_answer(rx, len, 0);
}

int spi_sync(struct spi_device *spi, struct spi_message *message)
{
	struct spi_transfer *t;

	list_for_each_entry(t, &message->transfers, transfer_list)
		answer(t->rx_buf, t->len);
	message->status = transfer_spi(spi);
	return message->status;
}
int spi_sync_transfer(struct spi_device *spi, struct spi_transfer *transfers, unsigned int n)
{
	while (n-- > 0)
		answer(transfers[n].rx_buf, transfers[n].len);
	return transfer_spi(spi);
}
int spi_write(struct spi_device *spi, const void *buf, size_t len) { return transfer_spi(spi); }
int spi_read(struct spi_device *spi, void *buf, size_t len)
{
	answer(buf, len);
	return transfer_spi(spi);
}
int spi_write_then_read(struct spi_device *spi, const void *tx, unsigned int n_tx, void *rx, unsigned int n_rx)
{
	answer(rx, n_rx);
	return transfer_spi(spi);
}
ssize_t spi_w8r8(struct spi_device *spi, u8 cmd)
{
	int err = transfer_spi(spi);

	return err ? err : (u8)unoops_plain_answer();
}

struct spi_controller *spi_busnum_to_master(u16 bus_num) { return unoops_choose(2, "there is no such SPI bus") ? NULL : &spi_bus; }
struct spi_device *spi_new_device(struct spi_controller *on, struct spi_board_info *info)
{
	struct spi_device *spi;

	unoops_check_may_sleep("an SPI device is made in atomic context");
	if (unoops_choose(2, "the chip select is taken"))
		return NULL;
	spi = unoops_alloc(sizeof(*spi), "spi_device");
	device_initialize(&spi->dev);
	set_up_spi(spi);
	spi->mode = info->mode;
	return spi;
}
void spi_unregister_device(struct spi_device *spi)
{
	if (!spi)
		return;
	unoops_release_all_devres(&spi->dev);
	unoops_free(spi);
}

const struct spi_device_id *spi_get_device_id(const struct spi_device *spi)
{
	const struct spi_device_id *id;

	for (id = to_spi_driver(spi->dev.driver)->id_table; id && id->name[0]; id++)
		if (!strcmp(spi->modalias, id->name))
			return id;
	return NULL;
}
#if UNOOPS_SINCE(6, 1)
const void *spi_get_device_match_data(const struct spi_device *spi)
{
	const void *data = device_get_match_data(&spi->dev);
	const struct spi_device_id *id = data ? NULL : spi_get_device_id(spi);

	return id ? (const void *)id->driver_data : data;
}
#endif
