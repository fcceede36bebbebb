import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";
import { bestMatch } from "../../src/solve/compare.ts";
import { EXAMPLES, FIXTURES, judge } from "./harness.ts";

const log = readFileSync(join(EXAMPLES, "ipq5018-rmmod.log"), "utf8");

test("the router's panic is predicted from early-exit.c: headline, address, function, callers, process, module state", async () => {
  const verdict = await judge(join(EXAMPLES, "early-exit.c"), "4.4");
  const match = bestMatch(readCrashes(log), verdict.findings);
  expect(match?.reproduced).toBe(true);
  expect(match?.rows.filter(({ agrees }) => !agrees)).toEqual([]);
  expect(match?.rows).toHaveLength(6);
  expect(match?.prediction).toMatchObject({
    headline: "Unable to handle kernel NULL pointer dereference at virtual address 00000000",
    function: "exit_creds",
    address: 0,
  });
  expect(match?.prediction.trace).toEqual([
    "exit_creds",
    "__put_task_struct",
    "kthread_stop",
    "SyS_delete_module",
    "ret_fast_syscall",
  ]);
});

test("the same panic with its newlines lost is solved as well", async () => {
  const verdict = await judge(join(EXAMPLES, "early-exit.c"), "4.4");
  const pasted = log.replaceAll("\n", " ");
  expect(bestMatch(readCrashes(pasted), verdict.findings)?.agreed).toBe(6);
});

test("a module with another bug is not said to explain it", async () => {
  const verdict = await judge(join(FIXTURES, "never-stops.c"), "4.4");
  expect(verdict.outcome).toBe("bug");
  expect(bestMatch(readCrashes(log), verdict.findings)?.reproduced ?? false).toBe(false);
});
