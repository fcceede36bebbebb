import { expect, test } from "vitest";
import { endsThreadsAlone } from "../../src/run/thread-ends.ts";
import { alone } from "../slice/harness.ts";

/** A module whose exit stops the thread, and whose attribute does what is given. */
function module(store: string): ReturnType<typeof alone> {
  return alone(
    "mill.c",
    `#include <linux/kthread.h>
static struct task_struct *grinder;
static ssize_t stop_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t n)
{
${store}
	return n;
}
static void __exit mill_exit(void)
{
	kthread_stop(grinder);
}
module_exit(mill_exit);
`,
  );
}

test("a module whose exit alone stops its thread has nobody who does so beside it", () => {
  expect(endsThreadsAlone(module("	wake_up_process(grinder);"), "6.12")).toBe(true);
  expect(endsThreadsAlone(module("	kthread_stop(grinder);"), "6.12")).toBe(false);
});

test("a stop that is there for older kernels alone counts for those", () => {
  const old = module("#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 0, 0)\n	kthread_stop(grinder);\n#endif");
  expect(endsThreadsAlone(old, "4.4")).toBe(false);
  expect(endsThreadsAlone(old, "6.12")).toBe(true);
});

test("a stop that a configuration decides about counts", () => {
  expect(endsThreadsAlone(module("#ifdef CONFIG_MILL_STOPS\n	kthread_stop(grinder);\n#endif"), "6.12")).toBe(
    false,
  );
});
