import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { registerRun } from "../../src/cli/run.ts";
import { runCommand, withFiles } from "../run-command.ts";

/** A watch that can be called off, and how often it ran what it was given. */
const watched = vi.hoisted(() => ({ off: new AbortController(), runs: 0 }));

vi.mock(import("../../src/cli/watch.ts"), async (original) => {
  const { watch } = await original();
  return {
    watch: (paths: readonly string[], action: () => Promise<void>): Promise<void> =>
      watch(
        paths,
        () => {
          watched.runs++;
          return action();
        },
        watched.off.signal,
      ),
  };
});

test("run --watch without a source is wrong usage: nothing is watched", () =>
  withFiles({}, async (folder) => {
    await expect(runCommand(registerRun, folder, ["run", "--watch"])).rejects.toThrow("name a .c file");
    expect(watched.runs).toBe(0);
  }));

test("run --watch --finding watches the source that the finding is in", () =>
  withFiles({ "a/a.c": "1" }, async (folder) => {
    const source = join(folder, "a/a.c");
    // refused before anything is compiled, which a watch outlives
    const refused = ["--part", "--whole"];
    const ran = runCommand(registerRun, folder, ["run", "--watch", "--finding", `${source}:1`, ...refused]);
    await expect.poll(() => watched.runs, { timeout: 10_000 }).toBe(1);
    writeFileSync(source, "2");
    await expect.poll(() => watched.runs, { timeout: 10_000 }).toBe(2);
    watched.off.abort();
    const { stderr } = await ran;
    expect(stderr).toContain("a.c changed");
    expect(stderr.match(/--part and --whole: give one of them/g)).toHaveLength(2);
  }));
