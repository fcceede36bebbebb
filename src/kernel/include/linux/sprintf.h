/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SPRINTF_H
#define _LINUX_SPRINTF_H

#include <linux/stdarg.h>
#include <linux/types.h>

int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args) __printf(3, 0);
int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args) __printf(3, 0);
int sprintf(char *buf, const char *fmt, ...) __printf(2, 3);
int vsprintf(char *buf, const char *fmt, va_list args) __printf(2, 0);
int vsscanf(const char *buf, const char *fmt, va_list args);
int sscanf(const char *buf, const char *fmt, ...) __attribute__((__format__(scanf, 2, 3)));

#ifdef MODULE
#include <unoops/fortify.h>
#define sprintf(buf, ...)		unoops_sprintf_to(buf, __builtin_object_size(buf, 1), __VA_ARGS__)
#define vsprintf(buf, fmt, args)	unoops_vsprintf_to(buf, __builtin_object_size(buf, 1), fmt, args)
#define snprintf(buf, size, ...)	unoops_snprintf_to(buf, size, __builtin_object_size(buf, 1), __VA_ARGS__)
#define vsnprintf(buf, size, fmt, args)	unoops_vsnprintf_to(buf, size, __builtin_object_size(buf, 1), fmt, args)
#endif

#endif
