import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { registerRun } from "../../src/cli/run.ts";
import { runCommand } from "../run-command.ts";
import { EXAMPLES } from "../run/harness.ts";

const MODULE = join(EXAMPLES, "early-exit.c");
/** Outside of the folder that the command stands in. */
const CACHE = join(EXAMPLES, "../node_modules/.cache/unoops-test-commands");
const STOP =
  readFileSync(MODULE, "utf8")
    .split("\n")
    .findIndex((line) => /^\s*kthread_stop\(/.test(line)) + 1;

test("a finding that is named by its line is shown by a run, without naming the file again", async () => {
  const { stdout, exit } = await runCommand(
    registerRun,
    EXAMPLES,
    ["run", "--finding", `${MODULE}:${STOP}`],
    CACHE,
  );
  expect(exit).toBe(1);
  expect(stdout).toContain(`${MODULE}:${STOP}`);
});

test("of a line at which nothing goes wrong no run shows anything, and the bug elsewhere is counted", async () => {
  const { stdout, exit } = await runCommand(
    registerRun,
    EXAMPLES,
    ["run", "--finding", `${MODULE}:1`],
    CACHE,
  );
  expect(exit).toBe(3);
  expect(stdout).toContain(`no run shows a bug at ${MODULE}:1; `);
  expect(stdout).toMatch(/[1-9]\d* found elsewhere, without --finding/);
});

test.each(["foo.c", "foo.c:", ":3", "foo.c:x"])("--finding %s is told what is needed", async (place) => {
  await expect(runCommand(registerRun, EXAMPLES, ["run", "--finding", place])).rejects.toThrow(
    "FILE:LINE is needed",
  );
});
