import { describe, expect, test } from "vitest";
import { readCase, score } from "./corpus.ts";
import { DAMAGE } from "./damage.ts";
import { hasShared, sharedFiles } from "./shared.ts";

describe.skipIf(!hasShared)("529 real logs in every damaged form", () => {
  const cases = sharedFiles("oops-bench/report").map(readCase);

  test.each(Object.entries(DAMAGE))("%s", (name, damage) => {
    const { detect, type, function: found } = score(cases, damage);
    console.log(`${name}: detect ${detect.toFixed(1)} type ${type.toFixed(1)} function ${found.toFixed(1)}`);
    expect(detect).toBeGreaterThanOrEqual(99);
    expect(type).toBeGreaterThanOrEqual(95);
    expect(found).toBeGreaterThanOrEqual(89);
  });
});
