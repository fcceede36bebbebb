/* SPDX-License-Identifier: MIT */
/* kernel/printk/printk.c, kernel/panic.c, lib/vsprintf.c; 4.4 ... 7.2. */
#include <linux/kernel.h>
#include <linux/bug.h>
#include <unoops/machine.h>

#define LEVEL_DEFAULT	4
#define WITH_ARGS(fmt, call)							\
	({									\
		va_list args;							\
		typeof(call) __result;						\
		va_start(args, fmt);						\
		__result = (call);						\
		va_end(args);							\
		__result;							\
	})

/* A line begins with \001 and its level; 'c' goes on with the line before. */
int vprintk(const char *fmt, va_list args)
{
	int level = LEVEL_DEFAULT;

	while (fmt[0] == KERN_SOH[0] && fmt[1]) {
		if (fmt[1] >= '0' && fmt[1] <= '7')
			level = fmt[1] - '0';
		fmt += 2;
	}
	unoops_printk(level, fmt, (const void *)args);
	return 0;
}

#if UNOOPS_PRINTK_IS__PRINTK
int _printk(const char *fmt, ...) { return WITH_ARGS(fmt, vprintk(fmt, args)); }
#else
int printk(const char *fmt, ...) { return WITH_ARGS(fmt, vprintk(fmt, args)); }
#endif

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	return unoops_snprintf(buf, size, fmt, (const void *)args);
}

int vsprintf(char *buf, const char *fmt, va_list args) { return vsnprintf(buf, INT_MAX, fmt, args); }

/* What was really written, where vsnprintf() says what it would have liked to write. */
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	int n = vsnprintf(buf, size, fmt, args);

	return n < (int)size ? n : size ? (int)size - 1 : 0;
}

int snprintf(char *buf, size_t size, const char *fmt, ...) { return WITH_ARGS(fmt, vsnprintf(buf, size, fmt, args)); }
int scnprintf(char *buf, size_t size, const char *fmt, ...) { return WITH_ARGS(fmt, vscnprintf(buf, size, fmt, args)); }
int sprintf(char *buf, const char *fmt, ...) { return WITH_ARGS(fmt, vsprintf(buf, fmt, args)); }

void __warn_printf(const char *file, int line, const char *fmt, ...)
{
	char text[128];

	(void)WITH_ARGS(fmt, vsnprintf(text, sizeof(text), fmt, args));
	unoops_warn(file, line, text);
}

void panic(const char *fmt, ...)
{
	unoops_trap(UNOOPS_BUG, fmt, "panic()");
	unoops_exit();
}

void dump_stack(void) { }
void add_taint(unsigned int flag, enum lockdep_ok ok) { }
