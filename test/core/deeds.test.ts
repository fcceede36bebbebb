import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { deedOf, deedText, stillOpen } from "../../src/core/witness-words.ts";

const USERS = ["user.c", "user-input.c"].map((name) =>
  readFileSync(new URL(`../../src/kernel/services/world/${name}`, import.meta.url), "utf8"),
);

/** How a text is written, as user-input.c says it. */
const WRITES = [
  "echo 1 >",
  "echo start 2 >",
  "echo -n go >",
  "4096 bytes to",
  "0 bytes to",
  "8 bytes with -3 first to",
];

/** What unoops_tellf() and its kin are given, with some folder, name and numbers. */
function told(): string[] {
  const formats = USERS.join("").matchAll(/unoops_tell(?:_record)?f\((?:[^"(),]+, )?"([^"]+)"/g);
  return [...formats].flatMap(([, format = ""]) => {
    // to map a file the guest would need six arguments of a system call, and it opens all for reading and writing: docs/limitations.md
    if (/^(mmap|open)\(/.test(format)) return [];
    if (format === "%s %s %s%s") return WRITES.map((how) => `${how} /dev/x`);
    return [
      format
        .replace("%s%s", "/dev/x")
        .replace("%#x", "0x7")
        .replace("%s)", "SEEK_END)")
        .replace("@", "op 7, level 1: 0700ff")
        .replace(/%[ud]/g, "5"),
    ];
  });
}

test("whatever user space is told to do with a file is read as such, so that a real kernel can be made to do it", () => {
  const texts = told();
  expect(texts.length).toBeGreaterThan(WRITES.length + 7);
  expect(texts.filter((text) => stillOpen(text) === "/dev/x")).toHaveLength(1);
  for (const text of texts.filter((each) => stillOpen(each) === undefined)) {
    const deed = deedOf(text);
    expect(deed, text).toBeDefined();
    if (deed) expect(deedText(deed)).toBe(text);
  }
});
