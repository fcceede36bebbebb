/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_MODULEPARAM_H
#define _LINUX_MODULEPARAM_H

#include <linux/export.h>
#include <linux/types.h>

/* The C type behind each type word; one that is not here is a compile error, as in the kernel. */
typedef unsigned char __param_byte;
typedef u8 __param_hexbyte;
typedef short __param_short;
typedef unsigned short __param_ushort;
typedef int __param_int;
typedef unsigned int __param_uint, __param_hexint;
typedef long __param_long;
typedef unsigned long __param_ulong;
typedef unsigned long long __param_ullong;
typedef char *__param_charp;
typedef bool __param_bool, __param_invbool;
typedef int __param_bint;

/*
 * A parameter is an exported function that says where it lies: the machine writes it before init. Its symbol says so too, since that is all that
 * wasm-ld keeps when it makes one object of several.
 */
#define __param_symbol(name, text)	"param:" KBUILD_MODNAME "." #name ":" text
#define __param_export(name, text, where)					\
	__attribute__((export_name(__param_symbol(name, text)))) void *unoops_param_##name(void) __asm__(__param_symbol(name, text)); \
	void *unoops_param_##name(void) { return (void *)(where); }
#define __param_check(name, p, type)						\
	static inline __param_##type * __maybe_unused __param_check_##name(void) { return (p); }

#define module_param_named(name, value, type, perm)				\
	__param_check(name, &(value), type)					\
	__param_export(name, #type, &(value))					\
	__param_written(name, &(value), type, perm)
#define module_param(name, type, perm)		module_param_named(name, name, type, perm)
#define module_param_unsafe(name, type, perm)	module_param(name, type, perm)
#define module_param_named_unsafe(name, value, type, perm) module_param_named(name, value, type, perm)
#define core_param(name, value, type, perm)	module_param_named(name, value, type, perm)

/* Only the array itself is told: its element count word (nump) keeps its initial value. */
#define module_param_array_named(name, array, type, nump, perm)			\
	__param_check(name, &(array)[0], type)					\
	static int *__maybe_unused __param_count_##name(void) { return (int *)(nump); } \
	__param_export(name, "array-" #type, array)				\
	static const struct kparam_array __param_arr_##name =			\
		{ sizeof(array) / sizeof((array)[0]), sizeof((array)[0]), (unsigned int *)(nump), &param_ops_##type, (array) }; \
	__param_written_by(name, &param_array_ops, &__param_arr_##name, perm)
#define module_param_array(name, type, nump, perm) module_param_array_named(name, name, type, nump, perm)
#define module_param_string(name, string, len, perm)				\
	__param_export(name, "string", string)					\
	static const struct kparam_string __param_string_##name = { (len), (string) }; \
	__param_written_by(name, &param_ops_string, &__param_string_##name, perm)

/* User space may write it as well, where its file says so; where it does not, nothing of user space is needed. */
#define __param_written(name, where, type, perm)	__param_written_by(name, &param_ops_##type, where, perm)
#define __param_written_by(name, param_ops, where, perm)			\
	const struct kernel_param __param_plain_##name __attribute__((__used__, __section__("unoops_params"))) = \
		{ #name, THIS_MODULE, ((perm) & 0222) ? (param_ops) : NULL, (perm), { (void *)(where) } };

/* Parameters with functions of their own. */
struct kernel_param;
/* Of `flags`: the name alone is enough, and then there is no value. Whoever writes the file always gives one. */
enum { KERNEL_PARAM_OPS_FL_NOARG = 1 << 0 };
struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *val, const struct kernel_param *kp);
	int (*get)(char *buffer, const struct kernel_param *kp);
	void (*free)(void *arg);
};
struct kernel_param {
	const char *name;
	struct module *mod;
	const struct kernel_param_ops *ops;
	u16 perm;
	union { void *arg; };
};
struct kparam_string { unsigned int maxlen; char *string; };
struct kparam_array { unsigned int max, elemsize; unsigned int *num; const struct kernel_param_ops *ops; void *elem; };
extern const struct kernel_param_ops param_array_ops, param_ops_string;
extern const struct kernel_param_ops param_ops_byte, param_ops_hexbyte, param_ops_short, param_ops_ushort, param_ops_int, param_ops_uint,
	param_ops_hexint, param_ops_long, param_ops_ulong, param_ops_ullong, param_ops_charp, param_ops_bool, param_ops_invbool, param_ops_bint;
/* services/world/param.c finds them in their section, where the linker keeps them since other units see them; the reference to what it defines links it. */
#define module_param_cb(name, param_ops, parg, perm)				\
	static const struct kernel_param_ops *const __param_world_##name __attribute__((__used__)) = &param_ops_int; \
	const struct kernel_param __param_cb_##name __attribute__((__used__, __section__("unoops_params"))) = \
		{ #name, THIS_MODULE, (param_ops), (perm), { (void *)(parg) } }
#define module_param_call(name, setter, getter, parg, perm)			\
	static const struct kernel_param_ops __param_ops_##name = { .set = (setter), .get = (getter) }; \
	module_param_cb(name, &__param_ops_##name, parg, perm)
int param_set_int(const char *val, const struct kernel_param *kp);
int param_get_int(char *buffer, const struct kernel_param *kp);
int param_set_bool(const char *val, const struct kernel_param *kp);
int param_get_bool(char *buffer, const struct kernel_param *kp);
int param_set_uint(const char *val, const struct kernel_param *kp);
int param_get_uint(char *buffer, const struct kernel_param *kp);
int param_set_ulong(const char *val, const struct kernel_param *kp);
int param_get_ulong(char *buffer, const struct kernel_param *kp);
int param_set_charp(const char *val, const struct kernel_param *kp);
int param_get_charp(char *buffer, const struct kernel_param *kp);

void kernel_param_lock(struct module *mod);
void kernel_param_unlock(struct module *mod);

#define MODULE_PARM_DESC(name, desc)	_Static_assert(sizeof(desc) > 0, #name)

#endif
