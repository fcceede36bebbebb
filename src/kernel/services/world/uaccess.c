/* SPDX-License-Identifier: MIT */
/* lib/usercopy.c, lib/strncpy_from_user.c, mm/util.c; 4.4 ... 7.2. Memory of user space holds little, and what is put there is gone. */
#include <linux/uaccess.h>
#include <linux/string.h>
#include <linux/slab.h>
#include "user.h"

static const char *const user_bytes[USER_TEXT_LONG] = {
	[USER_TEXT_1] = "1\n", [USER_TEXT_0] = "0\n", [USER_ZERO] = "", [USER_ONE] = "\1",
};

static bool is_user_memory(const void *p)
{
	return (unsigned long)p >= USER_BASE && (unsigned long)p < USER_BASE + (USER_PAGES << 12);
}

static char user_byte(const char *p)
{
	unsigned long offset = (unsigned long)p - USER_BASE;
	unsigned long page = offset >> 12, at = offset & 0xfff;

	if (page == USER_TEXT_LONG)
		return 'a';
	if (page >= USER_RECORDS)
		return unoops_record(page - USER_RECORDS, at);
	if (page >= USER_NUMBERS)	/* little-endian, and a long where it is read as one */
		return (long long)unoops_number(page - USER_NUMBERS) >> 8 * min(at, 7ul);
	if (page >= USER_TEXTS)
		return unoops_text(page - USER_TEXTS, at);
	return at < 2 ? user_bytes[page][at] : 0;
}

char unoops_user_byte(const char *page, unsigned int at) { return user_byte(page + at); }

static void might_fault(void) { unoops_check_may_sleep("user space memory is touched in atomic context"); }

/* Every byte that goes out is looked at. */
static void look_at(const char *p, unsigned long n)
{
	if (n) {
		unoops_look_at(*p);
		unoops_look_at(p[n - 1]);
	}
}

unsigned long __copy_to_user_inatomic(void *to, const void *from, unsigned long n)
{
	if (!is_user_memory(to) || unoops_fault("copy_to_user"))
		return n;
	look_at(from, n);
	return 0;
}

unsigned long (copy_to_user)(void *to, const void *from, unsigned long n)
{
	might_fault();
	return __copy_to_user_inatomic(to, from, n);
}

unsigned long __copy_from_user_inatomic(void *to, const void *from, unsigned long n)
{
	unsigned long i;

	if (!is_user_memory(from) || unoops_fault("copy_from_user"))
		return n;
	for (i = 0; i < n; i++)
		((char *)to)[i] = user_byte((const char *)from + i);
	return 0;
}

unsigned long (copy_from_user)(void *to, const void *from, unsigned long n)
{
	might_fault();
	return __copy_from_user_inatomic(to, from, n);
}

/* mm/maccess.c. What cannot be read is told, not run into. */
static bool can_be_read(const char *p)
{
	return (unsigned long)p >= PAGE_SIZE && !IS_ERR(p) && !is_user_memory(p) && unoops_has_memory(p);
}
static long read_kernel(char *to, const char *from, size_t n)
{
	size_t i;

	if (n && (!can_be_read(from) || !can_be_read(from + n - 1)))
		return -EFAULT;
	for (i = 0; i < n; i++)
		to[i] = from[i];
	return 0;
}
#if UNOOPS_SINCE(5, 8)
long copy_to_user_nofault(void *to, const void *from, size_t n) { return __copy_to_user_inatomic(to, from, n) ? -EFAULT : 0; }
long copy_from_user_nofault(void *to, const void *from, size_t n) { return __copy_from_user_inatomic(to, from, n) ? -EFAULT : 0; }
long copy_from_kernel_nofault(void *to, const void *from, size_t n) { return read_kernel(to, from, n); }

/* Both end what they copy with a NUL, and count it. */
static long copy_text(char *to, const char *from, long n, bool of_user)
{
	long i;

	for (i = 0; i < n; i++) {
		if (of_user ? !is_user_memory(from + i) : read_kernel(to + i, from + i, 1))
			return -EFAULT;
		if (of_user)
			to[i] = user_byte(from + i);
		if (!to[i])
			return i + 1;
	}
	if (n > 0)
		to[n - 1] = 0;
	return n;
}
long strncpy_from_user_nofault(char *to, const void *from, long n) { return copy_text(to, from, n, true); }
long strncpy_from_kernel_nofault(char *to, const void *from, long n) { return copy_text(to, from, n, false); }
#else
long probe_kernel_read(void *to, const void *from, size_t n) { return read_kernel(to, from, n); }
#endif

