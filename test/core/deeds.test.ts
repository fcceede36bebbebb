import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { deedOf, deedText } from "../../src/core/witness-words.ts";

const USER = new URL("../../src/kernel/services/world/user.c", import.meta.url);

/** How a text is written, and what ioctl() is given, as user.c says it. */
const WRITES = [
  "echo 1 >",
  "echo start 2 >",
  "echo -n go >",
  "4096 bytes to",
  "0 bytes to",
  "8 bytes with -3 first to",
];
const ARGUMENTS = [") with a 1", ") with a -3", ", 5)", ", -5)"];

/** What unoops_tellf() is given, with some folder, name and numbers. */
function told(): string[] {
  const formats = readFileSync(USER, "utf8").matchAll(/unoops_tellf\("([^"]+)"/g);
  return [...formats].flatMap(([, format = ""]) => {
    // to map a file the guest would need six arguments of a system call: docs/limitations.md
    if (format.startsWith("mmap()")) return [];
    if (format === "%s %s %s%s") return WRITES.map((how) => `${how} /dev/x`);
    const text = format.replace("%s%s", "/dev/x").replace("%#x", "0x7");
    return text.endsWith("%s") ? ARGUMENTS.map((how) => text.replace(/%s$/, how)) : [text];
  });
}

test("whatever user space is told to do with a file is read as such, so that a real kernel can be made to do it", () => {
  const texts = told();
  expect(texts.length).toBeGreaterThan(WRITES.length + ARGUMENTS.length);
  for (const text of texts) {
    const deed = deedOf(text);
    expect(deed, text).toBeDefined();
    if (deed) expect(deedText(deed)).toBe(text);
  }
});
