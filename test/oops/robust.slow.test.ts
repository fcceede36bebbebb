import {
  type Arbitrary,
  array,
  assert,
  constant,
  constantFrom,
  double,
  nat,
  oneof,
  property,
  record,
  string,
} from "fast-check";
import { describe, expect, test } from "vitest";
import { annotate, diagnose, loadDisassembler, printable, readCrashes } from "../../src/oops/index.ts";
import { hasShared, shared, sharedFiles } from "./shared.ts";

const RUNS = Number(process.env["UNOOPS_FUZZ_RUNS"] ?? 200_000);
/** No input of this size may take longer; the slowest machine of CI is given ten times what is needed. */
const MOST_MS = 2_000;

describe.skipIf(!hasShared)("mutated logs", () => {
  const seeds = [
    shared("field-log.txt"),
    shared("field-log-as-pasted.txt"),
    ...sharedFiles("oops-bench/report").map((file) => shared(`oops-bench/report/${file}`).slice(0, 4000)),
    ...sharedFiles("logs").map((file) => shared(`logs/${file}`).slice(-5000)),
  ];
  const cut = record({ at: double({ min: 0, max: 1, noNaN: true }), length: nat(400) });
  const mutation = oneof(
    record({ kind: constant("remove" as const), cut }),
    record({ kind: constant("repeat" as const), cut }),
    record({
      kind: constant("insert" as const),
      cut,
      text: string({ unit: "binary", maxLength: 40 }),
    }),
    record({ kind: constant("join" as const), cut }),
  );
  type Mutation = typeof mutation extends Arbitrary<infer T> ? T : never;

  const mutate = (text: string, change: Mutation): string => {
    const from = Math.floor(change.cut.at * text.length);
    const to = from + change.cut.length;
    const [head, part, tail] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
    if (change.kind === "remove") return head + tail;
    if (change.kind === "repeat") return head + part.repeat(3) + tail;
    if (change.kind === "join") return head + part.replaceAll("\n", " ") + tail;
    return head + change.text + part + tail;
  };

  test(`${RUNS} of them neither crash nor hang, and print no control character`, async () => {
    const disassembler = await loadDisassembler();
    const control = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
    assert(
      property(constantFrom(...seeds), array(mutation, { minLength: 1, maxLength: 6 }), (seed, changes) => {
        const text = changes.reduce(mutate, seed);
        const begun = performance.now();
        const crashes = readCrashes(text);
        for (const crash of crashes.slice(0, 3)) {
          const { summary, evidence } = diagnose(crash, crashes, disassembler);
          annotate(crash);
          const shown = printable(
            [crash.title, crash.headline, summary, ...evidence.map((each) => each.text)].join("\n"),
          );
          if (control.test(shown)) throw new Error(`control character in ${JSON.stringify(shown)}`);
        }
        expect(performance.now() - begun).toBeLessThan(MOST_MS);
      }),
      { numRuns: RUNS },
    );
  });

  test("text without any structure is read in linear time", () => {
    for (const unit of [
      "BUG: ",
      "[",
      "[    1.000000] ",
      "a+0x1/0x2 ",
      "WARNING: at ",
      "&lt;",
      "> ",
      "(",
      "0 ",
      " from ",
      "INFO: task ",
      "-",
    ]) {
      const time = (n: number): number => {
        const text = unit.repeat(n);
        const begun = performance.now();
        readCrashes(text);
        return performance.now() - begun;
      };
      time(20_000);
      const [short, long] = [time(40_000), time(160_000)];
      // Four times the input: a quadratic reader would take sixteen times as long.
      expect.soft(long, JSON.stringify(unit)).toBeLessThan(Math.max(short, 20) * 9);
    }
  });
});
