import { describe, expect, test } from "vitest";
import { nearestRule, RULE_PAGES } from "../../src/core/rule-pages.ts";
import { RULE_IDS } from "../../src/core/rules.ts";

test("there are pages for the rules, all of them and no others", () => {
  expect(Object.keys(RULE_PAGES).toSorted()).toEqual(RULE_IDS.toSorted());
});

describe.each(RULE_IDS)("the page of %s", (id) => {
  const { title, text, bad, good, kernels } = RULE_PAGES[id];

  test("has a title of one line, prose of a few sentences, and says which kernels differ", () => {
    expect(title).toMatch(/^[^\n]{10,70}[^.\n]$/);
    expect(text.split(/[.:;]\s/).length).toBeGreaterThanOrEqual(2);
    expect(kernels).toMatch(/\.$/);
  });

  test("has a bad and a good example, in the kernel's own style", () => {
    for (const example of [bad, good]) {
      expect(example).toMatch(/;/);
      expect(example).not.toMatch(/^ {2,}\S/m);
      expect(
        Math.max(...example.split("\n").map((line) => line.replaceAll("\t", "        ").length)),
      ).toBeLessThanOrEqual(80);
    }
    expect(good).not.toBe(bad);
  });

  test("fits a terminal of 120 columns", () => {
    for (const line of `${text}\n${kernels}`.split("\n")) expect(line.length).toBeLessThanOrEqual(118);
  });
});

test.each([
  ["kthread-stop-after-exits", "kthread-stop-after-exit"],
  ["kthread_ref_leak", "kthread-ref-leak"],
  ["dead-lock", "deadlock"],
])("a mistyped %s is nearest to %s", (typed, meant) => {
  expect(nearestRule(typed, RULE_IDS)).toBe(meant);
});

test("what is like no rule has no nearest one", () => {
  expect(nearestRule("xyzzy", RULE_IDS)).toBeUndefined();
});
