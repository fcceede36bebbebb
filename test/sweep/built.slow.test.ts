import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { MAIN, notBuilt } from "./dist.ts";

test("what is built tells in one line that a queue cannot be reached", (context) => {
  context.skip(notBuilt !== "", notBuilt);
  const { status, stderr } = spawnSync(
    process.execPath,
    [MAIN, "worker", "--queue", "redis://:secret@127.0.0.1:1"],
    { encoding: "utf8" },
  );
  expect(stderr).toMatch(/^unoops: the queue at redis:\/\/127\.0\.0\.1:1 cannot be used: [^\n]*\n$/);
  expect(stderr).not.toContain("secret");
  expect(status).toBe(2);
});
