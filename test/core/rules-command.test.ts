import { Command } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { registerRules } from "../../src/cli/rules.ts";
import { RULE_IDS } from "../../src/core/rules.ts";
import { UserError } from "../../src/core/user-error.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

function rules(...args: string[]): string {
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const program = new Command();
  registerRules(program);
  program.parse(["rules", ...args], { from: "user" });
  return printed;
}

test("without an id it lists every rule, one line each", () => {
  const lines = rules().trimEnd().split("\n");
  expect(lines.map((line) => line.split(/\s+/)[0])).toEqual([...RULE_IDS]);
  expect(lines.every((line) => line.length <= 100)).toBe(true);
});

test("with an id it prints the page with both examples", () => {
  const page = rules("kthread-stop-after-exit");
  expect(page).toMatch(/^kthread-stop-after-exit: /);
  expect(page).toContain("\nBad:\n");
  expect(page).toContain("\nGood:\n");
});

test("an unknown id is refused in one line that names the nearest one", () => {
  expect(() => rules("kthread-stop-after-exti")).toThrow(UserError);
  expect(() => rules("kthread-stop-after-exti")).toThrow(
    /^there is no rule .*; did you mean kthread-stop-after-exit\?$/,
  );
  expect(() => rules("xyzzy")).toThrow(/^there is no rule xyzzy; see "unoops rules"$/);
});
