/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_POISON_H
#define _LINUX_POISON_H

/* Not addresses of anything: using a deleted entry faults. */
#ifdef UNOOPS_ARM
#define LIST_POISON1	((void *)0x100)
#define LIST_POISON2	((void *)0x122)
#else
#define LIST_POISON1	((void *)0xdead0100)
#define LIST_POISON2	((void *)0xdead0122)
#endif

#endif
