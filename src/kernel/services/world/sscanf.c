/* SPDX-License-Identifier: MIT */
/* lib/vsprintf.c: vsscanf(); 4.4 ... 7.2. Numbers, words and characters; no sets of characters. */
#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/string.h>

static void store(void *to, int size, unsigned long long value)
{
	if (size == 8)
		*(unsigned long long *)to = value;
	else if (size == 4)
		*(unsigned int *)to = value;
	else if (size == 2)
		*(unsigned short *)to = value;
	else
		*(unsigned char *)to = value;
}

/* Bytes of the number that the length letters at *fmt ask for. */
static int size_of_number(const char **fmt)
{
	int size = 4;

	for (;; ++*fmt) {
		if (**fmt == 'h')
			size /= 2;
		else if (**fmt == 'L' || (**fmt == 'l' && (*fmt)[1] == 'l'))
			size = 8;
		else if (**fmt != 'l' && **fmt != 'z')
			return size;
	}
}

static const char *scan_number(const char *s, char conversion, unsigned long long *value)
{
	bool negative = *s == '-' && conversion != 'u' && conversion != 'x';
	char *end;

	s += negative;
	if (!isxdigit(*s))
		return NULL;
	*value = simple_strtoull(s, &end, conversion == 'x' ? 16 : conversion == 'i' ? 0 : 10);
	if (end == s)
		return NULL;
	if (negative)
		*value = -*value;
	return end;
}

static const char *scan_word(const char *s, char *to, int width)
{
	while (*s && !isspace(*s) && width--) {
		if (to)
			*to++ = *s;
		s++;
	}
	if (to)
		*to = 0;
	return s;
}

int vsscanf(const char *s, const char *fmt, va_list args)
{
	int n = 0;

	while (*fmt) {
		unsigned long long value;
		bool skip;
		int width = 0, size;

		if (isspace(*fmt)) {
			s = skip_spaces(s);
			fmt++;
			continue;
		}
		if (*fmt != '%') {
			if (*fmt++ != *s++)
				return n;
			continue;
		}
		skip = *++fmt == '*';
		fmt += skip;
		while (isdigit(*fmt))
			width = width * 10 + *fmt++ - '0';
		size = size_of_number(&fmt);
		if (*fmt == 'n' || *fmt == '[')
			unoops_trap(UNOOPS_BUG, fmt, "sscanf() with %n or %[, which unoops does not know");
		if (*fmt == 'c') {
			if (!*s)
				return n;
			if (!skip)
				*va_arg(args, char *) = *s;
			s++;
			n += !skip;
			fmt++;
			continue;
		}
		s = skip_spaces(s);
		if (!*s)
			return n ? n : -1;
		if (*fmt == 's') {
			s = scan_word(s, skip ? NULL : va_arg(args, char *), width ? width : -1);
		} else {
			s = scan_number(s, *fmt, &value);
			if (!s)
				return n;
			if (!skip)
				store(va_arg(args, void *), size, value);
		}
		n += !skip;
		fmt++;
	}
	return n;
}

int sscanf(const char *s, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsscanf(s, fmt, args);
	va_end(args);
	return n;
}
