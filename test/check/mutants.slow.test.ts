import * as fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkProgram } from "../../src/check/index.ts";
import { readSource } from "../../src/source/index.ts";

const FOLDER = fileURLToPath(new URL("fixtures", import.meta.url));
const SOURCES = readdirSync(FOLDER).map((name) => readFileSync(join(FOLDER, name), "utf8"));

/** Pieces that break C in the ways that broken C does. */
const PIECES = [
  "{",
  "}",
  "(",
  ")",
  ";",
  ",",
  '"',
  "'",
  "/*",
  "*/",
  "//",
  "\\",
  "#if 0\n",
  "#endif\n",
  "#define x(",
  "\0",
  "é",
  "goto out;",
  "return",
  "case 1:",
  "while (",
  "->",
  "kthread_stop(",
  "= {",
];

/** One change: cut a piece out, put one in, swap two, or repeat one. */
const change = fc.record({
  kind: fc.constantFrom("cut", "insert", "swap", "repeat"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 60 }),
  piece: fc.constantFrom(...PIECES),
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function mutate(text: string, { kind, at, length, piece }: Change): string {
  const start = Math.floor(at * text.length);
  const end = Math.min(text.length, start + length);
  const cut = text.slice(start, end);
  if (kind === "cut") return text.slice(0, start) + text.slice(end);
  if (kind === "insert") return text.slice(0, start) + piece + text.slice(start);
  if (kind === "repeat") return text.slice(0, end) + cut.repeat(3) + text.slice(end);
  return text.slice(0, start) + text.slice(end, end + length) + cut + text.slice(end + length);
}

/** Other ones each time; `UNOOPS_MUTANTS=200000` looks for what these do not show. */
const MUTANTS = Number(process.env["UNOOPS_MUTANTS"] ?? 30_000);

test(`${MUTANTS} mutated C files are judged without a crash or a hang`, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SOURCES),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (text, changes) => {
        const mutant = changes.reduce(mutate, text);
        const result = checkProgram([readSource("mutant.c", mutant)], [], "6.12");
        const lines = mutant.split("\n").length;
        for (const { span } of result.findings) {
          expect(span.line).toBeGreaterThan(0);
          expect(span.line).toBeLessThanOrEqual(lines);
        }
      },
    ),
    { numRuns: MUTANTS },
  );
});

test("random text of C's own words is read without a crash", () => {
  const words = fc.constantFrom(
    ...PIECES,
    "int",
    "f",
    "struct",
    "x",
    "if",
    "else",
    "do",
    "for",
    "switch",
    "1",
    "=",
    "*",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 200 }), (parts) => {
      checkProgram([readSource("words.c", parts.join(" "))], [], "6.1");
    }),
    { numRuns: 5_000 },
  );
});
