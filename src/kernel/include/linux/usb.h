/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_USB_H
#define _LINUX_USB_H

#include <linux/mod_devicetable.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/interrupt.h>
#include <linux/fs.h>
#include <linux/completion.h>
#include <linux/usb/ch9.h>

/* drivers/usb/core/; 4.4 ... 7.2. One device of the driver's kind is plugged in; what it sends is zeros, or a transfer fails. */
#define USB_DEVICE_ID_MATCH_DEVICE	3
#define USB_DEVICE(v, p)	.match_flags = USB_DEVICE_ID_MATCH_DEVICE, .idVendor = (v), .idProduct = (p)
#define USB_INTERFACE_INFO(cl, sc, pr)	.bInterfaceClass = (cl), .bInterfaceSubClass = (sc), .bInterfaceProtocol = (pr)
#define USB_DEVICE_INTERFACE_NUMBER(v, p, n)	USB_DEVICE(v, p)
struct usb_host_endpoint { struct usb_endpoint_descriptor desc; bool enabled; };
struct usb_host_interface { struct usb_interface_descriptor desc; struct usb_host_endpoint *endpoint; };
struct usb_device {
	int devnum;
	char devpath[16];
	int speed;
	u8 portnum;
	struct usb_device_descriptor descriptor;
	char *product, *manufacturer, *serial;
	struct device dev;
};
struct usb_interface {
	struct usb_host_interface *altsetting, *cur_altsetting;
	unsigned int num_altsetting;
	int minor;
	struct device dev;
	struct device *usb_dev;
	struct usb_device *unoops_device;
};
struct usb_driver {
	const char *name;
	int (*probe)(struct usb_interface *intf, const struct usb_device_id *id);
	void (*disconnect)(struct usb_interface *intf);
	int (*unlocked_ioctl)(struct usb_interface *intf, unsigned int code, void *buf);
	int (*suspend)(struct usb_interface *intf, pm_message_t message);
	int (*resume)(struct usb_interface *intf);
	int (*reset_resume)(struct usb_interface *intf);
	int (*pre_reset)(struct usb_interface *intf);
	int (*post_reset)(struct usb_interface *intf);
	const struct usb_device_id *id_table;
	struct { struct device_driver driver; } drvwrap;
	unsigned int no_dynamic_id : 1, supports_autosuspend : 1, disable_hub_initiated_lpm : 1, soft_unbind : 1;
};
struct usb_class_driver {
	char *name;
	char *(*devnode)(UNOOPS_CLASS_DEVICE *dev, umode_t *mode);
	const struct file_operations *fops;
	int minor_base;
};
struct urb;
typedef void (*usb_complete_t)(struct urb *urb);
struct urb {
	struct usb_device *dev;
	unsigned int pipe, transfer_flags;
	int status, interval, start_frame, number_of_packets, error_count;
	void *transfer_buffer;
	dma_addr_t transfer_dma, setup_dma;
	u32 transfer_buffer_length, actual_length;
	unsigned char *setup_packet;
	void *context;
	usb_complete_t complete;
	struct list_head anchor_list;
	void *unoops_transfer;
	unsigned int unoops_refused, unoops_uses, unoops_ends;
	int unoops_references;
};
struct usb_anchor { struct list_head urb_list; spinlock_t lock; };
#define URB_NO_TRANSFER_DMA_MAP	0x0004
#define URB_ZERO_PACKET		0x0040
#define URB_FREE_BUFFER		0x0100
#define USB_CTRL_GET_TIMEOUT	5000
#define USB_CTRL_SET_TIMEOUT	5000
int usb_register_driver(struct usb_driver *driver, struct module *owner, const char *name);
#define usb_register(driver)	usb_register_driver(driver, THIS_MODULE, KBUILD_MODNAME)
void usb_deregister(struct usb_driver *driver);
#define module_usb_driver(driver)	module_driver(driver, usb_register, usb_deregister)
static __always_inline void *usb_get_intfdata(struct usb_interface *intf) { return intf->dev.driver_data; }
static __always_inline void usb_set_intfdata(struct usb_interface *intf, void *data) { intf->dev.driver_data = data; }
#define to_usb_interface(d)	container_of(d, struct usb_interface, dev)
static __always_inline struct usb_device *interface_to_usbdev(struct usb_interface *intf) { return intf->unoops_device; }
static __always_inline struct usb_device *usb_get_dev(struct usb_device *dev) { return dev; }
static __always_inline void usb_put_dev(struct usb_device *dev) { (void)dev; }
static __always_inline struct usb_interface *usb_get_intf(struct usb_interface *intf) { return intf; }
static __always_inline void usb_put_intf(struct usb_interface *intf) { (void)intf; }
static __always_inline int usb_autopm_get_interface(struct usb_interface *intf) { return 0; }
static __always_inline void usb_disable_autosuspend(struct usb_device *dev) { (void)dev->devnum; }
static __always_inline void usb_enable_autosuspend(struct usb_device *dev) { (void)dev->devnum; }
static __always_inline void usb_autopm_put_interface(struct usb_interface *intf) { (void)intf; }
static __always_inline int usb_make_path(struct usb_device *dev, char *buf, size_t size) { return snprintf(buf, size, "usb-1"); }
int usb_register_dev(struct usb_interface *intf, struct usb_class_driver *class_driver);
void usb_deregister_dev(struct usb_interface *intf, struct usb_class_driver *class_driver);
struct usb_interface *usb_find_interface(struct usb_driver *driver, int minor);

