/* SPDX-License-Identifier: MIT */
/*
 * What the compiler knows of the size of an object goes with it, as with CONFIG_FORTIFY_SOURCE: include/linux/fortify-string.h
 * (linux/string.h before 5.13; 4.13 ... 7.2). Memory functions may fill a struct to its end, those of strings their member. printf is
 * not fortified in Linux: there KASAN sees it.
 */
#ifndef UNOOPS_FORTIFY_H
#define UNOOPS_FORTIFY_H

#include <linux/stdarg.h>
#include <linux/types.h>

void *unoops_memcpy(void *dest, const void *src, size_t n, size_t room, size_t holds);
void *unoops_memmove(void *dest, const void *src, size_t n, size_t room, size_t holds);
void *unoops_memset(void *s, int c, size_t n, size_t room);
char *unoops_strcpy(char *dest, const char *src, size_t room);
char *unoops_strncpy(char *dest, const char *src, size_t n, size_t room);
char *unoops_strcat(char *dest, const char *src, size_t room);
char *unoops_strncat(char *dest, const char *src, size_t n, size_t room);
ssize_t unoops_strscpy(char *dest, const char *src, size_t size, size_t room);
int unoops_sprintf_to(char *buf, size_t room, const char *fmt, ...) __printf(3, 4);
int unoops_vsprintf_to(char *buf, size_t room, const char *fmt, va_list args) __printf(3, 0);
int unoops_snprintf_to(char *buf, size_t size, size_t room, const char *fmt, ...) __printf(4, 5);
int unoops_vsnprintf_to(char *buf, size_t size, size_t room, const char *fmt, va_list args) __printf(4, 0);

#endif
