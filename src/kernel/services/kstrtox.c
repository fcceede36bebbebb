/* SPDX-License-Identifier: MIT */
/* lib/kstrtox.c, lib/vsprintf.c; 4.4 ... 7.2. */
#include <linux/kstrtox.h>
#include <linux/kernel.h>

static int digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' :
	       c >= 'a' && c <= 'z' ? c - 'a' + 10 :
	       c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

/* As many digits as there are: where they end, or NULL when the number is too large. */
static const char *parse(const char *s, unsigned int base, unsigned long long *res)
{
	bool hex = s[0] == '0' && (s[1] | 32) == 'x' && digit(s[2]) < 16;

	if (base == 0)
		base = hex ? 16 : s[0] == '0' ? 8 : 10;
	if (base == 16 && hex)
		s += 2;
	for (*res = 0; digit(*s) < (int)base; s++) {
		if (*res > (ULLONG_MAX - digit(*s)) / base)
			return NULL;
		*res = *res * base + digit(*s);
	}
	return s;
}

/* A whole string: one number, perhaps a newline, nothing else. */
int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	const char *end;

	s += *s == '+';
	end = parse(s, base, res);
	if (!end)
		return -ERANGE;
	if (end == s || (*end && (end[0] != '\n' || end[1])))
		return -EINVAL;
	return 0;
}

int kstrtoll(const char *s, unsigned int base, long long *res)
{
	unsigned long long magnitude;
	bool negative = *s == '-';
	int err = negative && s[1] == '+' ? -EINVAL : kstrtoull(s + negative, base, &magnitude);

	if (err)
		return err;
	if (magnitude > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*res = negative ? -magnitude : magnitude;
	return 0;
}

#define KSTRTO(name, type, wide, parser)					\
int name(const char *s, unsigned int base, type *res)				\
{										\
	wide value;								\
	int err = parser(s, base, &value);					\
										\
	if (err)								\
		return err;							\
	if (value != (type)value)						\
		return -ERANGE;							\
	*res = value;								\
	return 0;								\
}
KSTRTO(kstrtoul, unsigned long, unsigned long long, kstrtoull)
KSTRTO(kstrtol, long, long long, kstrtoll)
KSTRTO(kstrtouint, unsigned int, unsigned long long, kstrtoull)
KSTRTO(kstrtoint, int, long long, kstrtoll)
KSTRTO(kstrtou8, u8, unsigned long long, kstrtoull)
KSTRTO(kstrtou16, u16, unsigned long long, kstrtoull)
KSTRTO(kstrtos8, s8, long long, kstrtoll)
KSTRTO(kstrtos16, s16, long long, kstrtoll)

int kstrtobool(const char *s, bool *res)
{
	char c = s[0] | 32;

	if (c == 'o')
		c = (s[1] | 32) == 'n' ? 'y' : (s[1] | 32) == 'f' ? 'n' : 0;
	if (c != 'y' && c != 't' && s[0] != '1' && c != 'n' && c != 'f' && s[0] != '0')
		return -EINVAL;
	*res = c == 'y' || c == 't' || s[0] == '1';
	return 0;
}

unsigned long long simple_strtoull(const char *s, char **end, unsigned int base)
{
	unsigned long long value;
	const char *stop = parse(s, base, &value);

	if (end)
		*end = (char *)(stop ? stop : s);
	return value;
}
long long simple_strtoll(const char *s, char **end, unsigned int base)
{
	return *s == '-' ? -simple_strtoull(s + 1, end, base) : simple_strtoull(s, end, base);
}
unsigned long simple_strtoul(const char *s, char **end, unsigned int base)
{
	unsigned long long value;
	const char *stop = parse(s, base, &value);

	if (end)
		*end = (char *)(stop ? stop : s);
	return value;
}
long simple_strtol(const char *s, char **end, unsigned int base)
{
	return *s == '-' ? -simple_strtoul(s + 1, end, base) : simple_strtoul(s, end, base);
}