#define UNOOPS_PIPE(kind, ep, in)	((kind) << 30 | (ep) << 15 | (in))
#define usb_sndctrlpipe(dev, ep)	((void)(dev), UNOOPS_PIPE(2u, (ep), 0))
#define usb_rcvctrlpipe(dev, ep)	((void)(dev), UNOOPS_PIPE(2u, (ep), 0x80))
#define usb_sndbulkpipe(dev, ep)	((void)(dev), UNOOPS_PIPE(3u, (ep), 0))
#define usb_rcvbulkpipe(dev, ep)	((void)(dev), UNOOPS_PIPE(3u, (ep), 0x80))
#define usb_sndintpipe(dev, ep)		((void)(dev), UNOOPS_PIPE(1u, (ep), 0))
#define usb_rcvintpipe(dev, ep)		((void)(dev), UNOOPS_PIPE(1u, (ep), 0x80))
#define usb_pipein(pipe)		((pipe) & 0x80)
#define usb_pipeout(pipe)		(!usb_pipein(pipe))
#if UNOOPS_SINCE(5, 19)
#define usb_maxpacket(dev, pipe)	((void)(dev), (void)(pipe), 64)
#else
#define usb_maxpacket(dev, pipe, out)	((void)(dev), (void)(pipe), (void)(out), 64)
#endif
int usb_bulk_msg(struct usb_device *dev, unsigned int pipe, void *data, int len, int *actual_length, int timeout);
#define usb_interrupt_msg	usb_bulk_msg
int usb_control_msg(struct usb_device *dev, unsigned int pipe, u8 request, u8 requesttype, u16 value, u16 index, void *data, u16 size, int timeout);
static __always_inline int usb_clear_halt(struct usb_device *dev, int pipe) { return 0; }
struct urb *usb_alloc_urb(int iso_packets, gfp_t gfp);
void usb_free_urb(struct urb *urb);
#define usb_put_urb	usb_free_urb
struct urb *usb_get_urb(struct urb *urb);
int usb_submit_urb(struct urb *urb, gfp_t gfp);
int usb_unlink_urb(struct urb *urb);
void usb_kill_urb(struct urb *urb);
void usb_poison_urb(struct urb *urb);
void usb_unpoison_urb(struct urb *urb);
void *usb_alloc_coherent(struct usb_device *dev, size_t size, gfp_t gfp, dma_addr_t *dma);
void usb_free_coherent(struct usb_device *dev, size_t size, void *p, dma_addr_t dma);
static __always_inline void usb_fill_bulk_urb(struct urb *urb, struct usb_device *dev, unsigned int pipe, void *buf, int len, usb_complete_t fn, void *context)
{
	urb->dev = dev;
	urb->pipe = pipe;
	urb->transfer_buffer = buf;
	urb->transfer_buffer_length = len;
	urb->complete = fn;
	urb->context = context;
}
static __always_inline void usb_fill_int_urb(struct urb *urb, struct usb_device *dev, unsigned int pipe, void *buf, int len, usb_complete_t fn, void *context, int interval)
{
	usb_fill_bulk_urb(urb, dev, pipe, buf, len, fn, context);
	urb->interval = interval;
}
static __always_inline void usb_fill_control_urb(struct urb *urb, struct usb_device *dev, unsigned int pipe, unsigned char *setup, void *buf, int len, usb_complete_t fn, void *context)
{
	usb_fill_bulk_urb(urb, dev, pipe, buf, len, fn, context);
	urb->setup_packet = setup;
}
static __always_inline void init_usb_anchor(struct usb_anchor *anchor)
{
	spin_lock_init(&anchor->lock);
	INIT_LIST_HEAD(&anchor->urb_list);
}
void usb_anchor_urb(struct urb *urb, struct usb_anchor *anchor);
void usb_unanchor_urb(struct urb *urb);
void usb_kill_anchored_urbs(struct usb_anchor *anchor);
int usb_wait_anchor_empty_timeout(struct usb_anchor *anchor, unsigned int timeout);
int usb_find_common_endpoints(struct usb_host_interface *alt, struct usb_endpoint_descriptor **bulk_in, struct usb_endpoint_descriptor **bulk_out,
		struct usb_endpoint_descriptor **int_in, struct usb_endpoint_descriptor **int_out);

#endif
