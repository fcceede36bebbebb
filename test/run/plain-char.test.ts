import { join } from "node:path";
import { expect, test } from "vitest";
import { runModule } from "../../src/run/run.ts";
import { compile, FIXTURES, judge, rulesOf } from "./harness.ts";

test("a plain char has a sign on x86 up to 6.1, and none from 6.2 on, nor on arm", async () => {
  const path = join(FIXTURES, "../signs/char-counts-down.c");
  expect((await judge(path, "6.1")).outcome).toBe("safe");
  expect(rulesOf(await judge(path, "6.12"))).toEqual(["out-of-bounds"]);
  expect(
    rulesOf(runModule(await compile(path, "4.4", { arch: "arm" }), { source: () => undefined })),
  ).toEqual(["out-of-bounds"]);
  expect((await judge(path.replace(".c", "-fixed.c"), "6.12")).outcome).toBe("safe");
});
