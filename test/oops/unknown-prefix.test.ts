import { readFileSync } from "node:fs";
import { array, assert, constantFrom, property, stringMatching, tuple, type Arbitrary } from "fast-check";
import { expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";

/** A panic of a router, as its kernel printed it: without time stamps, which would tell where lines begin. */
const LOG = readFileSync(new URL("../../examples/ipq5018-rmmod.log", import.meta.url), "utf8")
  .split("\n")
  .map((line) => line.replace(/^\[ *\d+\.\d+\] ?/, ""))
  .filter((line) => line.trim() !== "");

const essence = (text: string): unknown =>
  readCrashes(text).map(({ arch, title, function: name, process, modules, frames }) => ({
    arch,
    title,
    name,
    pid: process.pid,
    modules,
    frames: frames.map((frame) => frame.function),
  }));

const LEVELS = ["ERR", "warn", "info", "E", "notice"];

/** One piece of what a source writes before a line; numbers and levels differ from line to line. */
type Piece = (line: number) => string;

const piece: Arbitrary<Piece> = constantFrom<Arbitrary<Piece>[]>(
  stringMatching(/^[a-z]{2,9}$/).map(
    (word): Piece =>
      () =>
        word,
  ),
  constantFrom<Piece>((line) => String(1000 + line * 7)),
  constantFrom<Piece>((line) => LEVELS[line % LEVELS.length] ?? ""),
).chain((one) => one);

/** Pieces with something between them, and a blank at the end. */
const prefixes = array(tuple(piece, constantFrom(".", ": ", " | ", "/", "-", " ", ",")), {
  minLength: 1,
  maxLength: 5,
}).map(
  (pieces): Piece =>
    (line) =>
      `${pieces.map(([one, mark]) => one(line) + mark).join("")} `,
);

test("whatever a source writes before each line, the crash is the one that the kernel printed", () => {
  const plain = essence(LOG.join("\n"));
  expect(plain).toMatchObject([{ arch: "arm" }]);
  assert(
    property(prefixes, (prefix) => {
      expect(essence(LOG.map((line, index) => prefix(index) + line).join("\n"))).toEqual(plain);
    }),
    { numRuns: 200 },
  );
});

test("a container's JSON is read as what it wraps", () => {
  const wrapped = LOG.map((log) => JSON.stringify({ log: `${log}\n`, stream: "stdout" }));
  expect(essence(wrapped.join("\n"))).toEqual(essence(LOG.join("\n")));
});
