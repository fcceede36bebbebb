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
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { explained, printableLines } from "../../src/explain/view.ts";
import { annotate, diagnose, loadDisassembler, readCrashes } from "../../src/oops/index.ts";
import { renderAnnotated } from "../../src/report/oops-annotated.ts";
import { renderCrashes } from "../../src/report/oops-text.ts";
import { DAMAGE } from "./damage.ts";
import { hasShared, shared, sharedFiles } from "./shared.ts";

/** A log of our own; others where they lie beside the repository. */
const OWN = new URL("../../examples/ipq5018-rmmod.log", import.meta.url);

const RUNS = Number(process.env["UNOOPS_FUZZ_RUNS"] ?? 25_000);
/** No input of this size may take longer; the slowest machine of CI is given ten times what is needed. */
const MOST_MS = 2_000;

describe("mutated logs", () => {
  const seeds = [
    readFileSync(OWN, "utf8"),
    ...(hasShared ? ["field-log.txt", "field-log-as-pasted.txt"] : []).map(shared),
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
  /** Half of the logs as printed, the others in any of the forms that people paste. */
  const form = oneof(
    constant((lines: readonly string[]) => lines.join("\n")),
    constantFrom(...Object.values(DAMAGE)),
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
      property(
        constantFrom(...seeds),
        form,
        array(mutation, { minLength: 1, maxLength: 6 }),
        (seed, damage, changes) => {
          const text = changes.reduce(mutate, damage(seed.split("\n")));
          const begun = performance.now();
          const crashes = readCrashes(text);
          for (const crash of crashes.slice(0, 3)) {
            const view = explained(crash, diagnose(crash, crashes, disassembler));
            const notes = printableLines(annotate(crash));
            const shown = [
              renderCrashes([view], { width: 60, colour: false }),
              renderAnnotated([notes], { colour: false }),
              JSON.stringify(view),
            ].join("\n");
            if (control.test(shown)) throw new Error(`control character in ${JSON.stringify(shown)}`);
          }
          expect(performance.now() - begun).toBeLessThan(MOST_MS);
        },
      ),
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
      " invoked oom-killer: ",
      ":1 blocked on ",
      "_RNvMs_C3drvNtB4_6Device4stop+0x1/0x2 ",
      "<br",
      "<span ",
      '{"MESSAGE":"',
      "Nov 22 08:32:02 ",
      "4,1234,5678,",
      "2026-11-22T08:32:02.1 ",
      "[  +0.000001] ",
      "BUG: KASAN: x in y\n",
      "[   10.000000][   T87] WARNING: CPU: 0 PID: 87 at a.c:1 f+0x1/0x2\n[   10.000000][   T88] INFO: task a:1 blocked for more than 120 seconds.\n",
      "-",
    ]) {
      const time = (n: number): number => {
        const text = unit.repeat(n);
        const begun = performance.now();
        readCrashes(text);
        return performance.now() - begun;
      };
      time(10_000);
      const least = (n: number): number => Math.min(time(n), time(n));
      const [short, long] = [least(20_000), least(80_000)];
      // Four times the input: a quadratic reader would take sixteen times as long.
      expect.soft(long, JSON.stringify(unit)).toBeLessThan(Math.max(short, 20) * 12);
    }
  });
});
