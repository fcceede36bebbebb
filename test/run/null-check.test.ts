import { expect, test } from "vitest";
import { testsForNull } from "../../src/run/null-check.ts";

const inside = (...lines: string[]): string =>
  ["static int start(void)", "{", ...lines, "\treturn 0;", "}"].join("\n");

test.each([
  ["!k", inside('\tk = kthread_run(work, NULL, "w");', "\tif (!k)", "\t\treturn -ENOMEM;")],
  [
    "k == NULL",
    inside("\tdev->k = kthread_run(work, dev,", '\t\t"w");', "\tif (dev->k == NULL)", "\t\treturn -1;"),
  ],
  [
    "NULL == k",
    inside(
      '\tstruct task_struct *k = kthread_create(work, NULL, "w");',
      "\tif (NULL == k)",
      "\t\treturn -1;",
    ),
  ],
  ["a test around the assignment", inside('\tif (!(k = kthread_run(work, NULL, "w")))', "\t\treturn -1;")],
])("%s is a test for NULL", (_, source) => {
  expect(testsForNull(source, 3, "6.12")).toBe(true);
});

test.each([
  [
    "IS_ERR() as well",
    inside('\tk = kthread_run(work, NULL, "w");', "\tif (!k || IS_ERR(k))", "\t\treturn -1;"),
  ],
  ["another variable", inside('\tk = kthread_run(work, NULL, "w");', "\tif (!kk)", "\t\treturn -1;")],
  ["a comment", inside('\tk = kthread_run(work, NULL, "w");', "\t/* if (!k) */")],
  [
    "a member of what the handle is",
    inside('\tk = kthread_run(work, NULL, "w");', "\tif (!k->mm)", "\t\treturn -1;"),
  ],
])("%s is none", (_, source) => {
  expect(testsForNull(source, 3, "6.12")).toBe(false);
});

test("the branch of an #if that the kernel takes is read", () => {
  const source = inside(
    "#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 0, 0)",
    '\tk = kthread_run(work, NULL, "w");',
    "\tif (!k)",
    "\t\treturn -1;",
    "#endif",
  );
  expect(testsForNull(source, 4, "4.4")).toBe(true);
  expect(testsForNull(source, 4, "6.12")).toBe(false);
});
