/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_POLL_H
#define _LINUX_POLL_H

#include <linux/types.h>
#include <linux/wait.h>
#include <linux/fs.h>
#include <linux/uaccess.h>
#include <linux/string.h>
#include <linux/sysctl.h>

#define POLLIN		0x0001
#define POLLPRI		0x0002
#define POLLOUT		0x0004
#define POLLERR		0x0008
#define POLLHUP		0x0010
#define POLLNVAL	0x0020
#define POLLRDNORM	0x0040
#define POLLRDBAND	0x0080
#define POLLWRNORM	0x0100
#define POLLWRBAND	0x0200
#define POLLMSG		0x0400
#define POLLRDHUP	0x2000
#define EPOLLIN		((__poll_t)POLLIN)
#define EPOLLPRI	((__poll_t)POLLPRI)
#define EPOLLOUT	((__poll_t)POLLOUT)
#define EPOLLERR	((__poll_t)POLLERR)
#define EPOLLHUP	((__poll_t)POLLHUP)
#define EPOLLRDNORM	((__poll_t)POLLRDNORM)
#define EPOLLRDBAND	((__poll_t)POLLRDBAND)
#define EPOLLWRNORM	((__poll_t)POLLWRNORM)
#define EPOLLWRBAND	((__poll_t)POLLWRBAND)
#define EPOLLRDHUP	((__poll_t)POLLRDHUP)
#define EPOLLEXCLUSIVE	((__poll_t)(1U << 28))
#define DEFAULT_POLLMASK (EPOLLIN | EPOLLOUT | EPOLLRDNORM | EPOLLWRNORM)

struct file;
struct poll_table_struct;
typedef void (*poll_queue_proc)(struct file *file, wait_queue_head_t *head, struct poll_table_struct *table);
typedef struct poll_table_struct {
	poll_queue_proc _qproc;
	__poll_t _key;
} poll_table;
static __always_inline void poll_wait(struct file *file, wait_queue_head_t *head, poll_table *table)
{
	if (table && table->_qproc && head)
		table->_qproc(file, head, table);
}

#endif
