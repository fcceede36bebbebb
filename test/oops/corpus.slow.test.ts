import { describe, expect, test } from "vitest";
import { CrashReader, type Crash } from "../../src/oops/index.ts";
import { readCase, score } from "./corpus.ts";
import { DAMAGE } from "./damage.ts";
import { hasShared, shared } from "./shared.ts";

describe.skipIf(!hasShared)(
  "529 real logs in every damaged form (skipped where they do not lie beside the repository)",
  () => {
    const names = hasShared ? shared("oops-bench/dev.txt").trim().split(/\s+/) : [];
    const cases = names.map(readCase);

    test("as printed: the title that people search for", () => {
      const { title } = score(cases, (lines) => lines.join("\n"));
      console.log(`title ${title.toFixed(1)}`);
      // A report that only ends early is named by its last function here; the corpus calls some of those corrupted.
      expect(title).toBeGreaterThanOrEqual(93);
    });

    test.each([10_000, 700_001, 3_000_000])(
      "one after the other, in pieces of %i bytes: the same crashes",
      (size) => {
        const bytes = new TextEncoder().encode(cases.map(({ lines }) => `${lines.join("\n")}\n`).join(""));
        const read = (step: number): string[] => {
          const reader = new CrashReader();
          const found: Crash[] = [];
          for (let at = 0; at < bytes.length; at += step)
            found.push(...reader.push(bytes.subarray(at, at + step)));
          return [...found, ...reader.end()].map(
            (crash) => `${crash.span.from} ${crash.title} ${crash.frames.length}`,
          );
        };
        expect(read(size)).toEqual(read(bytes.length));
      },
    );

    test.each(Object.entries(DAMAGE))("%s", (name, damage) => {
      const { detect, type, function: found } = score(cases, damage);
      console.log(
        `${name}: detect ${detect.toFixed(1)} type ${type.toFixed(1)} function ${found.toFixed(1)}`,
      );
      // A mail program's lines can be put together again only where the log has dates.
      expect(detect).toBeGreaterThanOrEqual(name === "wrapped between words" ? 97 : 99);
      expect(type).toBeGreaterThanOrEqual(95);
      expect(found).toBeGreaterThanOrEqual(95);
    });
  },
);
