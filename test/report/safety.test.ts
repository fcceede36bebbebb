import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { findingText } from "../../src/report/findings-text.ts";
import { runLines, runText } from "../../src/report/run-text.ts";
import { COLOURS, linkTo, NO_COLOURS } from "../../src/report/style.ts";

const hostile = "early\x1b[2J\u202eexit.c";
const verdict: Verdict = {
  command: "run",
  outcome: "bug",
  kernel: "6.12",
  findings: [
    {
      rule: "use-after-free",
      severity: "error",
      message: "memory is used after it was freed",
      span: { file: hostile, line: 1, column: 1 },
      function: "stop",
      notes: [{ message: hostile }],
      witness: {
        replay: "6.12:0",
        steps: [{ n: 1, task: hostile, function: "stop", text: hostile }],
        timeline: { lanes: [], moments: [], objects: [] },
      },
      predicted: [{ headline: hostile, function: "stop", trace: [hostile], when: "always", text: [] }],
    },
  ],
  assumptions: [],
  coverage: [],
  stats: { schedules: 1, states: 1, complete: true, ms: 1 },
};

test("control characters of a file's name or source reach no terminal, while our own colours do", () => {
  const text = runText(verdict, { style: COLOURS, width: 100, command: "unoops run", arch: "x86_64" });
  expect(text).not.toContain("\x1b[2J");
  expect(text).not.toContain("\u202e");
  expect(text).toContain("\x1b[1;31mBUG\x1b[0m");
});

test("a link to a file holds nothing of its name but what an address may", () => {
  const [, address = ""] =
    /^\x1b\]8;;([^\x1b]*)\x1b\\/.exec(linkTo("a.c:1", "box", `/tmp/${hostile} ü`)) ?? [];
  expect(address).toMatch(/^file:\/\/box\/tmp\/[\w%.]+$/);
  const linked = { ...COLOURS, link: (text: string, file: string) => linkTo(text, "box", file) };
  const text = runText(verdict, { style: linked, width: 100, command: "unoops run", arch: "x86_64" });
  expect(text).toContain("\x1b]8;;file://box");
  expect(text).not.toContain("\x1b[2J");
});

test("nor do they reach a pipe", () => {
  expect(runLines(verdict)).not.toMatch(/[\x1b\u202e]/);
});

test("places of check are links where the terminal has them, and the line is the same without", () => {
  const [finding] = verdict.findings;
  if (!finding) throw new Error("no finding");
  const linked = findingText(finding, { link: (text, file) => linkTo(text, "box", `/tmp/${file}`) });
  expect(linked).toMatch(
    /^\x1b\]8;;file:\/\/box\/tmp\/[\w%.]+\x1b\\early\\x1b\[2J\\x202eexit\.c:1:1\x1b\]8;;\x1b\\: error: /,
  );
  expect(linked).not.toContain("\x1b[2J");
  expect(linked.replaceAll(/\x1b\]8;;[^\x1b]*\x1b\\/g, "")).toBe(findingText(finding, NO_COLOURS));
});
