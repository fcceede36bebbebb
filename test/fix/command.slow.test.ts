import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { registerFix } from "../../src/cli/fix.ts";
import { UserError } from "../../src/core/user-error.ts";
import { EXAMPLES } from "../run/harness.ts";
import { runCommand, withFiles, type Ran } from "../run-command.ts";

/** The model kernel is compiled once for all test runs. */
const CACHE = join(EXAMPLES, "../node_modules/.cache/unoops-test-commands");

/** Not UTF-8, with a control character in a comment, and lines that end in CRLF. */
const LATIN1 = Buffer.from(
  readFileSync(join(EXAMPLES, "signal-exit.c"), "utf8")
    .replace("A second way out", "Ein zweiter Ausweg f\u00fcr alle \u001b[31m")
    .replaceAll("\n", "\r\n"),
  "latin1",
);

let written: Ran & {
  bytes: Buffer;
  json: { verdict: string; findings: { rule: string; fixes: string[] }[]; patch: string };
};
beforeAll(async () => {
  written = await withFiles({ "poll.c": LATIN1 }, async (folder) => {
    const json = await runCommand(registerFix, folder, ["fix", "poll.c", "--json"], CACHE);
    const ran = await runCommand(registerFix, folder, ["fix", "poll.c", "--write"], CACHE);
    return { ...ran, bytes: readFileSync(join(folder, "poll.c")), json: JSON.parse(json.stdout) };
  });
});

test("--write changes the file and nothing else in it: its encoding and its line breaks stay", () => {
  const before = LATIN1.toString("latin1").split("\r\n");
  const after = written.bytes.toString("latin1").split("\r\n");
  expect(after.length).toBe(before.length + 6);
  expect(after.filter((line) => !before.includes(line)).length).toBeGreaterThan(3);
  expect(before.filter((line) => !after.includes(line))).toEqual([]);
  expect(written.stdout).toBe("");
  expect(written.exit).toBe(0);
});

test("the report says what was tried, and lets no control character of the source through", () => {
  expect(written.stderr).toMatch(/1\. PROVEN {2}let the thread wait/);
  expect(written.stderr).toMatch(/2\. PROVEN {2}hold the thread's task_struct/);
  expect(written.stderr).not.toContain("\u001b");
});

test("--json has the findings with the ways to mend them, and the patch", () => {
  const { verdict, findings, patch } = written.json;
  expect(verdict).toBe("proven");
  expect(findings.map(({ rule }) => rule)).toEqual(["kthread-stop-after-exit"]);
  expect(findings[0]?.fixes.length).toBeGreaterThan(1);
  expect(patch).toMatch(/^--- a\/poll\.c\n\+\+\+ b\/poll\.c\n@@/);
});

test.each([
  [["fix", "nofile.c"], /nofile\.c: no such file/],
  [["fix", "m.c", "--patch", "none.patch"], /none\.patch/],
  [["fix", "m.c", "--patch", "m.c"], /is not a unified diff/],
  [["fix", "m.c", "--against", "m.c", "--write"], /leave out --patch and --against/],
  [["fix", "m.c", "--mbox", "--from", "me"], /"Name <address>"/],
  [["fix", "m.c", "--fixes", "abc"], /subject of the commit/],
  [["fix", "m.c", "--kernel", "2.4"], /no such model/],
])("%j is refused in one line", async (args, said) => {
  const error: unknown = await withFiles({ "m.c": "int a;\n" }, (folder) =>
    runCommand(registerFix, folder, args).catch((reason: unknown) => reason),
  );
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toMatch(said);
  expect(String(error)).not.toContain("\n");
});
