import { assert, constantFrom, integer, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { readCrashes } from "../../src/oops/index.ts";
import { DAMAGE } from "./damage.ts";
import { hasShared, shared, sharedFiles } from "./shared.ts";

/** Runs whose first crash has frames, so that every form must find the same function. */
const LOGS = sharedFiles("logs").filter((file) => /-(?:a|c|f-gap|g|h|r-delay100-1|f)\.log$/.test(file));

const kernelLines = (file: string): string[] => {
  const lines = shared(`logs/${file}`).split("\n");
  const start = lines.findIndex((line) => line.startsWith("=== insmod"));
  return lines.slice(start).filter((line) => /^\[ *\d/.test(line));
};

/** What must survive any damage. Numbers of lines may not. */
const essence = (text: string): unknown =>
  readCrashes(text).map(({ arch, title, function: name, process, modules, frames }) => ({
    arch,
    title,
    name,
    pid: process.pid,
    modules,
    frames: frames.map((frame) => frame.function),
  }));

describe.skipIf(!hasShared).each(Object.keys(DAMAGE))("a log %s", (name) => {
  const damage = DAMAGE[name] ?? ((lines) => lines.join("\n"));

  test.each(LOGS)("tells the same crashes as %s", (file) => {
    const lines = kernelLines(file);
    expect(essence(damage(lines))).toEqual(essence(lines.join("\n")));
  });
});

describe.skipIf(!hasShared)("any two kinds of damage", () => {
  test("one upon the other keep the function found", () => {
    const whole = [
      "journald",
      "syslog",
      "dmesg -x",
      "quoted mail",
      "quoted twice",
      "indented",
      "HTML source",
      "console levels",
    ];
    assert(
      property(
        constantFrom(...LOGS),
        constantFrom(...whole),
        constantFrom(...whole),
        (file, first, second) => {
          const lines = kernelLines(file);
          const once = (DAMAGE[first] ?? String)(lines);
          const twice = (DAMAGE[second] ?? String)(once.split("\n"));
          expect(readCrashes(twice).map((crash) => crash.function)).toEqual(
            readCrashes(lines.join("\n")).map((crash) => crash.function),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a log read in pieces of any size tells the same crashes", async () => {
    const { CrashReader } = await import("../../src/oops/index.ts");
    const text = LOGS.map((file) => shared(`logs/${file}`)).join("");
    const whole = readCrashes(text);
    const bytes = new TextEncoder().encode(text);
    assert(
      property(integer({ min: 5_000, max: 400_000 }), (size) => {
        const reader = new CrashReader();
        const found = [];
        for (let at = 0; at < bytes.length; at += size)
          found.push(...reader.push(bytes.subarray(at, at + size)));
        found.push(...reader.end());
        expect(found.map(({ title, span }) => ({ title, span }))).toEqual(
          whole.map(({ title, span }) => ({ title, span })),
        );
      }),
      { numRuns: 12 },
    );
  });
});
