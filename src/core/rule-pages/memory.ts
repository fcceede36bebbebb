import type { RulePage } from "./page.ts";

/** Rules about objects and pointers to them. */
export const MEMORY_PAGES = {
  "use-after-free": {
    title: "memory is used after it was freed",
    found: "memory is used after it was freed",
    text: `One task frees an object while another still uses it, or the same task goes on using it. What is there by then
belongs to somebody else: reads give nonsense, writes damage a stranger. Either the last user frees,
which a reference count decides, or whoever frees waits first until all users are gone.`,
    bad: `	kfree(ctx);
	kthread_stop(k);	/* k used ctx up to here */`,
    good: `	kthread_stop(k);
	kfree(ctx);`,
    kernels: `All. KASAN or slub_debug=FZPU make it visible; without them it may pass in silence.`,
  },
  "uninitialised-read": {
    title: "uninitialised memory decides something",
    advice: ["Allocate with kzalloc(), or set every member before somebody looks at it."],
    text: `kmalloc() gives memory as whoever had it before left it. A branch, or a pointer, that rests on a member which
nobody has set goes one way today and another tomorrow. Copying such memory around is no finding, nor is printing it.`,
    bad: `	ctx = kmalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	if (ctx->running)	/* whatever was there */
		stop(ctx);`,
    good: `	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);`,
    kernels: `All. KMSAN (since 6.1) reports it on a running system; CONFIG_INIT_ON_ALLOC_DEFAULT_ON (since 5.3) zeroes
all memory.`,
  },
  "double-free": {
    title: "memory is freed twice",
    found: "memory is freed twice",
    text: `The second kfree() of an object puts it into the allocator's list twice, or takes away what has been given to
somebody else meanwhile. Typical are an error path that frees what its caller frees too, and two tasks
that both believe to be the last. Setting the pointer to NULL helps only within one task.`,
    bad: `	if (start(ctx)) {
		kfree(ctx);	/* start() has freed it */
		return -EIO;
	}`,
    good: `	err = start(ctx);	/* leaves ctx to us */
	if (err) {
		kfree(ctx);
		return err;
	}`,
    kernels: `All. CONFIG_SLAB_FREELIST_HARDENED (4.14 on) stops with BUG() when the two frees follow one another.`,
  },
  "refcount-misuse": {
    title: "a reference count is taken or dropped when it must not be",
    found: "a reference count is misused",
    text: `A reference that is dropped once too often frees the object under its other users; one that is taken on a count of
zero revives an object that is being freed. refcount_t notices both, warns and saturates, so that the
object leaks instead. Each get needs one put, and get is allowed only to those who hold a reference.`,
    bad: `	put_task_struct(k);
	put_task_struct(k);	/* whose reference is that? */`,
    good: `	get_task_struct(k);
	...
	put_task_struct(k);`,
    kernels: `refcount_t exists since 4.11. The usage count of a task_struct is a bare atomic_t in 4.4, which says nothing.`,
  },
  "module-leak": {
    title: "memory is still allocated when the module is gone",
    found: "memory that the module allocated is never freed",
    text: `What the module allocated and did not free before the exit function returned can be freed by nobody any more. Look for
error paths, and for the thread that was to free its argument and never ran. kmemleak finds it on a running
system.`,
    bad: `static int __init enter(void)
{
	buffer = kmalloc(SIZE, GFP_KERNEL);
	return register_thing();	/* fails: buffer is lost */
}`,
    good: `	err = register_thing();
	if (err)
		kfree(buffer);
	return err;`,
    kernels: `All.`,
  },
  "null-dereference": {
    title: "a NULL or error pointer is dereferenced",
    found: "a NULL or error pointer is dereferenced",
    text: `kmalloc() and its family return NULL without memory, and many other functions return an ERR_PTR, which is not NULL.
A pointer that another task sets is NULL until it has done so. Test the result as the function's
documentation says, and publish a pointer only to those who can wait for it.`,
    bad: `	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	ctx->ready = true;`,
    good: `	ctx = kzalloc(sizeof(*ctx), GFP_KERNEL);
	if (!ctx)
		return -ENOMEM;
	ctx->ready = true;`,
    kernels: `All; the wording of the oops differs.`,
  },
  "out-of-bounds": {
    title: "memory outside of an object is touched",
    found: "memory outside of any object is accessed",
    text: `An access lies before the beginning or behind the end of the object that the pointer was meant for, or in no object
at all, or writes to a string literal or another constant. Behind a slab object lies the next one, of the same
size and mostly of somebody else; behind a literal another constant. Check an index where it comes in, let the
size of a copy follow from its target and its source, and give strsep() an array or a copy.`,
    bad: `	char name[8];

	strcpy(name, long_name);`,
    good: `	char name[8];

	strscpy(name, long_name, sizeof(name));`,
    kernels: `All. strscpy() exists since 4.3; CONFIG_FORTIFY_SOURCE stops some of these with BUG(), and
CONFIG_UBSAN_BOUNDS reports others. Writing to a constant is a page fault with CONFIG_STRICT_MODULE_RWX (before
4.11 CONFIG_DEBUG_SET_MODULE_RONX), and changes it without.`,
  },
  "undefined-arithmetic": {
    title: "a division by zero, or a shift that is too wide",
    text: `C leaves the result open, and machines differ: x86 raises a divide error, which is an oops, arm prints "Division by
zero in kernel." and goes on with 0; a shift by 32 or more gives 0 on one machine and the unshifted value
on another. Test the divisor, and check a number of bits where it comes in.`,
    bad: `	rate = bytes / jiffies_to_msecs(elapsed);`,
    good: `	msecs = jiffies_to_msecs(elapsed);
	rate = msecs ? bytes / msecs : 0;`,
    kernels: `All. CONFIG_UBSAN_SHIFT reports a shift that is too wide, without stopping.`,
  },
} satisfies Record<string, RulePage>;