/* mm/maccess.c since 5.18; in each caller before, by thread_info.h. */
static void __copy_overflow(void)
{
	unoops_warn(UNOOPS_SINCE(5, 18) ? "mm/maccess.c" : "include/linux/thread_info.h", 0, "Buffer overflow detected");
}

/* include/linux/ucopysize.h (thread_info.h before 6.14): __bad_copy_to(), copy_overflow(); 4.13 ... 7.2. */
static bool overflows(const void *object, unsigned long n, unsigned long holds)
{
	if (n <= holds)
		return false;
	unoops_trap(UNOOPS_BAD_CALL, object, "copied between an object and user space is more than the object holds");
	__copy_overflow();
	return true;
}

unsigned long unoops_copy_to_user(void *to, const void *from, unsigned long n, unsigned long holds)
{
	return overflows(from, n, holds) ? n : (copy_to_user)(to, from, n);
}

unsigned long unoops_copy_from_user(void *to, const void *from, unsigned long n, unsigned long holds)
{
	return overflows(to, n, holds) ? n : (copy_from_user)(to, from, n);
}

#if UNOOPS_SINCE(5, 4)
int check_zeroed_user(const void *from, size_t n)
{
	size_t i;

	might_fault();
	if (n && !is_user_memory(from))
		return -EFAULT;
	for (i = 0; i < n; i++)
		if (user_byte((const char *)from + i))
			return 0;
	return 1;
}

/* include/linux/uaccess.h: what is given past the end must be zero, and what is not given is. */
int copy_struct_from_user(void *to, size_t size, const void *from, size_t given)
{
	size_t n = min(size, given);
	int ret;

	if (given > size) {
		ret = check_zeroed_user(from + size, given - size);
		if (ret <= 0)
			return ret ? ret : -E2BIG;
	}
	memset(to + n, 0, size - n);
	return (copy_from_user)(to, from, n) ? -EFAULT : 0;
}
#endif

unsigned long clear_user(void *to, unsigned long n)
{
	might_fault();
	return is_user_memory(to) ? 0 : n;
}

int unoops_get_user(void *to, const void *from, unsigned int size) { return copy_from_user(to, from, size) ? -EFAULT : 0; }

int unoops_put_user(void *to)
{
	might_fault();
	return is_user_memory(to) && !unoops_fault("put_user") ? 0 : -EFAULT;
}

long strncpy_from_user(char *to, const char *from, long n)
{
	long i;

	might_fault();
	if (!is_user_memory(from))
		return -EFAULT;
	for (i = 0; i < n; i++)
		if (!(to[i] = user_byte(from + i)))
			break;
	return i;
}

long strnlen_user(const char *s, long n)
{
	long i = 0;

	while (i < n && user_byte(s + i))
		i++;
	return i + 1;
}

void *memdup_user_nul(const void *src, size_t n)
{
	char *p = kzalloc(n + 1, GFP_USER);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (copy_from_user(p, src, n)) {
		kfree(p);
		return ERR_PTR(-EFAULT);
	}
	return p;
}

void *memdup_user(const void *src, size_t n) { return memdup_user_nul(src, n); }
char *strndup_user(const char *s, long n) { return memdup_user_nul(s, n); }

/* lib/kstrtox.c; 4.4 ... 7.2. */
#define FROM_USER(type, T)							\
int kstrto##type##_from_user(const char *s, size_t count, unsigned int base, T *res) \
{										\
	char buf[24] = "";							\
										\
	if (copy_from_user(buf, s, count < sizeof(buf) - 1 ? count : sizeof(buf) - 1)) \
		return -EFAULT;							\
	return kstrto##type(buf, base, res);					\
}
FROM_USER(l, long)
FROM_USER(ul, unsigned long)
FROM_USER(int, int)
FROM_USER(uint, unsigned int)
int kstrtobool_from_user(const char *s, size_t count, bool *res)
{
	char buf[4] = "";

	if (copy_from_user(buf, s, count < sizeof(buf) - 1 ? count : sizeof(buf) - 1))
		return -EFAULT;
	return kstrtobool(buf, res);
}
