/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_PERCPU_RWSEM_H
#define _LINUX_PERCPU_RWSEM_H

#include <linux/rwsem.h>

struct percpu_rw_semaphore { struct rw_semaphore rw_sem; };
#define percpu_init_rwsem(s)	({ init_rwsem(&(s)->rw_sem); 0; })
#define percpu_down_read(s)	down_read(&(s)->rw_sem)
#define percpu_up_read(s)	up_read(&(s)->rw_sem)
#define percpu_down_write(s)	down_write(&(s)->rw_sem)
#define percpu_up_write(s)	up_write(&(s)->rw_sem)
#define percpu_free_rwsem(s)	do { (void)(s); } while (0)

#endif
