/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_HDREG_H
#define _LINUX_HDREG_H

/* include/uapi/linux/hdreg.h. */
struct hd_geometry { unsigned char heads, sectors; unsigned short cylinders; unsigned long start; };
#define HDIO_GETGEO	0x0301

#endif
