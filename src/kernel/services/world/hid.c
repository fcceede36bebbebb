/* SPDX-License-Identifier: MIT */
/*
 * drivers/hid/hid-core.c, usbhid/hid-core.c; 4.4 ... 7.2. A driver meets one device, on USB, which goes when the driver does. From hid_hw_start() to
 * hid_hw_stop() a report may come, in an interrupt; while probe() and remove() run it is dropped, unless the driver lets it in.
 */
#include <linux/hid.h>
#include <linux/usb.h>
#include "class_use.h"
#include "id_tables.h"
#include "meeting.h"

#define REPORT_DESCRIPTOR_SIZE	64
#define REPORT_SIZE		8

struct hid_meeting {
	struct meeting meeting;
	struct hid_device hid;
	struct usb_device usb;
	struct usb_interface intf;
	struct usb_host_interface alt;
	struct happening *reports;	/* NULL when none can come */
	bool io_started;		/* driver_input_lock is not held by probe() or remove() */
	struct hid_report report;
	struct hid_field field;
	struct hid_usage usage;
	s32 value;
	struct hid_input input;
};
struct hid_coming {
	struct happening comes;
	struct hid_meeting *m;
};

static struct hid_meeting *meeting_of_hid(struct hid_device *hdev) { return container_of(hdev, struct hid_meeting, hid); }

/* hid_input_report() */
static void report_comes(struct happening *h)
{
	struct hid_meeting *m = ((struct hid_coming *)h)->m;
	struct hid_driver *driver = m->hid.driver;
	struct task_struct *tsk;
	u8 *data;

	if (!m->io_started || !driver)
		return;
	data = unoops_alloc(REPORT_SIZE, "hid report");
	if (unoops_any_answer())
		memset(data, 0xff, REPORT_SIZE);
	tsk = unoops_enter_hardirq();
	if (!driver->raw_event || !driver->raw_event(&m->hid, &m->report, data, REPORT_SIZE)) {
		if (driver->event)
			driver->event(&m->hid, &m->field, &m->usage, data[0] ? 1 : 0);
		if (driver->report)
			driver->report(&m->hid, &m->report);
	}
	unoops_leave_hardirq(tsk, "a HID driver returns while a lock is held");
	unoops_free(data);
}

/* Who takes driver_input_lock waits for the report under way. */
void hid_device_io_stop(struct hid_device *hdev)
{
	struct hid_meeting *m = meeting_of_hid(hdev);

	m->io_started = false;
	if (m->reports)
		unoops_wait_for_happening(m->reports);
}
void hid_device_io_start(struct hid_device *hdev) { meeting_of_hid(hdev)->io_started = true; }

int hid_open_report(struct hid_device *hdev)
{
	struct hid_driver *driver = hdev->driver;
	unsigned int size = REPORT_DESCRIPTOR_SIZE;
	u8 *copy;

	unoops_check_may_sleep("a HID device is parsed in atomic context");
	if (driver->report_fixup) {
		copy = unoops_alloc(size, "hid descriptor");
		driver->report_fixup(hdev, copy, &size);
		unoops_free(copy);
	}
	return unoops_choose(2, "the HID descriptor cannot be parsed") ? -EINVAL : 0;
}

static void connect_input(struct hid_meeting *m)
{
	struct hid_driver *driver = m->hid.driver;

	m->input.input = input_allocate_device();
	if (!m->input.input)
		return;
	m->input.report = &m->report;
	list_add_tail(&m->input.list, &m->hid.inputs);
	m->field.hidinput = &m->input;
	if (driver->input_mapping) {
		unsigned long *bit = NULL;
		int max = 0;

		driver->input_mapping(&m->hid, &m->input, &m->field, &m->usage, &bit, &max);
	}
	if (driver->input_configured)
		driver->input_configured(&m->hid, &m->input);
}

