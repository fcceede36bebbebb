import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgeText } from "../fix/bench.ts";
import { FIXTURES } from "./harness.ts";

const BOARD = readFileSync(join(FIXTURES, "../assumed/board.c"), "utf8");

test("a call that gets numbers and text is assumed to return what its caller can tell apart, and the verdict says so", async () => {
  const verdict = await judgeText(BOARD);
  expect(verdict.outcome).toBe("safe");
  expect(verdict.assumptions.join("\n")).toMatch(/board_probe\(\) returns 0 or an error/);
  expect(verdict.assumptions.join("\n")).toMatch(/board_led_set\(\) does nothing/);
});

test("what fails only when such a call fails is found", async () => {
  const late = BOARD.replace(
    /\tint err = board_probe[\s\S]*?blinker = (.*)\n/,
    '\tint err;\n\n\tblinker = $1\n\terr = board_probe("led");\n\tif (err)\n\t\treturn err;\n',
  );
  const verdict = await judgeText(late);
  expect(verdict.findings.map(({ rule }) => rule)).toEqual(["kthread-outlives-module"]);
});

test("--strict takes nothing for granted", async () => {
  const verdict = await judgeText(BOARD, { strict: true });
  expect(verdict.outcome).toBe("undecided");
  expect(verdict.coverage.join("\n")).toContain("calls board_probe(), which unoops does not model");
});

test.each([
  ["the thread", 'board_probe("led")', "board_probe((const char *)blinker)"],
  ["a function to call back", 'board_probe("led")', "board_probe((const char *)blink)"],
  ["the address of a variable", "board_led_set(1, on)", "board_led_set(1, (int)&on)"],
  ["an element of an array", "board_led_set(1, on)", "board_led_set(1, states[on])"],
])("a call that gets %s stays undecided", async (_what, plain, given) => {
  const text = BOARD.replace(plain, given).replace(
    "static int blink",
    "static int states[2];\n\nstatic int blink",
  );
  expect((await judgeText(text)).outcome).toBe("undecided");
});

/** The board's function with something of the kernel's that the model knows nothing of. */
const FOUND = BOARD.replace(
  "void board_led_set(int led, int on);",
  "void board_led_set(int led, int on);\nstruct board_pin *board_pin_find(const char *name);\nvoid board_pin_put(struct board_pin *pin);",
);

function withPin(lines: string): string {
  return FOUND.replace(
    /(\n\tblinker = )/,
    `\n\tstruct board_pin *pin = board_pin_find("led");\n\n\t${lines}\n$1`,
  );
}

test("what such a call returns is handed on to others of its kind, and is NULL where the caller asks for that", async () => {
  const verdict = await judgeText(withPin("if (!pin)\n\t\treturn -ENODEV;\n\tboard_pin_put(pin);"));
  expect(verdict.outcome).toBe("safe");
  expect(verdict.assumptions.join("\n")).toMatch(
    /board_pin_find\(\) returns something of the kernel's or NULL, and does nothing else/,
  );
});

test.each([
  ["looked into", 'pr_info("%d\\n", *(int *)pin);'],
  ["freed", "kfree(pin);"],
])("what such a call returned is not %s", async (_what, line) => {
  const verdict = await judgeText(withPin(line));
  expect(verdict.outcome).toBe("undecided");
  expect(verdict.coverage.join("\n")).toContain(
    "uses what board_pin_find() returned, which unoops does not model",
  );
});

test("what a call with more arguments returns is handed on to one with fewer, too", async () => {
  const text = withPin("board_pin_put(pin);")
    .replace("find(const char *name)", "find(const char *name, int flags)")
    .replace('board_pin_find("led")', 'board_pin_find("led", 1)');
  expect((await judgeText(text)).outcome).toBe("safe");
});

test("beside a call that could not be followed, what fails when a file is used again is found", async () => {
  const store = readFileSync(join(FIXTURES, "../assumed/store.c"), "utf8");
  const verdict = await judgeText(store);
  expect(verdict.findings.map(({ rule }) => rule)).toEqual(["out-of-bounds"]);
  expect(verdict.coverage.join("\n")).toContain("calls board_forget(), which unoops does not model");
  const mended = await judgeText(store.replace("memdup_user(from, count)", "memdup_user(from, SIZE)"));
  expect(mended).toMatchObject({ outcome: "undecided", findings: [] });
});

test("what stands at a physical address that the model has nothing at is nobody's to say", async () => {
  const text = `#include <linux/module.h>
#include <linux/io.h>
#include <linux/slab.h>
static int __init look_init(void)
{
	char *own = kmalloc(8, GFP_KERNEL);
	if (!own)
		return -ENOMEM;
	*(char *)phys_to_virt(virt_to_phys(own)) = 1;
	kfree(own);
	return LOOK;
}
static void __exit look_exit(void)
{
}
module_init(look_init);
module_exit(look_exit);
MODULE_LICENSE("GPL");
`;
  const own = await judgeText(text.replace("LOOK", "0"));
  expect(own.outcome).toBe("safe");
  const other = await judgeText(text.replace("LOOK", "*(char *)phys_to_virt(0x900000) & 1"));
  expect(other.outcome).toBe("undecided");
  expect(other.coverage.join("\n")).toContain(
    "uses memory_at_a_physical_address, which unoops does not model",
  );
});
