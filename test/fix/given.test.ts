import { expect, test } from "vitest";
import { withPatch } from "../../src/fix/index.ts";
import { moduleOf, textOf } from "./bench.ts";

const source = moduleOf("int a;\nint b;\nint c;\n", "drivers/foo.c");

const PATCH = `--- a/some/tree/drivers/foo.c
+++ b/some/tree/drivers/foo.c
@@ -1,3 +1,3 @@
 int a;
-int b;
+int bb;
 int c;
`;

test("a patch applies to the file whose path shares its end", () => {
  expect(textOf(withPatch(source, PATCH, "p"))).toBe("int a;\nint bb;\nint c;\n");
});

test("a patch is read from a mail, with its message and its signature", () => {
  const mail = `From 0 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] foo\n\nWhy.\n---\n foo.c | 2 +-\n\ndiff --git a/foo.c b/foo.c\nindex 1..2 100644\n${PATCH}-- \n2.39.5\n\n`;
  expect(textOf(withPatch(source, mail, "p"))).toBe("int a;\nint bb;\nint c;\n");
});

test("a patch that does not apply is refused in one line", () => {
  expect(() =>
    withPatch(source, PATCH.replace(" int a;", " int z;").replace("-int b;", "-int y;"), "p.patch"),
  ).toThrow("p.patch does not apply to drivers/foo.c");
});

test("a patch for other files is refused in one line", () => {
  expect(() => withPatch(source, PATCH.replaceAll("foo.c", "bar.c"), "p.patch")).toThrow(
    "changes none of the module's files",
  );
});

test("what is no patch is refused in one line", () => {
  expect(() => withPatch(source, "hello\n", "p.patch")).toThrow("is not a unified diff");
});
