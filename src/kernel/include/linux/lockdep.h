/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

/* As in a kernel built without lockdep: nothing is checked here, the machine sees the locks. */
struct lock_class_key { };
#define lockdep_assert_held(l)		do { (void)(l); } while (0)
#define lockdep_assert_held_write(l)	do { (void)(l); } while (0)
#define lockdep_assert_held_read(l)	do { (void)(l); } while (0)
#define lockdep_assert_not_held(l)	do { (void)(l); } while (0)
#define lockdep_is_held(l)		1
#define lockdep_set_class(l, key)	do { (void)(l); (void)(key); } while (0)
#define SINGLE_DEPTH_NESTING		1

#endif
