/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SERIAL_H
#define _LINUX_SERIAL_H

#include <linux/types.h>

/* include/uapi/linux/serial.h; 4.4 ... 7.2. */
struct serial_struct {
	int type, line;
	unsigned int port;
	int irq, flags, xmit_fifo_size, custom_divisor, baud_base;
	unsigned short close_delay;
	char io_type, reserved_char[1];
	int hub6;
	unsigned short closing_wait, closing_wait2;
	unsigned char *iomem_base;
	unsigned short iomem_reg_shift;
	unsigned int port_high;
	unsigned long iomap_base;
};
struct serial_icounter_struct { int cts, dsr, rng, dcd, rx, tx, frame, overrun, parity, brk, buf_overrun, reserved[9]; };
struct async_icount { __u32 cts, dsr, rng, dcd, tx, rx, frame, parity, overrun, brk, buf_overrun; };

#endif
