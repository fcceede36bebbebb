import { expect, test } from "vitest";
import { countText, searchText } from "../../src/core/progress-text.ts";

test("a search tells states, rate, findings, and the time that is left of its limit", () => {
  expect(searchText({ states: 24_690, ms: 20_000, found: 1, left: 40_000 })).toBe(
    "24,690 states, 1,235 a second, 20 s, 1 found, at most 40 s left",
  );
  expect(searchText({ states: 0, ms: 0, found: 0, left: 60_000 })).toBe(
    "0 states, 0 s, 0 found, at most 60 s left",
  );
});

test("counted work tells its rate and the time left, as soon as they mean something", () => {
  expect(countText("files", 100, 1100, 10)).toBe("100 of 1,100 files");
  expect(countText("files", 100, 1100, 1000)).toBe("100 of 1,100 files, 100 a second, 10 s left");
  expect(countText("scenarios", 1, 4, 60_000)).toBe("1 of 4 scenarios, 3 min left");
});
