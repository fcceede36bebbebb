/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_USB_CH9_H
#define _LINUX_USB_CH9_H

#include <linux/byteorder.h>
#include <linux/types.h>

/* include/uapi/linux/usb/ch9.h; 4.4 ... 7.2. */
#define USB_DIR_OUT	0
#define USB_DIR_IN	0x80
#define USB_TYPE_STANDARD	(0x00 << 5)
#define USB_TYPE_CLASS	(0x01 << 5)
#define USB_TYPE_VENDOR	(0x02 << 5)
#define USB_RECIP_DEVICE	0x00
#define USB_RECIP_INTERFACE	0x01
#define USB_RECIP_ENDPOINT	0x02
#define USB_ENDPOINT_NUMBER_MASK	0x0f
#define USB_ENDPOINT_DIR_MASK	0x80
#define USB_ENDPOINT_XFERTYPE_MASK	0x03
#define USB_ENDPOINT_XFER_CONTROL	0
#define USB_ENDPOINT_XFER_ISOC	1
#define USB_ENDPOINT_XFER_BULK	2
#define USB_ENDPOINT_XFER_INT	3
#define USB_CLASS_HID		3
#define USB_CLASS_MASS_STORAGE	8
#define USB_CLASS_VENDOR_SPEC	0xff
#define USB_INTERFACE_SUBCLASS_BOOT	1
#define USB_INTERFACE_PROTOCOL_KEYBOARD	1
#define USB_INTERFACE_PROTOCOL_MOUSE	2
struct usb_ctrlrequest { u8 bRequestType, bRequest; __le16 wValue, wIndex, wLength; } __packed;
struct usb_device_descriptor {
	u8 bLength, bDescriptorType;
	__le16 bcdUSB;
	u8 bDeviceClass, bDeviceSubClass, bDeviceProtocol, bMaxPacketSize0;
	__le16 idVendor, idProduct, bcdDevice;
	u8 iManufacturer, iProduct, iSerialNumber, bNumConfigurations;
} __packed;
struct usb_interface_descriptor {
	u8 bLength, bDescriptorType, bInterfaceNumber, bAlternateSetting, bNumEndpoints, bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol, iInterface;
} __packed;
struct usb_endpoint_descriptor {
	u8 bLength, bDescriptorType, bEndpointAddress, bmAttributes;
	__le16 wMaxPacketSize;
	u8 bInterval;
} __packed;
static __always_inline int usb_endpoint_num(const struct usb_endpoint_descriptor *epd) { return epd->bEndpointAddress & USB_ENDPOINT_NUMBER_MASK; }
static __always_inline int usb_endpoint_type(const struct usb_endpoint_descriptor *epd) { return epd->bmAttributes & USB_ENDPOINT_XFERTYPE_MASK; }
static __always_inline int usb_endpoint_dir_in(const struct usb_endpoint_descriptor *epd) { return epd->bEndpointAddress & USB_DIR_IN; }
static __always_inline int usb_endpoint_dir_out(const struct usb_endpoint_descriptor *epd) { return !usb_endpoint_dir_in(epd); }
static __always_inline int usb_endpoint_maxp(const struct usb_endpoint_descriptor *epd) { return epd->wMaxPacketSize & 0x7ff; }
static __always_inline int usb_endpoint_xfer_bulk(const struct usb_endpoint_descriptor *epd) { return usb_endpoint_type(epd) == USB_ENDPOINT_XFER_BULK; }
static __always_inline int usb_endpoint_xfer_int(const struct usb_endpoint_descriptor *epd) { return usb_endpoint_type(epd) == USB_ENDPOINT_XFER_INT; }
static __always_inline int usb_endpoint_is_bulk_in(const struct usb_endpoint_descriptor *epd) { return usb_endpoint_xfer_bulk(epd) && usb_endpoint_dir_in(epd); }
static __always_inline int usb_endpoint_is_bulk_out(const struct usb_endpoint_descriptor *epd) { return usb_endpoint_xfer_bulk(epd) && usb_endpoint_dir_out(epd); }
static __always_inline int usb_endpoint_is_int_in(const struct usb_endpoint_descriptor *epd) { return usb_endpoint_xfer_int(epd) && usb_endpoint_dir_in(epd); }
static __always_inline int usb_endpoint_is_int_out(const struct usb_endpoint_descriptor *epd) { return usb_endpoint_xfer_int(epd) && usb_endpoint_dir_out(epd); }

#endif
