import Database from "better-sqlite3";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withFiles } from "../run-command.ts";
import { anotherVersion, MAIN, notBuilt } from "./dist.ts";
import { moduleText } from "./harness.ts";

const TWO = moduleText(true, "two").replace(/\tif \(IS_ERR.*\n.*\n/, "");

function sweep(main: string, folder: string): string {
  const words = [
    "sweep",
    "--kernel",
    "6.1",
    "--workers",
    "1",
    "--store",
    join(folder, "kept.db"),
    "--report",
    "json",
  ];
  const { stdout } = spawnSync(process.execPath, [main, ...words, join(folder, "a")], { encoding: "utf8" });
  return stdout;
}

/** Puts other words for a finding's into what is kept: whoever tells them did not find it again. */
function mark(folder: string, from: string, to: string): void {
  const db = new Database(join(folder, "kept.db"));
  const { changes } = db.prepare("UPDATE results SET value = replace(value, ?, ?)").run(from, to);
  db.close();
  expect(changes).toBeGreaterThan(0);
}

test.skipIf(notBuilt !== "")(
  `a version in which one rule changed finds again what that rule finds, and keeps the rest (${notBuilt || "built"})`,
  () =>
    withFiles({ "a/main.c": TWO }, async (folder) => {
      const first = sweep(MAIN, folder);
      expect(first).toContain("kthread-err-ptr");
      expect(first).toContain("kthread-stop-after-exit");
      mark(folder, "an ERR_PTR", "KEPT_PTR");
      mark(folder, "a freed task_struct", "what was kept");
      const other = anotherVersion("rule", (dist) => {
        const rule = join(dist, "check/rules/err-ptr.js");
        writeFileSync(rule, readFileSync(rule, "utf8").replaceAll("an ERR_PTR", "ANOTHER_PTR"));
      });
      try {
        const second = sweep(other.main, folder);
        expect(second).toContain("ANOTHER_PTR");
        expect(second).not.toContain("KEPT_PTR");
        expect(second).toContain("what was kept");
        // it is kept beside the others
        mark(folder, "ANOTHER_PTR", "KEPT_PTR");
        const third = sweep(other.main, folder);
        expect(third).toContain("KEPT_PTR");
        expect(third).toContain("what was kept");
      } finally {
        other.remove();
      }
    }),
);
