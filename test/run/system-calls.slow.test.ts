import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/finding.ts";
import { defaultArch, type KernelVersion } from "../../src/core/kernel-version.ts";
import { runModule } from "../../src/run/run.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildWholeOrPart } from "../../src/slice/index.ts";
import { alone } from "../slice/harness.ts";
import { buildOptions, rulesOf } from "./harness.ts";

async function verdictOn(name: string, kernel: KernelVersion): Promise<Verdict> {
  const path = fileURLToPath(new URL(`../fixtures/hooks/${name}.c`, import.meta.url));
  const source = alone(`${name}.c`, readFileSync(path, "utf8"));
  const program = await buildWholeOrPart(source, buildOptions(kernel, defaultArch(kernel)), {
    part: "auto",
    headers: () => () => undefined,
  });
  return runModule(program, { source: sourceOf(source) });
}

const PROTECTION = "assembly that writes CR0 does nothing: no memory is protected";

test("whoever is in a system call that a module replaced comes back to code that may be gone", async () => {
  const verdict = await verdictOn("system-call", "5.4");
  expect(verdict.outcome).toBe("bug");
  expect(new Set(rulesOf(verdict))).toEqual(new Set(["handler-outlives-module"]));
  expect(verdict.assumptions).toContain(PROTECTION);
});

test("kernels that do not look at the table call nobody there, and the verdict says so", async () => {
  const verdict = await verdictOn("system-call", "6.12");
  expect(verdict.outcome).toBe("safe");
  expect(verdict.assumptions).toEqual(
    expect.arrayContaining([
      PROTECTION,
      expect.stringContaining("table of system calls is called by nobody"),
    ]),
  );
});

test("another symbol is not modelled, nor is the table before its functions were given registers", async () => {
  for (const [name, kernel] of [
    ["another-symbol", "6.12"],
    ["system-call", "4.14"],
  ] as const) {
    const verdict = await verdictOn(name, kernel);
    expect(verdict.outcome).toBe("undecided");
    expect(verdict.coverage.join("\n")).toContain("kallsyms_lookup_name_of_another_symbol()");
  }
});
