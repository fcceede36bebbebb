import { assert, asyncProperty, constantFrom, string } from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../src/core/user-error.ts";
import type { Input } from "../../src/playground/job.ts";
import { fromFragment, toFragment } from "../../src/playground/link.ts";
import { LONGEST_INPUT } from "../../src/playground/limits.ts";

const INPUT: Input = {
  log: "Oops: 5\n\x1b[31m",
  source: "int x; // ü€😀\n",
  file: "x.c",
  kernel: "5.10",
  faults: true,
  seconds: 300,
};

test("a link carries everything that is written into the page", async () => {
  expect(await fromFragment(await toFragment(INPUT))).toEqual(INPUT);
  const plain = { ...INPUT, kernel: undefined, faults: false, seconds: 60 };
  expect(await fromFragment(await toFragment(plain))).toEqual(plain);
});

test("whatever the text is, and in letters that every mail program takes for one address", async () => {
  const text = string({ unit: "grapheme" });
  await assert(
    asyncProperty(text, text, async (log, source) => {
      const fragment = await toFragment({ ...INPUT, log, source });
      expect(fragment).toMatch(/^#1\.[\w-]+$/);
      expect(await fromFragment(fragment)).toEqual({ ...INPUT, log, source });
    }),
    { numRuns: 20 },
  );
});

test("an address without a fragment carries nothing", async () => {
  expect(await fromFragment("")).toBeUndefined();
  expect(await fromFragment("#")).toBeUndefined();
});

test("a link that was cut or changed is told of, never read in part", async () => {
  const whole = await toFragment({ ...INPUT, log: "x".repeat(5000) + Math.PI });
  const cut = constantFrom(...Array.from({ length: whole.length - 3 }, (_, i) => i + 2));
  await assert(
    asyncProperty(cut, async (length) => {
      await expect(fromFragment(whole.slice(0, length))).rejects.toThrow(UserError);
    }),
    { numRuns: 40 },
  );
  await expect(fromFragment("#section")).rejects.toThrow("not whole");
  await expect(fromFragment("#1.%%%")).rejects.toThrow("not whole");
});

test("a small link that would become a huge text is refused", async () => {
  const huge = await toFragment({ ...INPUT, log: " ".repeat(3 * LONGEST_INPUT + 1) });
  expect(huge.length).toBeLessThan(50_000);
  await expect(fromFragment(huge)).rejects.toThrow(UserError);
});

test("what a link says beside the texts is taken only where the page offers it", async () => {
  const odd = await toFragment({ ...INPUT, seconds: 1e9 });
  expect(await fromFragment(odd)).toMatchObject({ seconds: 60 });
});
