/* SPDX-License-Identifier: MIT */
/* mm/slub.c, mm/slab_common.c, mm/util.c, mm/vmalloc.c; 4.4 ... 7.2. */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "model.h"

/* ZERO_SIZE_PTR: what kmalloc(0) gives; not NULL, and not to be touched. */
#define ZERO_SIZE_PTR	((void *)16)
#define IS_EMPTY(p)	((unsigned long)(p) <= (unsigned long)ZERO_SIZE_PTR)

/* All memory is zeroed, so that what a module forgot to initialise does not differ between runs; that it may be is said beside. */
static void *allocate(unsigned int size, gfp_t flags, const char *kind, const char *what)
{
	void *object;

	if (gfpflags_allow_blocking(flags))
		unoops_check_may_sleep("allocates with GFP_KERNEL where it must not sleep");
	if (!(flags & __GFP_NOFAIL) && unoops_fault(what))
		return NULL;
	if (!size)
		return ZERO_SIZE_PTR;
	object = unoops_alloc(size, kind);
	if (!(flags & __GFP_ZERO))
		unoops_note(UNOOPS_UNSET, object, size);
	return object;
}

void *__kmalloc(size_t size, gfp_t flags)
{
	return allocate(size, flags, "kmalloc", "kmalloc");
}

void kfree(const void *object)
{
	if (IS_EMPTY(object))
		return;
	unoops_free_lock(object);
	unoops_free(object);
}

size_t ksize(const void *object)
{
	return IS_EMPTY(object) ? 0 : unoops_size(object);
}

void *krealloc(const void *object, size_t size, gfp_t flags)
{
	size_t old = ksize(object);
	void *new;

	if (!size) {
		kfree(object);
		return ZERO_SIZE_PTR;
	}
	new = __kmalloc(size, flags);
	if (!new)
		return NULL;
	memcpy(new, object, old < size ? old : size);
	kfree(object);
	return new;
}

#if UNOOPS_HAS_KFREE_SENSITIVE
void kfree_sensitive(const void *object)
#else
void kzfree(const void *object)
#endif
{
	memset((void *)object, 0, ksize(object));
	kfree(object);
}

void kvfree(const void *object) { kfree(object); }
void *vmalloc(unsigned long size) { return allocate(size, GFP_KERNEL, "vmalloc", "vmalloc"); }
void *vzalloc(unsigned long size) { return allocate(size, GFP_KERNEL | __GFP_ZERO, "vmalloc", "vmalloc"); }
/* In an interrupt it is put off, elsewhere it may sleep, and says so (mm/vmalloc.c; 4.20 ... 7.2). */
void vfree(const void *addr)
{
	if (UNOOPS_SINCE(4, 20) && !in_interrupt())
		unoops_check_may_sleep("vfree() in atomic context");
	kfree(addr);
}

struct kmem_cache *kmem_cache_create(const char *name, unsigned int size, unsigned int align,
				     slab_flags_t flags, void (*ctor)(void *object))
{
	struct kmem_cache *cache = allocate(sizeof(*cache), GFP_KERNEL, "kmem_cache", "kmem_cache_create");

	if (cache)
		*cache = (struct kmem_cache){ name, size, flags, ctor };
	return cache;
}

void kmem_cache_destroy(struct kmem_cache *cache)
{
	if (!cache)
		return;
	unoops_check_may_sleep("kmem_cache_destroy() in atomic context");
	unoops_free(cache);
}

void *kmem_cache_alloc(struct kmem_cache *cache, gfp_t flags)
{
	char kind[32];
	void *object;

	snprintf(kind, sizeof(kind), "cache %s", cache->name);
	object = allocate(cache->size, flags, kind, "kmem_cache_alloc");
	if (object && cache->ctor)
		cache->ctor(object);
	return object;
}

void kmem_cache_free(struct kmem_cache *cache, void *object)
{
	if (cache->flags & SLAB_TYPESAFE_BY_RCU)
		unoops_assume("SLAB_TYPESAFE_BY_RCU objects are freed at once");
	if (!object)
		return;
	unoops_free_lock(object);
	unoops_free(object);
}

static char *copy_string(const char *s, size_t n, gfp_t gfp)
{
	char *copy = __kmalloc(n + 1, gfp);

	if (copy) {
		memcpy(copy, s, n);
		copy[n] = 0;
	}
	return copy;
}

char *kstrdup(const char *s, gfp_t gfp) { return s ? copy_string(s, strlen(s), gfp) : NULL; }
const char *kstrdup_const(const char *s, gfp_t gfp) { return kstrdup(s, gfp); }
void kfree_const(const void *p) { kfree(p); }
char *kstrndup(const char *s, size_t n, gfp_t gfp) { return s ? copy_string(s, strnlen(s, n), gfp) : NULL; }

void *kmemdup(const void *src, size_t n, gfp_t gfp)
{
	void *copy = __kmalloc(n, gfp);

	if (copy)
		memcpy(copy, src, n);
	return copy;
}

char *kvasprintf(gfp_t gfp, const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = __kmalloc(n + 1, gfp);
	if (text)
		vsnprintf(text, n + 1, fmt, args);
	return text;
}

char *kasprintf(gfp_t gfp, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = kvasprintf(gfp, fmt, args);
	va_end(args);
	return text;
}
