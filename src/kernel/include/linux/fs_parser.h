/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_FS_PARSER_H
#define _LINUX_FS_PARSER_H

#include <linux/fs_context.h>

/* include/linux/fs_parser.h in the form of 5.7 ... 7.2. Nobody gives an option to mount, so only names are looked up. */
#if UNOOPS_SINCE(5, 6)
struct p_log;
struct fs_parameter_spec;
struct fs_parse_result;
typedef int fs_param_type(struct p_log *log, const struct fs_parameter_spec *p, struct fs_parameter *param, struct fs_parse_result *result);
fs_param_type fs_param_is_bool, fs_param_is_u32, fs_param_is_s32, fs_param_is_u64, fs_param_is_enum, fs_param_is_string, fs_param_is_uid, fs_param_is_gid;
struct fs_parameter_spec { const char *name; fs_param_type *type; u8 opt; unsigned short flags; const void *data; };
struct fs_parse_result {
	bool negated;
	union { bool boolean; int int_32; unsigned int uint_32; u64 uint_64; kuid_t uid; kgid_t gid; };
};
struct constant_table { const char *name; int value; };
#define __fsparam(TYPE, NAME, OPT, FLAGS, DATA)	{ .name = NAME, .opt = OPT, .type = TYPE, .flags = FLAGS, .data = DATA }
#define fsparam_flag(NAME, OPT)		__fsparam(NULL, NAME, OPT, 0, NULL)
#define fsparam_flag_no(NAME, OPT)	__fsparam(NULL, NAME, OPT, 2, NULL)
#define fsparam_bool(NAME, OPT)		__fsparam(fs_param_is_bool, NAME, OPT, 0, NULL)
#define fsparam_u32(NAME, OPT)		__fsparam(fs_param_is_u32, NAME, OPT, 0, NULL)
#define fsparam_u32oct(NAME, OPT)	__fsparam(fs_param_is_u32, NAME, OPT, 0, (void *)8)
#define fsparam_s32(NAME, OPT)		__fsparam(fs_param_is_s32, NAME, OPT, 0, NULL)
#define fsparam_u64(NAME, OPT)		__fsparam(fs_param_is_u64, NAME, OPT, 0, NULL)
#define fsparam_enum(NAME, OPT, array)	__fsparam(fs_param_is_enum, NAME, OPT, 0, array)
#define fsparam_string(NAME, OPT)	__fsparam(fs_param_is_string, NAME, OPT, 0, NULL)
#if UNOOPS_SINCE(6, 11)
#define fsparam_uid(NAME, OPT)		__fsparam(fs_param_is_uid, NAME, OPT, 0, NULL)
#define fsparam_gid(NAME, OPT)		__fsparam(fs_param_is_gid, NAME, OPT, 0, NULL)
#endif
int fs_parse(struct fs_context *fc, const struct fs_parameter_spec *desc, struct fs_parameter *param, struct fs_parse_result *result);
#endif

#endif
