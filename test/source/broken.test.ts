import { expect, test } from "vitest";
import { readSource } from "../../src/source/index.ts";

test("a struct that nothing closes, and a parameter list that does not read, leave the rest readable", () => {
  for (const broken of [
    "struct {",
    "struct a { struct {",
    "int f(int (*a, int b {",
    "union {{",
    "typeof(",
    "int x[3",
  ]) {
    const file = readSource("broken.c", `int good(void)\n{\n\treturn 1;\n}\n${broken}`);
    expect(file.functions.get("good")?.flow).toBeDefined();
  }
});
