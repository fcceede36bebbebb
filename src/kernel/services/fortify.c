/* SPDX-License-Identifier: MIT */
/* include/linux/fortify-string.h: fortify_panic() where more is copied than the object holds; 4.13 ... 7.2. See unoops/fortify.h. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <unoops/fortify.h>
#include "model.h"

static __always_inline void check_room(const void *dest, size_t n, size_t room)
{
	if (n > room)
		unoops_trap(UNOOPS_OVERFLOW, dest, "more is written than the object holds");
}
static __always_inline void check_source(const void *src, size_t n, size_t holds)
{
	if (n > holds)
		unoops_trap(UNOOPS_OVERFLOW, src, "more is read than the object holds");
}

void *unoops_memcpy(void *dest, const void *src, size_t n, size_t room, size_t holds)
{
	check_room(dest, n, room);
	check_source(src, n, holds);
	return memcpy(dest, src, n);
}

void *unoops_memmove(void *dest, const void *src, size_t n, size_t room, size_t holds)
{
	check_room(dest, n, room);
	check_source(src, n, holds);
	return memmove(dest, src, n);
}

void *unoops_memset(void *s, int c, size_t n, size_t room)
{
	check_room(s, n, room);
	return memset(s, c, unoops_kept(s, n));
}

char *unoops_strcpy(char *dest, const char *src, size_t room)
{
	check_room(dest, strlen(src) + 1, room);
	return strcpy(dest, src);
}

/* Fills up with zeros to the size that it is told. */
char *unoops_strncpy(char *dest, const char *src, size_t n, size_t room)
{
	check_room(dest, n, room);
	return strncpy(dest, src, n);
}

char *unoops_strcat(char *dest, const char *src, size_t room)
{
	if (room != SIZE_MAX)
		check_room(dest, strlen(dest) + strlen(src) + 1, room);
	return strcat(dest, src);
}

char *unoops_strncat(char *dest, const char *src, size_t n, size_t room)
{
	if (room != SIZE_MAX)
		check_room(dest, strlen(dest) + strnlen(src, n) + 1, room);
	return strncat(dest, src, n);
}

ssize_t unoops_strscpy(char *dest, const char *src, size_t size, size_t room)
{
	if (size && room != SIZE_MAX)
		check_room(dest, min(strnlen(src, size) + 1, size), room);
	return sized_strscpy(dest, src, size);
}

int unoops_vsnprintf_to(char *buf, size_t size, size_t room, const char *fmt, va_list args)
{
	if (size > room) {
		va_list again;

		va_copy(again, args);
		check_room(buf, min((size_t)vsnprintf(NULL, 0, fmt, again) + 1, size), room);
		va_end(again);
	}
	return vsnprintf(buf, size, fmt, args);
}

int unoops_snprintf_to(char *buf, size_t size, size_t room, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = unoops_vsnprintf_to(buf, size, room, fmt, args);
	va_end(args);
	return n;
}

int unoops_vsprintf_to(char *buf, size_t room, const char *fmt, va_list args)
{
	return unoops_vsnprintf_to(buf, INT_MAX, room, fmt, args);
}

int unoops_sprintf_to(char *buf, size_t room, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = unoops_vsprintf_to(buf, room, fmt, args);
	va_end(args);
	return n;
}
