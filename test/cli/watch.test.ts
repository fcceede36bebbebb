import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { watch } from "../../src/cli/watch.ts";
import { UserError } from "../../src/core/user-error.ts";
import { withFiles } from "../run-command.ts";

/** A machine that does other things as well is given time. */
const PATIENT = { timeout: 10_000 };

/** Watches a file until called off; each change makes `count` grow. */
async function watching(
  folder: string,
  change: (count: () => number, told: () => string) => Promise<void>,
  action: () => Promise<void> = async () => {},
): Promise<void> {
  const controller = new AbortController();
  let count = 0;
  let told = "";
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    told += Buffer.from(text).toString();
    return true;
  });
  try {
    const done = watch(
      [join(folder, "a.c")],
      () => {
        count++;
        return action();
      },
      controller.signal,
    );
    await change(
      () => count,
      () => told,
    );
    controller.abort();
    await done;
  } finally {
    spy.mockRestore();
  }
}

test("what is watched is done at once, and again after a burst of changes, also of files that were renamed into place", () =>
  withFiles({ "a.c": "1" }, (folder) =>
    watching(folder, async (count, told) => {
      await expect.poll(count, PATIENT).toBe(1);
      writeFileSync(join(folder, "a.c"), "2");
      writeFileSync(join(folder, "a.c"), "3");
      await expect.poll(count, PATIENT).toBe(2);
      writeFileSync(join(folder, "new"), "4");
      renameSync(join(folder, "new"), join(folder, "a.c"));
      await expect.poll(count, PATIENT).toBe(3);
      expect(told()).toContain("a.c changed");
    }),
  ));

test("what is wrong with a source is told, and the watch goes on", () =>
  withFiles({ "a.c": "1" }, (folder) =>
    watching(
      folder,
      async (count, told) => {
        await expect.poll(told, PATIENT).toContain("unoops: a.c does not compile");
        writeFileSync(join(folder, "a.c"), "2");
        await expect.poll(count, PATIENT).toBe(2);
      },
      () => Promise.reject(new UserError("a.c does not compile")),
    ),
  ));

test("files that are no sources wake nobody", () =>
  withFiles({ "a.c": "1" }, (folder) =>
    watching(folder, async (count) => {
      await expect.poll(count, PATIENT).toBe(1);
      writeFileSync(join(folder, "a.o"), "2");
      await new Promise((resolve) => setTimeout(resolve, 400));
      expect(count()).toBe(1);
    }),
  ));
