import { expect, test } from "vitest";
import { buildProgram } from "../../src/compile/build.ts";
import { CompileError } from "../../src/compile/compile-error.ts";
import { kernelItCompilesFor } from "../../src/compile/other-kernels.ts";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { moduleOf, optionsFor } from "./build.ts";

const toolchain = (await nativeToolchain()) ?? embeddedToolchain();

const COMPILES = 120_000;

const PROC = `#include <linux/module.h>
#include <linux/proc_fs.h>
static ssize_t said(struct file *file, char __user *to, size_t n, loff_t *at) { return 0; }
static const struct file_operations ops = { .owner = THIS_MODULE, .read = said };
static int __init start(void) { return proc_create("said", 0444, NULL, &ops) ? 0 : -ENOMEM; }
static void __exit stop(void) { remove_proc_entry("said", NULL); }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test(
  "a struct of another kernel's is refused, and the kernel it was written for is named",
  async () => {
    const refused = await buildProgram(moduleOf(PROC), optionsFor("6.1", toolchain)).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(CompileError);
    const said = refused instanceof CompileError ? refused.diagnostics : "";
    expect(await kernelItCompilesFor(moduleOf(PROC), optionsFor("6.1", toolchain), said)).toBe("5.4");
  },
  COMPILES,
);

const PLAIN = `#include <linux/module.h>
static int __init start(void) { return 0; }
static void __exit stop(void) { }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test(
  "of several modules that are loaded together, each has to compile for the kernel that is named",
  async () => {
    const together = { ...moduleOf(PLAIN), after: [moduleOf(PROC)] };
    const refused = await buildProgram(together, optionsFor("6.1", toolchain)).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(CompileError);
    const said = refused instanceof CompileError ? refused.diagnostics : "";
    expect(await kernelItCompilesFor(together, optionsFor("6.1", toolchain), said)).toBe("5.4");
  },
  COMPILES,
);

const PROBE = `#include <linux/module.h>
#include <linux/i2c.h>
static int probe(struct i2c_client *client, const struct i2c_device_id *id) { return 0; }
static int gone(struct i2c_client *client) { return 0; }
static struct i2c_driver driver = { .driver = { .name = "old" }, .probe = probe, .remove = gone };
module_i2c_driver(driver);
MODULE_LICENSE("GPL");
`;

test(
  "functions of another kernel's type are refused as kernel builds refuse them, and the kernel is named that takes them",
  async () => {
    const refused = await buildProgram(moduleOf(PROBE), optionsFor("6.1", toolchain)).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(CompileError);
    const said = refused instanceof CompileError ? refused.diagnostics : "";
    expect(said).toContain("incompatible function pointer types");
    expect(await kernelItCompilesFor(moduleOf(PROBE), optionsFor("6.1", toolchain), said)).toBe("5.15");
  },
  COMPILES,
);

test(
  "no kernel is named that lacks a call of the module's",
  async () => {
    const without = PROC.replace("return proc_create(", "nobody_has_this(); return proc_create(");
    expect(await kernelItCompilesFor(moduleOf(without), optionsFor("5.10", toolchain), "")).toBeUndefined();
  },
  COMPILES,
);

const OLD_FILES = `#include <linux/fs.h>
#include <linux/module.h>
#include <linux/uaccess.h>
static int __init start(void)
{
	mm_segment_t old_fs = get_fs();
	set_fs(KERNEL_DS);
	set_fs(old_fs);
	return 0;
}
static void __exit stop(void) { }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test(
  "a variable that is unknown since its type is gone keeps nobody from the kernel that had it",
  async () => {
    const refused = await buildProgram(moduleOf(OLD_FILES), optionsFor("6.12", toolchain)).catch(
      (error: unknown) => error,
    );
    const said = refused instanceof CompileError ? refused.diagnostics : "";
    expect(said).toContain("undeclared identifier 'old_fs'");
    expect(await kernelItCompilesFor(moduleOf(OLD_FILES), optionsFor("6.12", toolchain), said)).toBe("5.15");
  },
  COMPILES,
);

const OLD_MACROS = `#include <linux/interrupt.h>
#include <linux/module.h>
static void later(unsigned long data) { }
static DECLARE_TASKLET(bottom_half, later, 0);
static int __init start(void) { tasklet_schedule(&bottom_half); return 0; }
static void __exit stop(void) { tasklet_kill(&bottom_half); }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test(
  "a variable that is unknown since its macro took other arguments once keeps nobody from the kernel where it did",
  async () => {
    const refused = await buildProgram(moduleOf(OLD_MACROS), optionsFor("6.12", toolchain)).catch(
      (error: unknown) => error,
    );
    const said = refused instanceof CompileError ? refused.diagnostics : "";
    expect(said).toContain("undeclared identifier 'bottom_half'");
    expect(await kernelItCompilesFor(moduleOf(OLD_MACROS), optionsFor("6.12", toolchain), said)).toBe("5.4");
  },
  COMPILES,
);

test(
  "a module that no kernel has all calls of is made for the one that lacks fewest",
  async () => {
    const module = moduleOf(OLD_FILES.replace("set_fs(old_fs);", "set_fs(old_fs);\n\tnobody_has_this();"));
    const refused = await buildProgram(module, optionsFor("6.12", toolchain)).catch(
      (error: unknown) => error,
    );
    const said = refused instanceof CompileError ? refused.diagnostics : "";
    expect(said).toContain("undeclared identifier 'old_fs'");
    expect(await kernelItCompilesFor(module, optionsFor("6.12", toolchain), said)).toBe("5.15");
  },
  COMPILES,
);

const OLD_TIMES = `#include <linux/module.h>
#include <linux/sched.h>
struct sample { cputime_t spent; };
static struct sample last;
static int __init start(void) { last.spent = current->utime; return 0; }
static void __exit stop(void) { }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;

test(
  "a module is made for the kernel that has its type, though it could be run for another with a number in its place",
  async () => {
    const { warnings, assumed } = await buildProgram(moduleOf(OLD_TIMES), optionsFor("6.12", toolchain));
    expect(assumed).toEqual(["cputime_t, a type that the model lacks, is a number"]);
    expect(await kernelItCompilesFor(moduleOf(OLD_TIMES), optionsFor("6.12", toolchain), warnings)).toBe(
      "4.4",
    );
  },
  COMPILES,
);
