import { beforeAll, describe, expect, test } from "vitest";
import { embeddedToolchain } from "../../src/compile/embedded.ts";
import { atBaseline } from "../../src/host/baseline.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import { build, moduleOf } from "./build.ts";

/** Milliseconds for a first compile, on a machine that is busy. */
const COMPILES = 120_000;

/** What a function does with the counter `n`: the function is the case's name. */
const CASES = {
  counted_and_printed: 'n++; pr_info("%d\\n", n);',
  copied: "copy = n;",
  added_up: "copy = copy + 3 * n;",
  by_a_helper: 'pr_info("%d\\n", through(n) + value());',
  kept_in_a_local: 'int before = n; before += 2; pr_info("%d\\n", before);',
  compared: "if (n > 3) copy = 1;",
  compared_by_a_helper: "if (value() > 3) copy = 1;",
  looped: "while (n) cpu_relax();",
  indexing: "table[n] = 1;",
  pointing: "*(&copy + n) = 1;",
  given_to_the_kernel: "msleep(n);",
  dividing: "copy = 12 / n;",
  chosen_by: "copy = n ? 2 : 3;",
  called_through_a_pointer: "hook(n);",
  started_with: "msleep(value());",
  printed_if_more: 'n++; if (n > 3) pr_info("more\\n");',
  printed_if_any: 'if (n) pr_info("some\\n"); n += 2;',
  printed_when_unsigned: "if ((unsigned int)n < 7U) n = n + 1;",
  counted_down: 'n--; if (n > 3) pr_info("more\\n");',
  printed_if_odd: 'n++; if (n & 1) pr_info("odd\\n");',
  printed_if_far: 'n++; if (n > 1000) pr_info("far\\n");',
  printed_if_double: 'if (n * 2 == 4) pr_info("two\\n");',
} as const;

/** Counters that are told up to a number, and that number. */
const COUNTED: Partial<Record<keyof typeof CASES, number>> = {
  printed_if_more: 3,
  printed_if_any: 0,
  printed_when_unsigned: 7,
  compared: 3,
  chosen_by: 0,
  looped: 0,
};

const IDLE = ["counted_and_printed", "copied", "added_up", "by_a_helper", "kept_in_a_local"];

const MODULE = `#include <linux/module.h>
#include <linux/delay.h>
${Object.entries(CASES)
  .map(([name, body]) => {
    const own = (text: string): string =>
      text.replaceAll(/\bn\b/g, `n_${name}`).replaceAll("value(", `value_${name}(`);
    return `static int n_${name};
static int value_${name}(void) { return n_${name}; }
static void ${name}(void) { ${own(body)} }`;
  })
  .join("\n")}
static int __init start(void)
{
${Object.keys(CASES)
  .map((name) => `\t${name}();\n`)
  .join("")}	return 0;
}
static void __exit stop(void) { }
module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`.replace(
  "static int n_",
  "static int copy, table[8];\nstatic void (*hook)(int);\nstatic int through(int x) { return x + 1; }\nstatic int n_",
);

describe("where a loaded counter goes", () => {
  let program: LinkedProgram;
  beforeAll(async () => {
    program = await build(moduleOf(MODULE), atBaseline(embeddedToolchain()));
  }, COMPILES);

  /** Are all loads of the case's counter among those sites, those in its helper included? */
  function areLoads(name: string, sites: ReadonlySet<number>): boolean {
    const line = MODULE.split("\n").findIndex((text) => text.startsWith(`static void ${name}(`)) + 1;
    const loads = program.sites.flatMap(({ callee, frames }, site) => {
      const place = frames.at(-1);
      if (!callee.startsWith("__tsan_read") || !place) return [];
      const inHelper = place.line === line - 1;
      const column = MODULE.split("\n")[place.line - 1]?.slice(place.column - 1) ?? "";
      return inHelper || (place.line === line && column.startsWith(`n_${name}`)) ? [site] : [];
    });
    const helped = /value\(/.test(CASES[name as keyof typeof CASES]);
    const relevant = loads.filter((site) => helped || program.sites[site]?.frames.at(-1)?.line === line);
    expect(relevant.length).toBeGreaterThan(0);
    return relevant.every((site) => sites.has(site));
  }

  function isIdle(name: string): boolean {
    return areLoads(name, new Set(program.flow.idle));
  }

  function countedUpTo(most: number): ReadonlySet<number> {
    return new Set(program.flow.counted.filter((load) => load.most <= most).map(({ site }) => site));
  }

  test.each(Object.keys(CASES))("%s: it is told up to what it is compared with, or whole", (name) => {
    const most = COUNTED[name as keyof typeof CASES] ?? -1;
    const isCounted = most >= 0;
    expect(areLoads(name, countedUpTo(most))).toBe(isCounted || (isIdle(name) && name !== "added_up"));
    expect(areLoads(name, countedUpTo(most - 1)) && isCounted).toBe(false);
  });

  test.each(Object.keys(CASES).filter((name) => IDLE.includes(name)))("%s: it decides nothing", (name) => {
    expect(isIdle(name)).toBe(true);
  });

  test.each(Object.keys(CASES).filter((name) => !IDLE.includes(name)))("%s: it decides something", (name) => {
    expect(isIdle(name)).toBe(false);
  });
});
