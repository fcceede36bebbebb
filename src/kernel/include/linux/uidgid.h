/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_UIDGID_H
#define _LINUX_UIDGID_H

#include <linux/types.h>

typedef struct { uid_t val; } kuid_t;
typedef struct { gid_t val; } kgid_t;
#define KUIDT_INIT(v)	((kuid_t){ v })
#define KGIDT_INIT(v)	((kgid_t){ v })
#define GLOBAL_ROOT_UID	KUIDT_INIT(0)
#define GLOBAL_ROOT_GID	KGIDT_INIT(0)
struct user_namespace;
extern struct user_namespace init_user_ns;
static __always_inline uid_t __kuid_val(kuid_t uid) { return uid.val; }
static __always_inline gid_t __kgid_val(kgid_t gid) { return gid.val; }
static __always_inline bool uid_eq(kuid_t a, kuid_t b) { return a.val == b.val; }
static __always_inline bool gid_eq(kgid_t a, kgid_t b) { return a.val == b.val; }
#define from_kuid(ns, uid)		__kuid_val(uid)
#define from_kuid_munged(ns, uid)	__kuid_val(uid)
#define from_kgid(ns, gid)		__kgid_val(gid)
#define make_kuid(ns, uid)		KUIDT_INIT(uid)
#define make_kgid(ns, gid)		KGIDT_INIT(gid)
#define uid_valid(uid)			((uid).val != (uid_t)-1)

#endif
