/**
 * A program for the guest that makes the system calls for which busybox has no command, on the file that it has open as 3: `caller ioctl PATH COMMAND INT` (by
 * its address), `caller struct PATH COMMAND WORDS... BYTES` (two digits each), `caller value PATH COMMAND INT`, `caller poll PATH`, `caller seek PATH 0 SEEK_END`, `caller pread PATH SIZE PLACE`.
 * It needs no library, so whichever compiler builds modules builds it. Numbers of calls: arch/x86/entry/syscalls/syscall_64.tbl,
 * arch/arm/tools/syscall.tbl.
 */
export const CALLER = `
#ifdef __x86_64__
enum { POLL = 7, LSEEK = 8, IOCTL = 16, PREAD = 17, PWRITE = 18, EXIT = 60 };
__asm__(".globl _start\\n_start: mov %rsp, %rdi\\nand $-16, %rsp\\ncall begin\\n");
static long call_at(long number, long a, long b, long c, long place)
{
	register long r10 __asm__("r10") = place;
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
	return result;
}
#else
enum { LSEEK = 19, POLL = 168, IOCTL = 54, PREAD = 180, PWRITE = 181, EXIT = 1 };
__asm__(".globl _start\\n_start: mov r0, sp\\nbl begin\\n");
/* 64 bits stand in two registers, the first of which is even: arch/arm/kernel/entry-common.S */
static long call_at(long number, long a, long b, long c, long place)
{
	register long r7 __asm__("r7") = number, r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c;
	register long r4 __asm__("r4") = place, r5 __asm__("r5") = 0;

	__asm__ volatile("svc 0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2), "r"(r4), "r"(r5) : "memory");
	return r0;
}
#endif

static long call(long number, long a, long b, long c)
{
	return call_at(number, a, b, c, 0);
}

static unsigned int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

static int is(const char *one, const char *other)
{
	for (; *one && *one == *other; one++, other++)
		;
	return *one == *other;
}

static unsigned long number(const char *text)
{
	unsigned long value = 0, base = text[0] == '0' && text[1] == 'x' ? 16 : 10, minus = *text == '-';

	for (text += minus + (base == 16 ? 2 : 0); *text; text++)
		value = value * base + digit(*text);
	return minus ? -value : value;
}

enum { OPENED = 3, POLL_IN_OUT = 5 };

__attribute__((used)) void begin(long *words)
{
	char **args = (char **)(words + 1);
	long fd = OPENED, result;

	if (is(args[1], "value")) {
		result = call(IOCTL, fd, number(args[3]), number(args[4]));
	} else if (is(args[1], "seek")) {
		result = call(LSEEK, fd, number(args[3]), is(args[4], "SEEK_SET") ? 0 : is(args[4], "SEEK_CUR") ? 1 : 2);
	} else if (is(args[1], "pread") || is(args[1], "pwrite")) {
		static char bytes[4096] = "1\\n";

		result = call_at(is(args[1], "pread") ? PREAD : PWRITE, fd, (long)bytes, number(args[3]), number(args[4]));
	} else if (is(args[1], "struct")) {
		static unsigned char bytes[256];
		char *digits = args[4];

		for (int i = 4; args[i]; i++)
			digits = args[i];
		for (int i = 0; i < 256 && digits[2 * i]; i++)
			bytes[i] = digit(digits[2 * i]) << 4 | digit(digits[2 * i + 1]);
		result = call(IOCTL, fd, number(args[3]), (long)bytes);
	} else if (is(args[1], "ioctl")) {
		int argument = number(args[4]);

		result = call(IOCTL, fd, number(args[3]), (long)&argument);
	} else {
		struct { int fd; short events, revents; } polled = { fd, POLL_IN_OUT, 0 };

		result = call(POLL, (long)&polled, 1, 0);
	}
	call(EXIT, result < 0, 0, 0);
	for (;;)
		;
}
`;
