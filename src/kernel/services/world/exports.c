/* SPDX-License-Identifier: MIT */
/*
 * Other modules: what a module exports they may call and write from when it is there, each with a reference to it (kernel/module/main.c:
 * resolve_symbol(), ref_module(); kernel/module.c before 5.19; 4.4 ... 7.2). Only functions without arguments are called: what else they want is a matter
 * between the two. Who calls a beginning calls its end as well, before it goes; an end is not called without.
 */
#include <linux/module.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include "happening.h"

extern const struct unoops_export __start_unoops_exports[] __weak, __stop_unoops_exports[] __weak;
extern const struct unoops_module __start_unoops_modules[], __stop_unoops_modules[];

struct other_module {
	struct happening call;
	struct list_head entry;
	const struct unoops_export *symbol;
};

static LIST_HEAD(others);

static const char *const pairs[][2] = {
	{ "start", "stop" }, { "begin", "end" }, { "open", "close" }, { "get", "put" }, { "register", "unregister" }, { "enable", "disable" },
	{ "init", "exit" }, { "create", "destroy" }, { "add", "remove" }, { "add", "del" }, { "alloc", "free" }, { "acquire", "release" },
	{ "attach", "detach" }, { "lock", "unlock" }, { "on", "off" }, { "up", "down" }, { "resume", "suspend" }, { "run", "stop" },
};

/* Whether the second name is the first with one word put in place of another. */
static bool is_renamed(const char *from, const char *old, const char *to, const char *new)
{
	size_t before = 0, length = strlen(old);

	for (; from[before]; before++) {
		bool begins = !before || from[before - 1] == '_';

		if (begins && !strncmp(from + before, old, length) && (!from[before + length] || from[before + length] == '_') &&
		    !strncmp(from, to, before) && !strncmp(to + before, new, strlen(new)) && !strcmp(from + before + length, to + before + strlen(new)))
			return true;
	}
	return false;
}

/* What the module exports as the end of that beginning, or as the beginning of that end. */
static const struct unoops_export *other_half(const struct unoops_export *self, bool is_end)
{
	const struct unoops_export *other;
	unsigned int i;

	for (other = __start_unoops_exports; other != __stop_unoops_exports; other++)
		for (i = 0; i < ARRAY_SIZE(pairs); i++)
			if (is_renamed(self->name, pairs[i][is_end], other->name, pairs[i][!is_end]))
				return other;
	return NULL;
}

static int call(const struct unoops_export *self)
{
	unoops_tellf("another module calls %s()", self->name);
	return unoops_call_fn((const void *)self->symbol, NULL);
}

static void act_as_module(struct happening *h)
{
	const struct unoops_export *self = ((struct other_module *)h)->symbol;
	struct task_struct *tsk;

	if (!try_module_get(self->owner))
		return;
	tsk = unoops_enter_process("modprobe");
	self->use(self);
	module_put(self->owner);
	unoops_leave_process(tsk);
}

void unoops_call_export(const struct unoops_export *self)
{
	const struct unoops_export *end = other_half(self, false);

	if (call(self) >= 0 && end && end->use == unoops_call_export) {
		unoops_yield();
		(void)call(end);
	}
}

/* On or off. */
void unoops_write_export(const struct unoops_export *self)
{
	volatile unsigned char *to = (volatile unsigned char *)self->symbol;

	unoops_tellf("another module writes %s", self->name);
	*to = !*to;
}

void unoops_pass_export(const struct unoops_export *self) { }

static bool may_use(const struct unoops_export *self)
{
	if (self->use == unoops_call_export)
		return !other_half(self, true);
	if (self->use == unoops_write_export && unoops_thread_looks_at(self->name))
		return true;
	unoops_assume("of what the module exports, functions with arguments are not called, and variables not written, by others");
	return false;
}

/* With several modules in one run, those that are there are the others. */
void unoops_publish_exports(struct module *mod)
{
	const struct unoops_export *self;

	if (__stop_unoops_modules - __start_unoops_modules > 1)
		return;
	for (self = __start_unoops_exports; self != __stop_unoops_exports; self++) {
		struct other_module *other;
		unsigned int times;

		if (!may_use(self))
			continue;
		times = unoops_times_by_users("another module uses what this one exports");
		if (!times)
			continue;
		other = unoops_new_happening(sizeof(*other), act_as_module, "user", times);
		other->symbol = self;
		list_add_tail(&other->entry, &others);
		unoops_expect(&other->call);
	}
}

/* Who holds a reference keeps the module; nobody gets one any more. */
void unoops_remove_exports(void)
{
	while (!list_empty(&others)) {
		struct other_module *other = list_first_entry(&others, struct other_module, entry);

		list_del(&other->entry);
		unoops_call_off(&other->call, true);
	}
}
