import { join } from "node:path";
import { expect, test } from "vitest";
import { compile, judge, rulesOf } from "./harness.ts";
import { readReplay } from "../../src/run/replay-text.ts";
import { replayModule } from "../../src/run/run.ts";
import { WORLDS } from "./worlds.ts";

const path = join(WORLDS, "starts-if-asked.c");

test("a module whose thread begins only with a parameter of insmod's is run with it, and says so", async () => {
  const verdict = await judge(path, "6.12");
  expect(rulesOf(verdict)).toEqual(["kthread-stop-after-exit"]);
  expect(verdict.parameters).toEqual(["autostart=1"]);
  expect(verdict.coverage).toContain("with the module parameters autostart=1");
});

test("its witness is run again with that parameter", async () => {
  const [finding] = (await judge(path, "6.12")).findings;
  const again = replayModule(await compile(path, "6.12"), readReplay(finding?.witness?.replay ?? ""), {
    source: () => undefined,
    parameters: new Map([["autostart", "1"]]),
  });
  expect(rulesOf(again)).toEqual(["kthread-stop-after-exit"]);
});

test("a module that was given a parameter is run with that alone, and is safe with the others as they are", async () => {
  const { outcome, assumptions, coverage } = await judge(path, "6.12", {
    parameters: new Map([["autostart", "0"]]),
  });
  expect(outcome).toBe("safe");
  expect(coverage).toContain("no run of this module creates a thread");
  expect(assumptions.join("\n")).not.toContain("other values of parameters");
});

test("a module that refuses to be loaded unless all its parameters are set is run with all of them", async () => {
  const verdict = await judge(join(WORLDS, "starts-if-all-asked.c"), "6.12");
  expect(rulesOf(verdict)).toEqual(["kthread-stop-after-exit"]);
  expect(verdict.parameters).toEqual(["period=1", "depth=1"]);
});

test("its mended twin is safe with them, and says so", async () => {
  const verdict = await judge(join(WORLDS, "starts-if-all-asked-fixed.c"), "6.12");
  expect(verdict.outcome).toBe("safe");
  expect(verdict.coverage).toContain("with the module parameters period=1 depth=1");
});
