import { expect, test } from "vitest";
import { headersFor } from "../../src/compile/brought-along.ts";

const KERNEL = new Map([
  ["kernel/include/linux/fs.h", "struct file_operations {\n};\nstruct file *filp_open(const char *name);\n"],
  ["kernel/include/linux/delay.h", "void msleep(unsigned int ms);\n#define ssleep(s) msleep((s) * 1000)\n"],
  [
    "kernel/include/crypto/skcipher.h",
    "int crypto_skcipher_encrypt(int request);\nvoid msleep(unsigned int);\n",
  ],
  ["kernel/services/sched.c", "void msleep(unsigned int ms) { }\n"],
]);

test("names that the compiler missed are looked up in the headers that declare them, not where they are used", () => {
  const said = [
    "a.c:1:1: error: variable has incomplete type 'const struct file_operations'",
    "a.c:2:1: warning: implicit declaration of function 'msleep' is invalid in C99",
    "a.c:3:1: error: use of undeclared identifier 'nowhere'",
  ].join("\n");
  expect(headersFor(said, KERNEL)).toEqual(["linux/delay.h", "linux/fs.h"]);
  expect(headersFor("a.c:1:1: error: use of undeclared identifier 'ssleep'", KERNEL)).toEqual([
    "linux/delay.h",
  ]);
  expect(headersFor("a.c:1:1: error: expected ';'", KERNEL)).toEqual([]);
});

const missed = (name: string): string => `a.c:2:1: warning: implicit declaration of function '${name}'`;

test("what a subsystem has for itself is looked up beside linux/ where nothing there declares it", () => {
  expect(headersFor(missed("crypto_skcipher_encrypt"), KERNEL)).toEqual(["crypto/skcipher.h"]);
  expect(headersFor(missed("msleep"), KERNEL)).toEqual(["linux/delay.h"]);
});
