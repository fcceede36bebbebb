/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/compiler.h>

/* Nothing is thrown away after init: a pointer left to __initdata is not caught. */
#define __init
#define __exit
#define __initdata
#define __exitdata
#define __initconst
#define __exitconst
#define __devinit
#define __devexit
#define __init_refok
#define __ref
#define __initdata_or_module
#define __init_task_data
#define __exit_p(x)	(x)
#define __exit_refok
#define __devinitdata
#define __devexitdata
#define __devexit_p(x)	(x)
#define __meminit
#define __cpuinit
#define __refdata

/* services/boot.c looks for these; the kernel's own way, init_module() itself, works as well. */
#define module_init(fn)		int (*const unoops_module_init)(void) = (fn);
#define module_exit(fn)		void (*const unoops_module_exit)(void) = (fn);
#define __initcall(fn)		module_init(fn)
#define core_initcall(fn)	module_init(fn)
#define postcore_initcall(fn)	module_init(fn)
#define arch_initcall(fn)	module_init(fn)
#define subsys_initcall(fn)	module_init(fn)
#define fs_initcall(fn)		module_init(fn)
#define device_initcall(fn)	module_init(fn)
#define rootfs_initcall(fn)	module_init(fn)
#define console_initcall(fn)	module_init(fn)
#define subsys_initcall_sync(fn)	module_init(fn)
#define late_initcall_sync(fn)	module_init(fn)
#define device_initcall_sync(fn)	module_init(fn)
#define late_initcall(fn)	module_init(fn)
#define __exitcall(fn)		module_exit(fn)

#endif
