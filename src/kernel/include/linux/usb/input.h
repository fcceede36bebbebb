/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_USB_INPUT_H
#define _LINUX_USB_INPUT_H

#include <linux/input.h>
#include <linux/usb.h>

static __always_inline void usb_to_input_id(const struct usb_device *dev, struct input_id *id) { id->bustype = 3; }

#endif
