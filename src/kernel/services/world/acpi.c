/* SPDX-License-Identifier: MIT */
/*
 * drivers/acpi/bus.c, scan.c, utils.c, acpica/; 4.4 ... 7.2. A driver meets one device, which goes when the driver does. Notifications come from a work
 * item; who removes a handler waits for the one under way.
 */
#include <linux/acpi.h>
#include <linux/string.h>
#include "class_use.h"
#include "meeting.h"

/* What the firmware runs may sleep. */
static acpi_status run_firmware(const char *missing)
{
	unoops_check_may_sleep("ACPI is asked in atomic context");
	unoops_yield();
	return unoops_choose(2, missing) ? AE_NOT_FOUND : AE_OK;
}

static char acpi_objects[1];
struct proc_dir_entry *acpi_root_dir;

/* What is there stays there: each name that was asked for, and what was answered. Of more names than there is room for, none is found. */
static struct known_name { const char *path; bool missing; } known_names[24];

static bool is_missing(const char *path)
{
	struct known_name *known = known_names;

	for (; known != known_names + ARRAY_SIZE(known_names); known++) {
		if (!known->path)
			*known = (struct known_name){ path, unoops_choose(2, "there is no such ACPI object") };
		if (!strcmp(known->path, path))
			return known->missing;
	}
	return true;
}

acpi_status acpi_get_handle(acpi_handle parent, acpi_string path, acpi_handle *handle)
{
	acpi_status status;

	unoops_check_may_sleep("ACPI is asked in atomic context");
	unoops_yield();
	status = path && is_missing(path) ? AE_NOT_FOUND : AE_OK;
	*handle = status ? NULL : acpi_objects;
	return status;
}
/* A machine has one or not. */
acpi_handle ec_get_handle(void)
{
	static unsigned int known;

	if (!known)
		known = 1 + unoops_choose(2, "there is no embedded controller");
	return known == 1 ? acpi_objects : NULL;
}
int ec_transaction(u8 command, const u8 *wdata, unsigned int wdata_len, u8 *rdata, unsigned int rdata_len)
{
	u8 answer = unoops_any_answer();

	if (!ec_get_handle())
		return -ENODEV;
	if (run_firmware("the embedded controller does not answer"))
		return -ETIME;
	while (rdata_len--)
		*rdata++ = answer;
	return 0;
}
int ec_read(u8 addr, u8 *val) { return ec_transaction(0x80, &addr, 1, val, 1); }
int ec_write(u8 addr, u8 val)
{
	const u8 data[] = { addr, val };

	return ec_transaction(0x81, data, sizeof(data), NULL, 0);
}
acpi_handle unoops_acpi_handle_of(struct device *dev) { return dev && !unoops_choose(2, "the device has no ACPI object") ? acpi_objects : NULL; }

/* An integer, a buffer, or a package of one integer, in one piece that the caller frees. */
struct acpi_answer {
	union acpi_object object, element;
	u8 bytes[8];
};
static void answer_acpi(struct acpi_answer *answer)
{
	*answer = (struct acpi_answer){ 0 };
	switch (unoops_choose(3, "ACPI answers with another type")) {
	case 0:
		answer->object.integer.type = ACPI_TYPE_INTEGER;
		answer->object.integer.value = unoops_any_answer();
		break;
	case 1:
		answer->object.buffer.type = ACPI_TYPE_BUFFER;
		answer->object.buffer.length = sizeof(answer->bytes);
		answer->object.buffer.pointer = answer->bytes;
		break;
	default:
		answer->element.integer.type = ACPI_TYPE_INTEGER;
		answer->element.integer.value = unoops_any_answer();
		answer->object.package.type = ACPI_TYPE_PACKAGE;
		answer->object.package.count = 1;
		answer->object.package.elements = &answer->element;
	}
}

