import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FixReport } from "../../src/core/fix.ts";
import { fixModule, unifiedDiff } from "../../src/fix/index.ts";
import { readModule } from "../../src/host/module-files.ts";
import { mail } from "../../src/report/mail.ts";
import { EXAMPLES } from "../run/harness.ts";
import { benchFor } from "./bench.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "unoops-mail-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: string[]): string {
  const who = ["-c", "user.name=T", "-c", "user.email=t@example.org"];
  return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8" });
}

let report: FixReport;
let text: string;
beforeAll(async () => {
  report = await fixModule(readModule([join(EXAMPLES, "signal-exit.c")]), benchFor("6.12"));
  const [best] = report.candidates;
  const [target] = report.targets;
  if (!best || !target) throw new Error("nothing was mended");
  text = mail(best, target, {
    from: "A Developer <dev@example.org>",
    date: new Date("2026-11-24T20:00:00Z"),
    prefix: "signal_exit",
    fixes: '0123456789ab ("signal_exit: add the thread")',
    diff: unifiedDiff(best.files, () => "drivers/signal-exit.c"),
  });
});

test.skipIf(!hasGit)(`git am takes the mail${hasGit ? "" : " (skipped: no git here)"}`, () => {
  git("init", "-q");
  mkdirSync(join(folder, "drivers"));
  cpSync(join(EXAMPLES, "signal-exit.c"), join(folder, "drivers/signal-exit.c"));
  git("add", ".");
  git("commit", "-qm", "before");
  execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.org", "am", "-q"], {
    cwd: folder,
    input: text,
  });
  expect(readFileSync(join(folder, "drivers/signal-exit.c"), "utf8")).toBe(
    report.candidates[0]?.files[0]?.after,
  );
  expect(git("log", "-1", "--format=%an <%ae>%n%s")).toBe(
    "A Developer <dev@example.org>\nsignal_exit: let the thread wait for its stop before it returns\n",
  );
  const body = git("log", "-1", "--format=%b");
  expect(body).toMatch(/insmod\/rmmod +poll thread/);
  expect(body).toMatch(/every\s+interleaving/);
  expect(body).toContain('Fixes: 0123456789ab ("signal_exit: add the thread")');
  expect(body).not.toContain("Signed-off-by");
});

test("no line of the message is longer than 75 columns", () => {
  const message = text.slice(text.indexOf("\n\n"), text.indexOf("\n---\n"));
  for (const line of message.split("\n")) expect(line.length).toBeLessThanOrEqual(75);
});
