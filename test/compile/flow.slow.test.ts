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
} as const;

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

  /** Are all loads of the case's counter idle, those in its helper included? */
  function isIdle(name: string): boolean {
    const idle = new Set(program.flow.idle);
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
    return relevant.every((site) => idle.has(site));
  }

  test.each(Object.keys(CASES).filter((name) => IDLE.includes(name)))("%s: it decides nothing", (name) => {
    expect(isIdle(name)).toBe(true);
  });

  test.each(Object.keys(CASES).filter((name) => !IDLE.includes(name)))("%s: it decides something", (name) => {
    expect(isIdle(name)).toBe(false);
  });
});
