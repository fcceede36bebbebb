import { expect, test } from "vitest";
import { isRefuted, WRONG_FIXES } from "./wrong-fixes.ts";

isRefuted("flag-before-stop", "6.12");
isRefuted("get-after-run", "6.12");

test("there is a wrong fix for each kind that people send", () => {
  expect(WRONG_FIXES.length).toBeGreaterThanOrEqual(7);
});
