/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_GENETLINK_H
#define _LINUX_GENETLINK_H

#include <linux/netlink.h>

#define GENL_NAMSIZ	16
struct genlmsghdr { u8 cmd, version; u16 reserved; };
#define GENL_HDRLEN	((int)NLMSG_ALIGN(sizeof(struct genlmsghdr)))
#define GENL_ADMIN_PERM	0x01
#define GENL_CMD_CAP_DO	0x02
#if !UNOOPS_SINCE(4, 10)
#define GENL_ID_GENERATE	0
#endif
#define GENL_DONT_VALIDATE_STRICT	(1 << 0)
#define GENL_DONT_VALIDATE_DUMP		(1 << 1)

#endif
