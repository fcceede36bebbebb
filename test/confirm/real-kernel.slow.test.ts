import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { qemusOf, ROOT, startUnoops, unoops, whyNot, type Ended } from "./tree.ts";

const reason = await whyNot();
if (reason !== undefined) console.warn(`skipped: no test boots a real kernel, since ${reason}`);

const BUG = "examples/early-exit.c";
const SAFE = "examples/stop-loop.c";
const HANG = "test/fixtures/modules/never-stops.c";
const RACE = "test/fixtures/modules/deadlock-abba.c";
const USED = "test/fixtures/modules/file-starts-thread.c";
const BEYOND = "test/fixtures/modules/read-at-place.c";
const MOUNTED = "test/fixtures/modules/mount-not-killed.c";
const KERNEL = ["--kernel", "6.1"];

describe.skipIf(reason !== undefined)("on a real linux 6.1", () => {
  let temporary = "";
  beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), "confirm-test-"));
  });
  afterEach(() => {
    rmSync(temporary, { recursive: true, force: true });
  });

  const confirm = async (...words: readonly string[]): Promise<Ended> =>
    unoops(["confirm", ...words, ...KERNEL], temporary);
  const expectNothingLeft = (): void => {
    expect(qemusOf(temporary)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  };

  test("what is read behind an object stops at the check of what user space is given, as predicted", async () => {
    const { status, stdout } = await confirm(BEYOND);
    expect(stdout).toContain("pread(/dev/text, 4096 bytes at 2): it crashed, as predicted");
    expect(status).toBe(1);
    expectNothingLeft();
  });

  test("what is mounted in the witness is mounted, and crashes as predicted", async () => {
    const { status, stdout } = await confirm(MOUNTED);
    expect(stdout).toContain("mount -t deadfs /dev/loop0 /mnt, umount /mnt: it crashed, as predicted");
    expect(status).toBe(1);
    expectNothingLeft();
  });

  test("a bug crashes as predicted", async () => {
    const { status, stdout } = await confirm(BUG);
    expect(stdout).toContain("as predicted");
    expect(stdout).toContain("traced: kthread_stop() of test thread");
    expect(status).toBe(1);
    expectNothingLeft();
  });

  test("a safe module is quiet, in poisoned memory too", async () => {
    const { status, stdout } = await confirm(SAFE);
    expect(stdout).toContain("slub_debug: nothing bad was seen, as proven");
    expect(status).toBe(0);
    expectNothingLeft();
  });

  test("what fix makes of a bug builds against the real kernel and is quiet there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "confirm-fixed-"));
    const module = join(folder, "early-exit.c");
    copyFileSync(join(ROOT, BUG), module);
    const fixed = await unoops(["fix", module, "--write", ...KERNEL], temporary);
    expect(fixed.status).toBe(0);
    const { status, stdout } = await confirm(module);
    expect(stdout).toContain("load, unload: nothing bad was seen, as proven");
    expect(status).toBe(0);
    expectNothingLeft();
    rmSync(folder, { recursive: true });
  });

  test("a hang ends when patience does, and says where rmmod waits", async () => {
    const { status, stdout } = await confirm(HANG, "--patience", "4");
    expect(stdout).toMatch(/rmmod has not come back \(state D\): .*kthread_stop/);
    expect(status).toBe(1);
    expectNothingLeft();
  });

  test("a process uses the module's file as in the witness, and the kernel crashes as predicted", async () => {
    const { status, stdout } = await confirm(USED);
    expect(stdout).toContain("echo 1 > /dev/control: it crashed after the module was unloaded, as predicted");
    expect(status).toBe(1);
    expectNothingLeft();
  });

  test("a race that does not show by itself is forced", async () => {
    const { status, stdout } = await confirm(RACE, "--patience", "4");
    expect(stdout).toContain("forced: it hung, as predicted");
    expect(status).toBe(1);
    expectNothingLeft();
  });

  test("runs side by side do not disturb each other", async () => {
    const [bug, safe] = await Promise.all([confirm(BUG), confirm(SAFE)]);
    expect([bug?.status, safe?.status]).toEqual([1, 0]);
    expectNothingLeft();
  });

  test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("no QEMU is left after %s", async (signal) => {
    const child = startUnoops(["confirm", HANG, ...KERNEL], temporary);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    await until(() => qemusOf(temporary).length > 0);
    await sleep(1000);
    child.kill(signal);
    await ended;
    await until(() => qemusOf(temporary).length === 0);
    if (signal !== "SIGKILL") expectNothingLeft();
  });
});

/** Half a minute is ample for a machine that does other things too. */
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (holds()) return;
    await sleep(100);
  }
  throw new Error("not in 30 s");
}
