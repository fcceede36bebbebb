/* SPDX-License-Identifier: MIT */
/*
 * drivers/usb/core/driver.c, file.c, message.c, urb.c; 4.4 ... 7.2. A driver meets one device, which goes when the driver does, and which has an
 * endpoint of bulk and one of interrupt transfers in, and one of bulk transfers out. A transfer ends at any time.
 */
#include <linux/usb.h>
#include <linux/slab.h>
#include "id_tables.h"
#include "meeting.h"
#include "user.h"

struct plugged {
	struct meeting meeting;
	struct usb_device usb;
	struct usb_interface intf;
	struct usb_host_interface alt;
	struct usb_host_endpoint endpoints[3];
};

static void describe(struct plugged *dev)
{
	static const struct { u8 address, attributes; } kinds[] = {
		{ USB_DIR_IN | 1, USB_ENDPOINT_XFER_INT }, { USB_DIR_IN | 2, USB_ENDPOINT_XFER_BULK }, { USB_DIR_OUT | 3, USB_ENDPOINT_XFER_BULK },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		dev->endpoints[i].desc = (struct usb_endpoint_descriptor){ 7, 5, kinds[i].address, kinds[i].attributes, 64, 10 };
	dev->alt.desc.bNumEndpoints = ARRAY_SIZE(kinds);
	dev->alt.endpoint = dev->endpoints;
	dev->intf.altsetting = dev->intf.cur_altsetting = &dev->alt;
	dev->intf.num_altsetting = 1;
	dev->intf.unoops_device = &dev->usb;
	dev->intf.dev.parent = &dev->usb.dev;
	device_initialize(&dev->usb.dev);
}

int usb_register_driver(struct usb_driver *driver, struct module *owner, const char *name)
{
	struct plugged *dev = unoops_meet(sizeof(*dev), offsetof(struct plugged, intf.dev), driver, name);

	unoops_read_usb_ids(driver->id_table);
	describe(dev);
	if (driver->id_table) {
		dev->usb.descriptor.idVendor = driver->id_table->idVendor;
		dev->usb.descriptor.idProduct = driver->id_table->idProduct;
		dev->alt.desc.bInterfaceClass = driver->id_table->bInterfaceClass;
	}
	unoops_probed(&dev->meeting, driver->probe ? driver->probe(&dev->intf, driver->id_table) : -ENODEV);
	return 0;
}

void usb_deregister(struct usb_driver *driver)
{
	struct plugged *dev = (struct plugged *)unoops_meeting_of(driver);

	if (!dev)
		return;
	if (dev->meeting.bound && driver->disconnect)
		driver->disconnect(&dev->intf);
	unoops_part(&dev->meeting);
}

/* --- its file --------------------------------------------------------------------------- */

int usb_register_dev(struct usb_interface *intf, struct usb_class_driver *class_driver)
{
	struct user_file *uf;

	unoops_check_may_sleep("a USB device file is made in atomic context");
	if (unoops_fault("usb_register_dev"))
		return -EXFULL;
	intf->minor = class_driver->minor_base;
	uf = unoops_new_user_file(USER_DEVICE, intf, class_driver->name, class_driver->fops);
	uf->dev = MKDEV(180, intf->minor);
	unoops_publish_user_file(uf);
	return 0;
}
void usb_deregister_dev(struct usb_interface *intf, struct usb_class_driver *class_driver)
{
	struct user_file *uf = unoops_find_user_file(intf);

	if (uf)
		unoops_remove_user_file(uf);
	intf->minor = -1;
}
struct usb_interface *usb_find_interface(struct usb_driver *driver, int minor)
{
	struct plugged *dev = (struct plugged *)unoops_meeting_of(driver);

	return dev && dev->intf.minor == minor ? &dev->intf : NULL;
}

int usb_find_common_endpoints(struct usb_host_interface *alt, struct usb_endpoint_descriptor **bulk_in, struct usb_endpoint_descriptor **bulk_out,
		struct usb_endpoint_descriptor **int_in, struct usb_endpoint_descriptor **int_out)
{
	if (int_in)
		*int_in = &alt->endpoint[0].desc;
	if (bulk_in)
		*bulk_in = &alt->endpoint[1].desc;
	if (bulk_out)
		*bulk_out = &alt->endpoint[2].desc;
	return int_out ? -ENXIO : 0;
}

/* --- transfers -------------------------------------------------------------------------- */

static int wait_for_transfer(const struct usb_device *dev, unsigned int pipe, void *data, int len)
{
	unoops_check_may_sleep("a USB transfer is waited for in atomic context");
	unoops_look_at(dev->devnum);
	if (data && len > 0 && usb_pipein(pipe))
		memset(data, 0, len);
	unoops_yield();
	return unoops_choose(2, "the USB transfer fails") ? -EPIPE : len;
}

int usb_bulk_msg(struct usb_device *dev, unsigned int pipe, void *data, int len, int *actual_length, int timeout)
{
	int done = wait_for_transfer(dev, pipe, data, len);

	if (actual_length)
		*actual_length = done < 0 ? 0 : done;
	return done < 0 ? done : 0;
}
int usb_control_msg(struct usb_device *dev, unsigned int pipe, u8 request, u8 requesttype, u16 value, u16 index, void *data, u16 size, int timeout)
{
	return wait_for_transfer(dev, pipe, data, size);
}

#define MOST_ENDS	2

struct transfer {
	struct happening done;
	struct urb *urb;
};

struct urb *usb_alloc_urb(int iso_packets, gfp_t gfp)
{
	struct urb *urb = kzalloc(sizeof(*urb), gfp);

	if (urb) {
		INIT_LIST_HEAD(&urb->anchor_list);
		urb->unoops_references = 1;
	}
	return urb;
}
struct urb *usb_get_urb(struct urb *urb)
{
	urb->unoops_references++;
	return urb;
}
void usb_free_urb(struct urb *urb)
{
	if (urb && !--urb->unoops_references)
		kfree(urb);
}

/* __usb_hcd_giveback_urb(): the urb is held, and counts as used, until complete() returns. */
static void give_back(struct urb *urb, int status)
{
	urb->status = status;
	urb->actual_length = status ? 0 : urb->transfer_buffer_length;
	usb_unanchor_urb(urb);
	if (urb->complete)
		urb->complete(urb);
	urb->unoops_uses--;
	usb_free_urb(urb);
}

static void transfer_done(struct happening *h)
{
	struct urb *urb = ((struct transfer *)h)->urb;
	struct task_struct *tsk = unoops_enter_hardirq();
	int status = unoops_choose(2, "the USB transfer fails") ? -EPIPE : 0;

	urb->unoops_transfer = NULL;
	urb->unoops_ends++;
	h->off = true; /* it goes when it is over */
	if (!status && urb->transfer_buffer && usb_pipein(urb->pipe))
		memset(urb->transfer_buffer, 0, urb->transfer_buffer_length);
	give_back(urb, status);
	unoops_leave_hardirq(tsk, "a urb's completion returns while a lock is held");
}

int usb_submit_urb(struct urb *urb, gfp_t gfp)
{
	struct transfer *t;

	if (gfpflags_allow_blocking(gfp))
		unoops_check_may_sleep("usb_submit_urb(GFP_KERNEL) in atomic context");
	if (!urb->dev || !urb->complete)
		return -EINVAL;
	if (urb->unoops_transfer)
		return -EBUSY;
	if (urb->unoops_refused)
		return -EPERM;
	if (unoops_fault("usb_submit_urb"))
		return -ENOMEM;
	unoops_look_at(urb->dev->devnum);
	t = unoops_new_happening(sizeof(*t), transfer_done, "interrupt", 1);
	t->urb = usb_get_urb(urb);
	urb->unoops_transfer = t;
	urb->unoops_uses++;
	unoops_assume("the transfer of a urb that is submitted again and again ends twice at most, unless it is killed");
	if (urb->unoops_ends < MOST_ENDS)
		unoops_expect(&t->done);
	return 0;
}

/* What has not ended by then ends now. */
static void end_transfer(struct urb *urb, int status)
{
	struct transfer *t = urb->unoops_transfer;
	struct task_struct *caller = unoops_current();
	struct task_struct *tsk;

	if (!t)
		return;
	urb->unoops_transfer = NULL;
	unoops_call_off(&t->done, false);
	tsk = unoops_enter_hardirq();
	give_back(urb, status);
	unoops_leave_hardirq(tsk, "a urb's completion returns while a lock is held");
	unoops_act_as(caller);
}
int usb_unlink_urb(struct urb *urb)
{
	if (!urb || !urb->unoops_transfer)
		return -EINVAL;
	end_transfer(urb, -ECONNRESET);
	return -EINPROGRESS;
}
/* Nobody submits it meanwhile, and its completion has run when this returns. */
void usb_poison_urb(struct urb *urb)
{
	if (!urb)
		return;
	urb->unoops_refused++;
	end_transfer(urb, -ENOENT);
	unoops_block(&urb->unoops_uses, ~0u, 0);
}
void usb_kill_urb(struct urb *urb)
{
	unoops_check_may_sleep("usb_kill_urb() in atomic context");
	if (!urb)
		return;
	usb_poison_urb(urb);
	urb->unoops_refused--;
}
void usb_unpoison_urb(struct urb *urb)
{
	if (urb)
		urb->unoops_refused--;
}

void usb_anchor_urb(struct urb *urb, struct usb_anchor *anchor) { list_add_tail(&urb->anchor_list, &anchor->urb_list); }
void usb_unanchor_urb(struct urb *urb) { list_del_init(&urb->anchor_list); }
void usb_kill_anchored_urbs(struct usb_anchor *anchor)
{
	while (!list_empty(&anchor->urb_list)) {
		struct urb *urb = usb_get_urb(list_first_entry(&anchor->urb_list, struct urb, anchor_list));

		usb_kill_urb(urb);
		usb_unanchor_urb(urb);
		usb_free_urb(urb);
	}
}
int usb_wait_anchor_empty_timeout(struct usb_anchor *anchor, unsigned int timeout)
{
	unoops_check_may_sleep("urbs are waited for in atomic context");
	unoops_yield();
	return list_empty(&anchor->urb_list);
}

void *usb_alloc_coherent(struct usb_device *dev, size_t size, gfp_t gfp, dma_addr_t *dma)
{
	void *p = kzalloc(size, gfp);

	if (p)
		*dma = (dma_addr_t)p;
	return p;
}
void usb_free_coherent(struct usb_device *dev, size_t size, void *p, dma_addr_t dma) { kfree(p); }
