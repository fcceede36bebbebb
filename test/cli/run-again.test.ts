import { expect, test } from "vitest";
import { runAgain } from "../../src/cli/part.ts";

test("a schedule of a part is replayed on the part, for the same architecture", () => {
  expect(runAgain(["w1.c"], { arch: "arm" }, "part")).toBe("unoops run --arch arm --part w1.c");
  expect(runAgain(["w1.c"], { whole: true, kdir: "../linux" })).toBe(
    "unoops run --kdir ../linux --whole w1.c",
  );
});

test("what a shell would take apart is quoted", () => {
  expect(runAgain(["my module.c", "name=it's"], {})).toBe(
    String.raw`unoops run 'my module.c' 'name=it'\''s'`,
  );
});
