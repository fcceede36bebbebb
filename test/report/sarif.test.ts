import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import type { Finding } from "../../src/core/finding.ts";
import { sarifLog } from "../../src/report/sarif.ts";
import { readSource } from "../../src/source/index.ts";

const FIXTURES = fileURLToPath(new URL("../check/fixtures", import.meta.url));

const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** What the published schema of SARIF 2.1.0 has against a log. */
function complaints(
  ...[findings, beside]: readonly [readonly Finding[], Parameters<typeof sarifLog>[2]?]
): string[] {
  const log: unknown = JSON.parse(JSON.stringify(sarifLog(findings, "0.1.0", beside)));
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function findingsOfFixtures(): Finding[] {
  return readdirSync(FIXTURES).flatMap((name) => {
    const text = readFileSync(join(FIXTURES, name), "utf8");
    return checkProgram([readSource(name, text)], [], "6.12").findings;
  });
}

test("the schema is a real one: it refuses what is no log", () => {
  expect(validate({ version: "2.1.0" })).toBe(false);
  expect(validate({ version: "2.1.0", runs: [{ tool: { driver: {} } }] })).toBe(false);
});

test("every finding of every fixture makes a log that is valid SARIF 2.1.0; so does none at all", () => {
  const findings = findingsOfFixtures();
  expect(new Set(findings.map(({ rule }) => rule)).size).toBeGreaterThan(8);
  expect(complaints(findings)).toEqual([]);
  expect(complaints([])).toEqual([]);
});

test("crashes of logs and what could not be done are valid, beside findings and alone", () => {
  const beside = {
    crashes: [{ log: "logs/a b.txt", line: 3, text: "BUG: unable to handle page fault" }],
    failures: ["a.c, run: it took longer than 300 s"],
  };
  expect(complaints(findingsOfFixtures(), beside)).toEqual([]);
  expect(complaints([], beside)).toEqual([]);
  expect(complaints([], { failures: [] })).toEqual([]);
});

test("odd names and notes without a place are valid, too", () => {
  const odd: Finding = {
    rule: "kthread-err-ptr",
    severity: "warning",
    message: 'a "quoted" \u0007 message',
    span: { file: "./drivers/ä b/100%#?.c", line: 1, column: 1, endLine: 2, endColumn: 3 },
    function: "f",
    notes: [
      { message: "no place" },
      { message: "thread t: x", span: { file: "/abs/x.c", line: 3, column: 1 } },
    ],
  };
  expect(complaints([odd, { ...odd, span: { ...odd.span, file: "-" } }])).toEqual([]);
});

test("each task has one thread flow, and no step is in two", () => {
  for (const finding of findingsOfFixtures()) {
    const log: {
      runs: { results: { codeFlows?: { threadFlows: { id: string; locations: object[] }[] }[] }[] }[];
    } = JSON.parse(JSON.stringify(sarifLog([finding], "0.1.0")));
    const flows = log.runs[0]?.results[0]?.codeFlows?.[0]?.threadFlows ?? [];
    const ids = flows.map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith("thread ")).length).toBeLessThanOrEqual(1);
    expect(ids.filter((id) => id.startsWith("stopper ")).length).toBeLessThanOrEqual(1);
    const steps = flows.reduce((sum, { locations }) => sum + locations.length, 0);
    expect(steps).toBe(finding.notes.filter(({ span }) => span).length);
  }
});
