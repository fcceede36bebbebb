import { describe, expect, test } from "vitest";
import type { LinkedProgram } from "../../src/compile/program.ts";
import type { Verdict } from "../../src/core/finding.ts";
import { readModule } from "../../src/host/module-files.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { runModule } from "../../src/run/run.ts";
import { build, example } from "./build.ts";

const native = await nativeToolchain();
if (!native) console.warn("skipped: there is no clang 14 or newer with wasm-ld to compare with");

/** Every place in the user's file that a finding or a witness could name. In our headers columns differ: clang 14 names `!!` elsewhere. */
function placesOf({ sites }: LinkedProgram, file: string): string[] {
  const places = sites.flatMap(({ inModule, frames }) =>
    inModule ? frames.filter((frame) => frame.file === file) : [],
  );
  return [
    ...new Set(places.map(({ function: name, line, column }) => `${name}:${line}:${column}`)),
  ].toSorted();
}

function said({ outcome, findings }: Verdict): unknown {
  return {
    outcome,
    findings: findings.map(({ rule, span, witness }) => ({
      rule,
      span,
      steps: witness?.steps.map(({ text }) => text),
    })),
  };
}

describe.skipIf(!native)("the embedded compiler and the system's clang", () => {
  test.each(["early-exit.c", "signal-exit.c"])(
    "give the same places and the same verdict for %s",
    async (name) => {
      const file = example(name);
      const source = readModule([file]);
      const [embedded, system] = await Promise.all([build(source), build(source, native)]);
      expect(placesOf(embedded, file).length).toBeGreaterThan(10);
      expect(placesOf(system, file)).toEqual(placesOf(embedded, file));
      const options = { source: () => undefined };
      expect(said(runModule(system, options))).toEqual(said(runModule(embedded, options)));
    },
  );
});