acpi_status acpi_evaluate_object(acpi_handle handle, acpi_string path, struct acpi_object_list *args, struct acpi_buffer *result)
{
	acpi_status status = run_firmware("ACPI cannot evaluate that");

	if (status || !result)
		return status;
	if (result->length == ACPI_ALLOCATE_BUFFER || result->length == ACPI_ALLOCATE_LOCAL_BUFFER) {
		result->pointer = unoops_fault("acpi_evaluate_object") ? NULL : kmalloc(sizeof(struct acpi_answer), GFP_KERNEL);
		if (!result->pointer)
			return AE_NO_MEMORY;
	} else if (result->length < sizeof(struct acpi_answer)) {
		return AE_BUFFER_OVERFLOW;
	}
	result->length = sizeof(struct acpi_answer);
	answer_acpi(result->pointer);
	return AE_OK;
}
acpi_status acpi_evaluate_integer(acpi_handle handle, acpi_string path, struct acpi_object_list *args, unsigned long long *value)
{
	acpi_status status = run_firmware("ACPI cannot evaluate that");

	if (!status)
		*value = unoops_any_answer();
	return status;
}
acpi_status acpi_execute_simple_method(acpi_handle handle, char *method, u64 arg) { return run_firmware("ACPI cannot run that"); }
acpi_status acpi_get_name(acpi_handle handle, u32 kind, struct acpi_buffer *buffer)
{
	static const char name[] = "\\_SB_";
	acpi_status status = run_firmware("the ACPI object has no name");

	if (status)
		return status;
	if (buffer->length == ACPI_ALLOCATE_BUFFER) {
		buffer->pointer = kmalloc(sizeof(name), GFP_KERNEL);
		if (!buffer->pointer)
			return AE_NO_MEMORY;
	} else if (buffer->length < sizeof(name)) {
		return AE_BUFFER_OVERFLOW;
	}
	buffer->length = sizeof(name);
	memcpy(buffer->pointer, name, sizeof(name));
	return AE_OK;
}

/* --- notifications ----------------------------------------------------------------------- */

struct acpi_notice {
	struct happening comes;
	struct list_head entry;
	acpi_handle handle;
	acpi_notify_handler handler;
	void *context;
};
static LIST_HEAD(acpi_notices);

static void acpi_notice_comes(struct happening *h)
{
	struct acpi_notice *notice = (struct acpi_notice *)h;
	struct task_struct *tsk = unoops_enter_worker("kworker");

	notice->handler(notice->handle, 0x80, notice->context);
	unoops_leave_process(tsk);
}
static void expect_notice(acpi_handle handle, acpi_notify_handler handler, void *context)
{
	struct acpi_notice *notice = unoops_new_happening(sizeof(*notice), acpi_notice_comes, "ACPI notification", unoops_times("the firmware notifies the driver"));

	notice->handle = handle;
	notice->handler = handler;
	notice->context = context;
	list_add_tail(&notice->entry, &acpi_notices);
	unoops_expect(&notice->comes);
}
static bool forget_notice(acpi_handle handle, acpi_notify_handler handler, const void *context)
{
	struct acpi_notice *notice;

	list_for_each_entry(notice, &acpi_notices, entry)
		if (notice->handle == handle && notice->handler == handler && (!context || notice->context == context)) {
			list_del(&notice->entry);
			unoops_call_off(&notice->comes, true);
			return true;
		}
	return false;
}
acpi_status acpi_install_notify_handler(acpi_handle device, u32 kind, acpi_notify_handler handler, void *context)
{
	unoops_check_may_sleep("an ACPI handler is installed in atomic context");
	if (unoops_fault("acpi_install_notify_handler"))
		return AE_NO_MEMORY;
	expect_notice(device, handler, context);
	return AE_OK;
}
acpi_status acpi_remove_notify_handler(acpi_handle device, u32 kind, acpi_notify_handler handler)
{
	unoops_check_may_sleep("an ACPI handler is removed in atomic context");
	return forget_notice(device, handler, NULL) ? AE_OK : AE_NOT_EXIST;
}

/* --- drivers ----------------------------------------------------------------------------- */

struct acpi_meeting {
	struct meeting meeting;
	struct acpi_device acpi;
};

static void notify_acpi_driver(acpi_handle handle, u32 event, void *device)
{
	struct acpi_device *adev = device;

	adev->driver->ops.notify(adev, event);
}

int unoops_acpi_bus_register_driver(struct acpi_driver *driver, struct module *owner)
{
	struct acpi_meeting *m = unoops_meet(sizeof(*m), offsetof(struct acpi_meeting, acpi.dev), driver, driver->name);
	int err;

	m->acpi.handle = acpi_objects;
	m->acpi.driver = driver;
	err = driver->ops.add ? driver->ops.add(&m->acpi) : -ENOSYS;
	if (err)
		m->acpi.driver = NULL;
	else if (driver->ops.notify)
		expect_notice(m->acpi.handle, notify_acpi_driver, &m->acpi);
	unoops_probed(&m->meeting, err);
	return 0;
}
/* The driver hears nothing any more when remove() is called. */
void acpi_bus_unregister_driver(struct acpi_driver *driver)
{
	struct acpi_meeting *m = (struct acpi_meeting *)unoops_meeting_of(driver);

	if (!m)
		return;
	if (m->meeting.bound) {
		if (driver->ops.notify)
			forget_notice(m->acpi.handle, notify_acpi_driver, &m->acpi);
		if (driver->ops.remove)
			(void)unoops_call_fn(driver->ops.remove, &m->acpi);
	}
	unoops_part(&m->meeting);
}