int hid_hw_start(struct hid_device *hdev, unsigned int connect_mask)
{
	struct hid_meeting *m = meeting_of_hid(hdev);
	struct hid_coming *coming;

	unoops_check_may_sleep("a HID device is started in atomic context");
	if (unoops_choose(2, "the HID device does not start"))
		return -ENODEV;
	if (connect_mask & HID_CONNECT_HIDINPUT)
		connect_input(m);
	hdev->claimed = connect_mask;
	coming = unoops_new_happening(sizeof(*coming), report_comes, "hid", unoops_times("a HID device reports something"));
	coming->m = m;
	m->reports = &coming->comes;
	unoops_expect(m->reports);
	return 0;
}
void hid_hw_stop(struct hid_device *hdev)
{
	struct hid_meeting *m = meeting_of_hid(hdev);
	struct happening *reports = m->reports;

	unoops_check_may_sleep("a HID device is stopped in atomic context");
	m->reports = NULL;
	if (reports)
		unoops_call_off(reports, true);
	if (m->input.input) {
		list_del(&m->input.list);
		input_free_device(m->input.input);
		m->input.input = NULL;
	}
	hdev->claimed = 0;
}
int hid_hw_open(struct hid_device *hdev)
{
	(void)*(volatile unsigned int *)&hdev->claimed;
	return unoops_choose(2, "the HID device does not open") ? -EIO : 0;
}
void hid_hw_close(struct hid_device *hdev)
{
	struct happening *reports = meeting_of_hid(hdev)->reports;

	if (reports)
		unoops_wait_for_happening(reports);
}

static int hid_transfer(struct hid_device *hdev, int done)
{
	unoops_check_may_sleep("a HID request in atomic context");
	(void)*(volatile unsigned int *)&hdev->claimed;
	unoops_yield();
	return unoops_choose(2, "the HID request fails") ? -EIO : done;
}
int hid_hw_raw_request(struct hid_device *hdev, unsigned char number, u8 *buf, size_t len, enum hid_report_type type, enum hid_class_request request)
{
	int done = hid_transfer(hdev, len);

	if (done > 0 && request == HID_REQ_GET_REPORT)
		memset(buf, unoops_any_answer() ? 0xff : 0, len);
	return done;
}
int hid_hw_output_report(struct hid_device *hdev, u8 *buf, size_t len) { return hid_transfer(hdev, len); }
void hid_hw_request(struct hid_device *hdev, struct hid_report *report, enum hid_class_request request) { hid_transfer(hdev, 0); }

static void describe_hid(struct hid_meeting *m, const struct hid_device_id *id)
{
	unsigned int i;

	m->hid.bus = BUS_USB;
	if (id) {
		m->hid.vendor = id->vendor;
		m->hid.product = id->product;
	}
	m->usb.descriptor.idVendor = m->hid.vendor;
	m->usb.descriptor.idProduct = m->hid.product;
	m->intf.unoops_device = &m->usb;
	m->intf.altsetting = m->intf.cur_altsetting = &m->alt;
	m->intf.num_altsetting = 1;
	m->intf.dev.parent = &m->usb.dev;
	m->hid.dev.parent = &m->intf.dev;
	device_initialize(&m->usb.dev);
	device_initialize(&m->intf.dev);
	INIT_LIST_HEAD(&m->hid.inputs);
	for (i = 0; i < HID_REPORT_TYPES; i++)
		INIT_LIST_HEAD(&m->hid.report_enum[i].report_list);
	m->field = (struct hid_field){ .usage = &m->usage, .value = &m->value, .report = &m->report, .maxusage = 1, .report_count = 1 };
	m->report = (struct hid_report){ .field = { &m->field }, .maxfield = 1, .size = REPORT_SIZE * 8, .device = &m->hid };
	list_add_tail(&m->report.list, &m->hid.report_enum[HID_INPUT_REPORT].report_list);
}

/* hid_device_probe(): without a probe() of the driver's the device is parsed and started. */
static int probe_hid(struct hid_driver *driver, struct hid_device *hdev)
{
	int err;

	if (driver->probe)
		return driver->probe(hdev, driver->id_table);
	err = hid_open_report(hdev);
	return err ? err : hid_hw_start(hdev, HID_CONNECT_DEFAULT);
}

int __hid_register_driver(struct hid_driver *driver, struct module *owner, const char *mod_name)
{
	struct hid_meeting *m = unoops_meet(sizeof(*m), offsetof(struct hid_meeting, hid.dev), driver, driver->name);
	int err;

	unoops_read_hid_ids(driver->id_table);
	describe_hid(m, driver->id_table);
	m->hid.driver = driver;
	err = probe_hid(driver, &m->hid);
	m->io_started = !err;
	if (err)
		m->hid.driver = NULL;
	unoops_probed(&m->meeting, err);
	return 0;
}
void hid_unregister_driver(struct hid_driver *driver)
{
	struct hid_meeting *m = (struct hid_meeting *)unoops_meeting_of(driver);

	if (!m)
		return;
	if (m->meeting.bound) {
		hid_device_io_stop(&m->hid);
		if (driver->remove)
			driver->remove(&m->hid);
		else
			hid_hw_stop(&m->hid);
	}
	unoops_part(&m->meeting);
}
