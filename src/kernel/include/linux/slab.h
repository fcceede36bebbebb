/* SPDX-License-Identifier: MIT */
#ifndef _LINUX_SLAB_H
#define _LINUX_SLAB_H

#include <linux/gfp.h>
#include <linux/err.h>
#include <linux/cleanup.h>
#include <linux/overflow.h>

/* What kmalloc() and its kin come down to. */
void *__kmalloc(size_t size, gfp_t flags);
void kfree(const void *object);
size_t ksize(const void *object);
void *__must_check krealloc(const void *object, size_t size, gfp_t flags);

static __always_inline void *kmalloc(size_t size, gfp_t flags) { return __kmalloc(size, flags); }
static __always_inline void *kzalloc(size_t size, gfp_t flags) { return __kmalloc(size, flags | __GFP_ZERO); }
static __always_inline void *kmalloc_array(size_t n, size_t size, gfp_t flags)
{
	return size && n > SIZE_MAX / size ? NULL : __kmalloc(n * size, flags);
}
static __always_inline void *kcalloc(size_t n, size_t size, gfp_t flags) { return kmalloc_array(n, size, flags | __GFP_ZERO); }
static __always_inline void *krealloc_array(void *p, size_t n, size_t size, gfp_t flags)
{
	return size && n > SIZE_MAX / size ? NULL : krealloc(p, n * size, flags);
}
#define kmalloc_node(size, flags, node)		kmalloc(size, flags)
#define kzalloc_node(size, flags, node)		kzalloc(size, flags)
#define kcalloc_node(n, size, flags, node)	kcalloc(n, size, flags)
#define kmalloc_array_node(n, size, flags, node) kmalloc_array(n, size, flags)
#if UNOOPS_HAS_KFREE_SENSITIVE
void kfree_sensitive(const void *object);
#if !UNOOPS_SINCE(5, 10)
static __always_inline void kzfree(const void *object) { kfree_sensitive(object); }
#endif
#else
void kzfree(const void *object);
#endif

#if UNOOPS_HAS_KVMALLOC
static __always_inline void *kvmalloc(size_t size, gfp_t flags) { return kmalloc(size, flags); }
static __always_inline void *kvzalloc(size_t size, gfp_t flags) { return kzalloc(size, flags); }
static __always_inline void *kvmalloc_array(size_t n, size_t size, gfp_t flags) { return kmalloc_array(n, size, flags); }
static __always_inline void *kvcalloc(size_t n, size_t size, gfp_t flags) { return kcalloc(n, size, flags); }
#endif
void kvfree(const void *object);

#if UNOOPS_HAS_KMALLOC_OBJ
/* By type, not by size; GFP_KERNEL unless said otherwise. */
#define __gfp_first(flags, rest...)	(flags)
#define default_gfp(...)		__gfp_first(__VA_ARGS__ __VA_OPT__(,) GFP_KERNEL)
#define __alloc_typed(alloc, n, P, gfp)	((typeof(P) *)alloc(n, sizeof(typeof(P)), gfp))
#define kmalloc_obj(P, ...)		__alloc_typed(kmalloc_array, 1, P, default_gfp(__VA_ARGS__))
#define kzalloc_obj(P, ...)		__alloc_typed(kcalloc, 1, P, default_gfp(__VA_ARGS__))
#define kmalloc_objs(P, n, ...)		__alloc_typed(kmalloc_array, n, P, default_gfp(__VA_ARGS__))
#define kzalloc_objs(P, n, ...)		__alloc_typed(kcalloc, n, P, default_gfp(__VA_ARGS__))
#define kvmalloc_obj(P, ...)		kmalloc_obj(P, ##__VA_ARGS__)
#define kvzalloc_obj(P, ...)		kzalloc_obj(P, ##__VA_ARGS__)
#define kmalloc_flex(P, member, n, ...)	((typeof(P) *)kmalloc(struct_size((typeof(P) *)0, member, n), default_gfp(__VA_ARGS__)))
#define kzalloc_flex(P, member, n, ...)	((typeof(P) *)kzalloc(struct_size((typeof(P) *)0, member, n), default_gfp(__VA_ARGS__)))
#endif

#define SLAB_RED_ZONE		0x400u
#define SLAB_POISON		0x800u
#define SLAB_HWCACHE_ALIGN	0x2000u
#define SLAB_CACHE_DMA		0x4000u
#define SLAB_STORE_USER		0x10000u
#if !UNOOPS_SINCE(6, 9)
#define SLAB_MEM_SPREAD		0x100000u
#endif
#if UNOOPS_SINCE(6, 6)
#define SLAB_NO_MERGE		0x1000000u
#endif
#define SLAB_PANIC		0x40000u
#define SLAB_ACCOUNT		0x400000u
#define SLAB_RECLAIM_ACCOUNT	0x20000u
#define SLAB_TYPESAFE_BY_RCU	0x80000u

struct kmem_cache {
	const char *name;
	unsigned int size;
	unsigned int flags;
	void (*ctor)(void *object);
};
struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *object));
void kmem_cache_destroy(struct kmem_cache *cache);
void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags);
void kmem_cache_free(struct kmem_cache *cache, void *object);
static __always_inline void *kmem_cache_zalloc(struct kmem_cache *cache, gfp_t flags)
{
	return kmem_cache_alloc(cache, flags | __GFP_ZERO);
}
#define kmem_cache_alloc_node(cache, flags, node)	kmem_cache_alloc(cache, flags)
#define kmem_cache_shrink(cache)			0
#define KMEM_CACHE(type, flags)	\
	kmem_cache_create(#type, sizeof(struct type), __alignof__(struct type), flags, NULL)

#if UNOOPS_HAS_CLEANUP_H
DEFINE_FREE(kfree, void *, if (!IS_ERR_OR_NULL(_T)) kfree(_T))
DEFINE_FREE(kvfree, void *, if (!IS_ERR_OR_NULL(_T)) kvfree(_T))
#endif

#endif
