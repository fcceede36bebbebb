import { expect, test } from "vitest";
import { readKbuild } from "../../src/compile/kbuild.ts";

test("obj-m names a module of one file", () => {
  expect(readKbuild("obj-m += early-exit.o\n").modules).toEqual([
    { name: "early-exit", units: ["early-exit.c"] },
  ]);
});

test.each(["foo-y := main.o worker.o", "foo-objs := main.o worker.o", "foo-y := main.o\nfoo-y += worker.o"])(
  "%j gives the files of a module",
  (parts) => {
    expect(readKbuild(`obj-m := foo.o\n${parts}\n`).modules).toEqual([
      { name: "foo", units: ["main.c", "worker.c"] },
    ]);
  },
);

test("obj-$(CONFIG_FOO) counts as set, and so do the parts that depend on an option", () => {
  const text = "obj-$(CONFIG_FOO) += foo.o\nfoo-y := main.o\nfoo-$(CONFIG_FOO_DEBUG) += debug.o\n";
  expect(readKbuild(text).modules).toEqual([
    { name: "foo", units: ["main.c", "debug.c"], option: "CONFIG_FOO" },
  ]);
});

test("every module of a Makefile is listed, folders are not", () => {
  expect(readKbuild("obj-m := one.o two.o sub/\n").modules.map(({ name }) => name)).toEqual(["one", "two"]);
});

test("lines that end in a backslash go on, comments do not count, variables of the file are put in", () => {
  const text = "PARTS = a.o \\\n\tb.o # and no more\nobj-m := foo.o # the module\nfoo-y := $(PARTS)\n";
  expect(readKbuild(text).modules).toEqual([{ name: "foo", units: ["a.c", "b.c"] }]);
});

test("recipes of a Makefile are left alone", () => {
  const text = "obj-m := foo.o\nall:\n\tmake -C /lib/modules/build M=$(PWD) obj-m=bar.o modules\n";
  expect(readKbuild(text).modules.map(({ name }) => name)).toEqual(["foo"]);
});

test("only -D and -I of the compiler flags are taken", () => {
  const text = "obj-m := foo.o\nccflags-y := -DDEBUG -I$(src)/include -O3 -Wextra\nEXTRA_CFLAGS += -DN=2\n";
  expect(readKbuild(text).flags).toEqual(["-DDEBUG", "-I$(src)/include", "-DN=2"]);
});

test("a file without obj-m builds nothing", () => {
  expect(readKbuild("CC = gcc\nall: prog\n")).toEqual({ modules: [], flags: [] });
});

test("a module tells what decides whether it is one: an option, or that it is built in", () => {
  const text = "obj-y += bus.o\nobj-$(CONFIG_MILL) += mill.o\nobj-m += grain.o\n";
  const options = readKbuild(text).modules.map(({ name, option }) => [name, option]);
  expect(options).toEqual([
    ["bus", "y"],
    ["mill", "CONFIG_MILL"],
    ["grain", undefined],
  ]);
});
