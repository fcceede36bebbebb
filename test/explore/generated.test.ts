import { expect, test } from "vitest";
import { QUICKEST } from "../compile/build.ts";
import { keptPrograms } from "./build-generated.ts";
import { runSuite } from "./generated-suite.ts";

/** Milliseconds, on a machine that is busy. */
const COMPILES_AND_SEARCHES = 240_000;

test(
  "on generated modules the reduced and the plain search agree, and every witness is minimal and replays",
  async () => {
    const report = await runSuite({
      modules: 8,
      seed: 4,
      together: 8,
      toolchain: QUICKEST,
      cache: keptPrograms(),
    });
    expect(report.disagreements).toEqual([]);
    expect(report.compared).toBeGreaterThanOrEqual(8);
  },
  COMPILES_AND_SEARCHES,
);
