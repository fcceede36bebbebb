import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Command } from "commander";
import { worldOf, worldOptions } from "../../src/cli/world.ts";
import { readReplay } from "../../src/run/replay-text.ts";
import { compile, judge, rulesAgain, rulesOf } from "./harness.ts";
import { NAMED, WORLDS } from "./worlds.ts";

describe("of two processes that stop one thread", () => {
  const path = join(WORLDS, "two-writers.c");

  test("each has a column of its own, with what it does as a shell would have it, and a replay string that runs again", async () => {
    const verdict = await judge(path, "6.12", { world: NAMED["users 2"], first: true });
    const witness = verdict.findings[0]?.witness;
    const told = witness?.steps
      .filter(({ text }) => text === "echo 0 > /dev/control")
      .map(({ task }) => task);
    expect(told).toEqual(["user", "user 2"]);
    const lanes = witness?.timeline.lanes
      .filter(({ kind }) => kind === "user space")
      .map((lane) => lane.name);
    expect(lanes).toEqual(["user", "user 2"]);
    expect(witness?.replay).toMatch(/^6\.12u2:/);
    const [finding] = verdict.findings;
    expect(rulesAgain(await compile(path, "6.12"), finding)).toEqual([finding?.rule]);
  });

  test("the coverage says how many processes there were, and that there were none", async () => {
    expect((await judge(path, "6.12", { world: NAMED["users 2"] })).coverage).toContain(
      "with up to 2 processes of user space at one time",
    );
    const none = await judge(path, "6.12", { world: NAMED["no users"] });
    expect(none.coverage.join("\n")).toContain("(--no-users)");
    expect(none.assumptions.join("\n")).not.toContain("opened");
  });
});

/** A note that tells that the first load alone does not show it. */
function isSecond({ message }: { readonly message: string }): boolean {
  return message.startsWith("in the second load");
}

test("what only the second load shows is told as such, and leads there again", async () => {
  const path = join(WORLDS, "dir-left-behind.c");
  const verdict = await judge(path, "6.12", { world: NAMED.reload });
  const [once, again] = ["module-leak", "kthread-outlives-module"].map((rule) =>
    verdict.findings.find((finding) => finding.rule === rule),
  );
  expect(once?.notes.some(isSecond)).toBe(false);
  expect(again?.notes.some(isSecond)).toBe(true);
  expect(again?.witness?.steps.map(({ text }) => text)).toContain("the module is loaded again");
  expect(verdict.coverage).toContain("loaded, unloaded and loaded again (--reload)");
  expect(rulesAgain(await compile(path, "6.12"), again)).toEqual(["kthread-outlives-module"]);
});

test("a file is used again where nothing failed when it was used once, and the replay string says so", async () => {
  const path = join(WORLDS, "stop-twice-in-turn.c");
  const verdict = await judge(path, "6.12", { world: NAMED["in turn"], first: true });
  const replay = verdict.findings[0]?.witness?.replay ?? "";
  expect([rulesOf(verdict), replay]).toEqual([["kthread-double-stop"], expect.stringMatching(/^6\.12n3:/)]);
  expect(rulesAgain(await compile(path, "6.12"), verdict.findings[0])).toEqual(["kthread-double-stop"]);
});

test("how often something was tried wholly is said where more often comes to no end", async () => {
  const path = join(WORLDS, "stop-twice-in-turn-fixed.c");
  const limits = { states: 900 };
  const { outcome, coverage, assumptions } = await judge(path, "6.12", { world: NAMED["in turn"], limits });
  expect([outcome, coverage.join(), assumptions.join()]).toEqual([
    "safe",
    expect.stringMatching(/comes up to 2 times.*again, up to 3 times: nothing failed in \d+ states, which/),
    expect.stringContaining("each file is used a few times"),
  ]);
});

test("where unloading waits in the kernel for a process in the module, the process says where, and each step says something", async () => {
  const verdict = await judge(join(WORLDS, "parameter-restarts.c"), "6.12");
  const found = verdict.findings.find(({ rule }) => rule === "deadlock");
  expect(found?.span).toMatchObject({ file: expect.stringMatching(/parameter-restarts\.c$/), line: 25 });
  const steps = found?.witness?.steps ?? [];
  expect(steps.filter(({ text }) => text === "")).toEqual([]);
  expect(steps.at(-1)).toMatchObject({ text: "in the kernel" });
});

test("a replay string keeps the world that it was found in", () => {
  expect(readReplay("6.12u2n4:0.1")).toMatchObject({ world: { users: 2, uses: 4 } });
  expect(readReplay("6.12fu2:0.1,1")).toMatchObject({ faults: true, world: { users: 2, loads: 1 } });
  expect(readReplay("6.12r:0.1")).toMatchObject({ world: { users: 1, loads: 2 } });
  expect(readReplay("6.12u0:0.1")).toMatchObject({ faults: false, world: { users: 0 } });
  expect(() => readReplay("6.12u9:0.1")).toThrow("not a replay string");
});

/** What the words of a command line come to. */
function asked(...words: string[]): ReturnType<typeof worldOf> {
  const command = worldOptions(new Command());
  command.parse(words, { from: "user" });
  return worldOf(command.opts());
}

test("--users and --no-users say how many processes there are; one that makes no sense is refused with what would", () => {
  expect(asked()).toEqual({ users: 1, loads: 1 });
  expect(asked("--users", "2").users).toBe(2);
  expect(asked("--no-users").users).toBe(0);
  expect(asked("--reload").loads).toBe(2);
  expect(asked("--uses", "2").uses).toBe(2);
  expect(() => asked("--uses", "0")).toThrow("a number from 1 to 9 is needed");
  for (const wrong of ["0", "5", "two", "1.5", ""])
    expect(() => asked("--users", wrong)).toThrow("a number from 1 to 4 is needed; --no-users is for none");
});
