/**
 * A program for the guest that makes the system calls for which busybox has no command: `caller ioctl PATH COMMAND INT` (by
 * its address), `caller value PATH COMMAND INT`, `caller poll PATH`.
 * It needs no library, so whichever compiler builds modules builds it. Numbers of calls: arch/x86/entry/syscalls/syscall_64.tbl,
 * arch/arm/tools/syscall.tbl.
 */
export const CALLER = `
#ifdef __x86_64__
enum { OPEN = 2, POLL = 7, IOCTL = 16, EXIT = 60 };
__asm__(".globl _start\\n_start: mov %rsp, %rdi\\nand $-16, %rsp\\ncall begin\\n");
static long call(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
	return result;
}
#else
enum { OPEN = 5, POLL = 168, IOCTL = 54, EXIT = 1 };
__asm__(".globl _start\\n_start: mov r0, sp\\nbl begin\\n");
static long call(long number, long a, long b, long c)
{
	register long r7 __asm__("r7") = number, r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c;

	__asm__ volatile("svc 0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2) : "memory");
	return r0;
}
#endif

static unsigned long number(const char *text)
{
	unsigned long value = 0, base = text[0] == '0' && text[1] == 'x' ? 16 : 10, minus = *text == '-';

	for (text += minus + (base == 16 ? 2 : 0); *text; text++)
		value = value * base + (*text <= '9' ? *text - '0' : *text - 'a' + 10);
	return minus ? -value : value;
}

enum { READ_WRITE = 2, POLL_IN_OUT = 5 };

__attribute__((used)) void begin(long *words)
{
	char **args = (char **)(words + 1);
	long fd = call(OPEN, (long)args[2], READ_WRITE, 0);
	long result = fd;

	if (fd >= 0 && args[1][0] == 'v') {
		result = call(IOCTL, fd, number(args[3]), number(args[4]));
	} else if (fd >= 0 && args[1][0] == 'i') {
		int argument = number(args[4]);

		result = call(IOCTL, fd, number(args[3]), (long)&argument);
	} else if (fd >= 0) {
		struct { int fd; short events, revents; } polled = { fd, POLL_IN_OUT, 0 };

		result = call(POLL, (long)&polled, 1, 0);
	}
	call(EXIT, result < 0, 0, 0);
	for (;;)
		;
}
`;
