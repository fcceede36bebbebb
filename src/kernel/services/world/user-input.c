/* SPDX-License-Identifier: MIT */
/* What a process of user space puts into a module: texts, numbers, structs, arguments of ioctl(). */
#include "user.h"

/* `echo start`, `echo -n start`: how a witness says it. */
static void say_how(struct user_text *text)
{
	unsigned int size = min_t(unsigned int, text->size, sizeof(text->how) - sizeof("echo -n "));
	bool ends = text->size && unoops_user_byte(USER_PAGE(text->page), text->size - 1) == '\n';
	unsigned int i, n;

	n = scnprintf(text->how, sizeof(text->how), ends ? "echo " : "echo -n ");
	for (i = 0; i < size - ends; i++) {
		char c = unoops_user_byte(USER_PAGE(text->page), i);

		text->how[n++] = c == '\n' ? ' ' : c;
	}
	text->how[n] = 0;
}

static void pick_text(struct user_text *text, unsigned int picked)
{
	unoops_assume("what is written is 1, 0, nothing, 4096 bytes, or what the module compares with");
	text->page = picked < 2 ? (picked ? USER_TEXT_0 : USER_TEXT_1) : USER_TEXTS + picked - 2;
	text->size = picked < 2 ? 2 : unoops_text(picked - 2, -1);
	say_how(text);
}

/* Two texts that kstrtoint() tells apart, and what the module compares with beside these. */
void unoops_some_text(struct user_text *text) { pick_text(text, unoops_choose(2 + unoops_text(-1, 0), "")); }

/* Sizes that write() may ask its structs to have. */
static unsigned int record_sizes(const void *fn, unsigned int sizes[3])
{
	int known = unoops_writes_records() == 2 ? (int)unoops_constants(fn, -1) : 0;
	unsigned int n = 0, size;
	int i;

	if (unoops_writes_records() == 1)
		sizes[n++] = READ_SIZE;
	for (i = 0; i < known && n < 3; i++) {
		size = unoops_constants(fn, i);
		if (size > 1 && size <= USER_LONG)
			sizes[n++] = size;
	}
	return n;
}

/* A struct that begins with 1, 0 or a number that the module tells apart, and is 0 behind it. */
static void pick_plain_record(struct user_text *text, unsigned int which, unsigned int size)
{
	text->page = which < 2 ? (which ? USER_ZERO : USER_ONE) : USER_NUMBERS + which - 2;
	text->size = size;
	scnprintf(text->how, sizeof(text->how), "%u bytes with %d first", size, which < 2 ? !which : unoops_number(which - 2));
}

/* A struct of which it is known what the module compares its members with. */
static void pick_record(struct user_text *text, unsigned int which)
{
	text->page = USER_RECORDS + which;
	text->size = unoops_record(which, -1);
}

/* What write() is called with: also a text that is longer than a buffer may be, and nothing: vfs_write() passes that on (fs/read_write.c; 4.4 ... 7.2). */
void unoops_some_write(struct user_text *text, const void *fn)
{
	unsigned int records = unoops_writes_records() ? unoops_record(-1, 0) : 0;
	unsigned int sizes[3], texts = unoops_text(-1, 0), numbers = 2 + (records ? 0 : unoops_number(-1));
	unsigned int picked = unoops_choose(4 + texts + records + numbers * record_sizes(fn, sizes), "");

	if (picked == 2 || picked == 3) {
		text->page = picked == 2 ? USER_TEXT_LONG : USER_TEXT_1;
		text->size = picked == 2 ? USER_LONG : 0;
		scnprintf(text->how, sizeof(text->how), "%u bytes", text->size);
	} else if (picked < 4 + texts) {
		pick_text(text, picked < 2 ? picked : picked - 2);
	} else if (picked < 4 + texts + records) {
		pick_record(text, picked - 4 - texts);
	} else {
		picked -= 4 + texts + records;
		pick_plain_record(text, picked % numbers, sizes[picked / numbers]);
	}
}

void unoops_some_bytes(struct user_text *text, unsigned int room)
{
	unsigned int records = unoops_record(-1, 0), texts = 2 + unoops_text(-1, 0), numbers = 2 + unoops_number(-1);
	unsigned int picked = unoops_choose(numbers + records + texts, "");

	if (picked < numbers)
		pick_plain_record(text, picked, room);
	else if (picked < numbers + records)
		pick_record(text, picked - numbers);
	else
		pick_text(text, picked - numbers - records);
	text->size = min(text->size, room);
}

void unoops_tell_write(const struct user_text *text, const char *folder, const char *name)
{
	if (text->page >= USER_RECORDS)
		unoops_tell_recordf(text->page - USER_RECORDS, "%u bytes with @ to %s%s", text->size, folder, name);
	else
		unoops_tellf("%s %s %s%s", text->how, text->how[0] == 'e' ? ">" : "to", folder, name);
}

void unoops_copy_text(const struct user_text *text, char *to)
{
	unsigned int i;

	for (i = 0; i < text->size; i++)
		to[i] = unoops_user_byte(USER_PAGE(text->page), i);
	to[i] = 0;
}

int unoops_some_number(void)
{
	unsigned int picked = unoops_choose(2 + unoops_number(-1), "");

	return picked < 2 ? !picked : unoops_number(picked - 2);
}

/* Structs whose size the command asks for (_IOC_SIZE(), include/uapi/asm-generic/ioctl.h), or all where it asks for none. */
static bool fits(unsigned int which, unsigned int cmd)
{
	unsigned int size = cmd >> 16 & 0x3fff;

	return !size || size == (unsigned int)unoops_record(which, -1);
}

/* An argument of ioctl(): where 1, 0, a number that the module tells apart or one of its structs lies, or such a number itself. */
void *unoops_some_argument(unsigned int cmd, const char *folder, const char *name)
{
	unsigned int n = unoops_number(-1), records = 0, plain = unoops_looks_at(UNOOPS_ARGUMENT) ? 2 : 0, i, picked, which;

	for (i = 0; i < (unsigned int)unoops_record(-1, 0); i++)
		records += fits(i, cmd);
	picked = unoops_choose(2 + 2 * n + records + plain, "");
	if (picked < 2) {
		unoops_tellf("ioctl(%s%s, %#x) with a %u", folder, name, cmd, picked);
		return USER_PAGE(picked ? USER_ONE : USER_ZERO);
	}
	if (picked >= 2 + 2 * n + records) {
		which = picked - (2 + 2 * n + records);
		unoops_tellf("ioctl(%s%s, %#x, %u)", folder, name, cmd, which);
		return (void *)(unsigned long)which;
	}
	which = (picked - 2) / 2;
	if (picked >= 2 + 2 * n) {
		for (which = 0, i = picked - 2 - 2 * n; !fits(which, cmd) || i--; which++)
			;
		unoops_tell_recordf(which, "ioctl(%s%s, %#x) with @", folder, name, cmd);
		return USER_PAGE(USER_RECORDS + which);
	}
	if (picked % 2) {
		unoops_tellf("ioctl(%s%s, %#x, %d)", folder, name, cmd, unoops_number(which));
		return (void *)(long)unoops_number(which);
	}
	unoops_tellf("ioctl(%s%s, %#x) with a %d", folder, name, cmd, unoops_number(which));
	return USER_PAGE(USER_NUMBERS + which);
}
