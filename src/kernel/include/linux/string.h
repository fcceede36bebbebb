/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_STRING_H
#define _LINUX_STRING_H

#include <linux/types.h>
#include <linux/stdarg.h>
#include <linux/gfp.h>
#include <linux/err.h>

void *memcpy(void *dest, const void *src, size_t n);
void *memmove(void *dest, const void *src, size_t n);
void *memset(void *s, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *s, int c, size_t n);
void *memchr_inv(const void *s, int c, size_t n);
void *memscan(void *s, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
char *strcpy(char *dest, const char *src);
char *strncpy(char *dest, const char *src, size_t n);
ssize_t sized_strscpy(char *dest, const char *src, size_t size);
/* The size may be left out for an array. */
#define __strscpy_size(dest, size, ...)		(size)
#define strscpy(dest, src, size...)	\
	sized_strscpy(dest, src, __strscpy_size(dest, ##size, sizeof(dest)))
char *strcat(char *dest, const char *src);
char *strncat(char *dest, const char *src, size_t n);
size_t strlcat(char *dest, const char *src, size_t size);
#if UNOOPS_HAS_STRLCPY
size_t strlcpy(char *dest, const char *src, size_t size);
#endif
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strchrnul(const char *s, int c);
char *strstr(const char *s, const char *sub);
char *strnstr(const char *s, const char *sub, size_t n);
char *strsep(char **s, const char *delims);
char *strpbrk(const char *s, const char *set);
size_t strspn(const char *s, const char *set);
size_t strcspn(const char *s, const char *set);
char *strim(char *s);
char *skip_spaces(const char *s);
#define strstrip(s)	strim(s)
bool sysfs_streq(const char *a, const char *b);
int match_string(const char *const *array, size_t n, const char *s);
static __always_inline const char *kbasename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
#define strscpy_pad(dest, src, size)	\
	({ memset(dest, 0, size); strscpy(dest, src, size); })
#define memzero_explicit(s, n)		((void)memset(s, 0, n))

char *kstrdup(const char *s, gfp_t gfp);
const char *kstrdup_const(const char *s, gfp_t gfp);
void kfree_const(const void *p);
char *kstrndup(const char *s, size_t n, gfp_t gfp);
void *kmemdup(const void *src, size_t n, gfp_t gfp);
char *kasprintf(gfp_t gfp, const char *fmt, ...) __printf(2, 3);
char *kvasprintf(gfp_t gfp, const char *fmt, va_list args) __printf(2, 0);

#ifdef MODULE
#include <unoops/fortify.h>
#define memcpy(dest, src, n)	unoops_memcpy(dest, src, n, __builtin_object_size(dest, 0), __builtin_object_size(src, 0))
#define memmove(dest, src, n)	unoops_memmove(dest, src, n, __builtin_object_size(dest, 0), __builtin_object_size(src, 0))
#define memset(s, c, n)		unoops_memset(s, c, n, __builtin_object_size(s, 0))
#define strcpy(dest, src)	unoops_strcpy(dest, src, __builtin_object_size(dest, 1))
#define strncpy(dest, src, n)	unoops_strncpy(dest, src, n, __builtin_object_size(dest, 1))
#define strcat(dest, src)	unoops_strcat(dest, src, __builtin_object_size(dest, 1))
#define strncat(dest, src, n)	unoops_strncat(dest, src, n, __builtin_object_size(dest, 1))
#define sized_strscpy(dest, src, size)	unoops_strscpy(dest, src, size, __builtin_object_size(dest, 1))
#endif

#endif
