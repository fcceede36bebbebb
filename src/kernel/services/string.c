/* SPDX-License-Identifier: MIT */
/* lib/string.c, lib/string_helpers.c; 4.4 ... 7.2. */
#include <linux/string.h>
#include <linux/kernel.h>

void *memcpy(void *dest, const void *src, size_t n) { return memmove(dest, src, n); }

void *memmove(void *dest, const void *src, size_t n)
{
	char *d = dest;
	const char *s = src;

	if (d <= s)
		for (size_t i = 0; i < n; i++)
			d[i] = s[i];
	else
		while (n--)
			d[n] = s[n];
	return dest;
}

void *memset(void *s, int c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((char *)s)[i] = c;
	return s;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

/* The first byte that is c, or the first that is not. */
static void *scan(const void *s, int c, size_t n, bool equal)
{
	const unsigned char *p = s;

	for (; n--; p++)
		if ((*p == (unsigned char)c) == equal)
			return (void *)p;
	return NULL;
}
void *memchr(const void *s, int c, size_t n) { return scan(s, c, n, true); }
void *memchr_inv(const void *s, int c, size_t n) { return scan(s, c, n, false); }
void *memscan(void *s, int c, size_t n)
{
	void *found = scan(s, c, n, true);

	return found ? found : (char *)s + n;
}

size_t strnlen(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n])
		n++;
	return n;
}
size_t strlen(const char *s) { return strnlen(s, SIZE_MAX); }

char *strcpy(char *dest, const char *src) { return memcpy(dest, src, strlen(src) + 1); }

char *strncpy(char *dest, const char *src, size_t n)
{
	size_t len = strnlen(src, n);

	memcpy(dest, src, len);
	memset(dest + len, 0, n - len);
	return dest;
}

ssize_t sized_strscpy(char *dest, const char *src, size_t size)
{
	size_t len = strnlen(src, size);

	if (!size)
		return -E2BIG;
	if (len == size) {
		memcpy(dest, src, size - 1);
		dest[size - 1] = 0;
		return -E2BIG;
	}
	memcpy(dest, src, len + 1);
	return len;
}

#if UNOOPS_HAS_STRLCPY
size_t strlcpy(char *dest, const char *src, size_t size)
{
	size_t len = strlen(src);

	sized_strscpy(dest, src, size);
	return len;
}
#endif

char *strcat(char *dest, const char *src)
{
	strcpy(dest + strlen(dest), src);
	return dest;
}

char *strncat(char *dest, const char *src, size_t n)
{
	size_t end = strlen(dest), len = strnlen(src, n);

	memcpy(dest + end, src, len);
	dest[end + len] = 0;
	return dest;
}

size_t strlcat(char *dest, const char *src, size_t size)
{
	size_t end = strlen(dest), len = strlen(src);

	sized_strscpy(dest + end, src, size - end);
	return end + len;
}

static unsigned char lower(unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; }
static unsigned char same(unsigned char c) { return c; }

static int compare(const char *a, const char *b, size_t n, unsigned char (*fold)(unsigned char))
{
	for (; n--; a++, b++) {
		int diff = fold(*a) - fold(*b);

		if (diff || !*a)
			return diff;
	}
	return 0;
}
int strcmp(const char *a, const char *b) { return compare(a, b, SIZE_MAX, same); }
int strncmp(const char *a, const char *b, size_t n) { return compare(a, b, n, same); }
int strcasecmp(const char *a, const char *b) { return compare(a, b, SIZE_MAX, lower); }
int strncasecmp(const char *a, const char *b, size_t n) { return compare(a, b, n, lower); }

char *strchrnul(const char *s, int c)
{
	while (*s && *s != (char)c)
		s++;
	return (char *)s;
}
char *strchr(const char *s, int c)
{
	s = strchrnul(s, c);
	return *s == (char)c ? (char *)s : NULL;
}
char *strrchr(const char *s, int c)
{
	for (size_t n = strlen(s) + 1; n--;)
		if (s[n] == (char)c)
			return (char *)s + n;
	return NULL;
}

char *strnstr(const char *s, const char *sub, size_t n)
{
	size_t len = strlen(sub);

	for (n = strnlen(s, n); n >= len; n--, s++)
		if (!memcmp(s, sub, len))
			return (char *)s;
	return NULL;
}
char *strstr(const char *s, const char *sub) { return strnstr(s, sub, SIZE_MAX); }

static size_t span(const char *s, const char *set, bool inside)
{
	size_t n = 0;

	while (s[n] && (strchr(set, s[n]) != NULL) == inside)
		n++;
	return n;
}
size_t strspn(const char *s, const char *set) { return span(s, set, true); }
size_t strcspn(const char *s, const char *set) { return span(s, set, false); }
char *strpbrk(const char *s, const char *set)
{
	s += strcspn(s, set);
	return *s ? (char *)s : NULL;
}

char *strsep(char **s, const char *delims)
{
	char *word = *s, *end;

	if (!word)
		return NULL;
	end = strpbrk(word, delims);
	*s = end ? end + 1 : NULL;
	if (end)
		*end = 0;
	return word;
}

#define SPACES	" \t\n\v\f\r"
char *skip_spaces(const char *s) { return (char *)s + strspn(s, SPACES); }
char *strim(char *s)
{
	size_t n = strlen(s);

	while (n && strchr(SPACES, s[n - 1]))
		s[--n] = 0;
	return skip_spaces(s);
}

/* Equal but for one newline at the end. */
bool sysfs_streq(const char *a, const char *b)
{
	size_t x = strcspn(a, "\n"), y = strcspn(b, "\n");

	return x == y && !memcmp(a, b, x) && !(a[x] && a[x + 1]) && !(b[y] && b[y + 1]);
}

int match_string(const char *const *array, size_t n, const char *s)
{
	for (size_t i = 0; i < n && array[i]; i++)
		if (!strcmp(array[i], s))
			return i;
	return -EINVAL;
}
