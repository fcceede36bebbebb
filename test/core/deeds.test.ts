import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { deedOf, deedText } from "../../src/core/witness-words.ts";

const USER = new URL("../../src/kernel/services/world/user.c", import.meta.url);

/** What unoops_tellf() is given, with some folder, name and numbers. */
function told(): string[] {
  const formats = readFileSync(USER, "utf8").matchAll(/unoops_tellf\("([^"]+)"/g);
  return [...formats].map(([, format = ""]) =>
    format.replace("%s%s", "/dev/x").replace("%#x", "0x7").replace("%u", "1").replace("%d", "4096"),
  );
}

test("whatever user space is told to do with a file is read as such, so that a real kernel can be made to do it", () => {
  const texts = told();
  expect(texts.length).toBeGreaterThan(3);
  for (const text of texts) {
    const deed = deedOf(text);
    expect(deed, text).toBeDefined();
    if (deed) expect(deedText(deed)).toBe(text);
  }
});
