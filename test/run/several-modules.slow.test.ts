import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { buildProgram } from "../../src/compile/build.ts";
import { CompileError } from "../../src/compile/compile-error.ts";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import type { LinkedProgram } from "../../src/compile/program.ts";
import type { Verdict } from "../../src/core/finding.ts";
import { UserError } from "../../src/core/user-error.ts";
import { readModules } from "../../src/host/module-files.ts";
import { runModule, type RunOptions } from "../../src/run/run.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildOptions, rulesOf } from "./harness.ts";

const PAIRS = fileURLToPath(new URL("../fixtures/pairs", import.meta.url));

function pair(...names: readonly string[]): ModuleSource {
  return readModules(names.map((name) => join(PAIRS, name)));
}

/** The same modules with another text in place of one. */
function changed(source: ModuleSource, from: string, to: string): ModuleSource {
  const change = (one: ModuleSource): ModuleSource => ({
    ...one,
    files: new Map([...one.files].map(([path, text]) => [path, String(text).replace(from, to)])),
  });
  return { ...change(source), after: (source.after ?? []).map(change) };
}

function compile(source: ModuleSource): Promise<LinkedProgram> {
  return buildProgram(source, buildOptions("6.12", "x86_64"));
}

async function judge(source: ModuleSource, options: Partial<RunOptions> = {}): Promise<Verdict> {
  return runModule(await compile(source), { source: sourceOf(source), ...options });
}

describe("modules that use one another", () => {
  test("a thread that runs a function of the module that leaves first is found", async () => {
    const verdict = await judge(pair("registry", "user"));
    expect(rulesOf(verdict)).toEqual(["kthread-outlives-module"]);
    const [finding] = verdict.findings;
    expect(finding?.witness?.steps.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["user is loaded", "user is gone", "work() starts"]),
    );
    expect([basename(finding?.span.file ?? ""), finding?.function]).toEqual(["user.c", "work"]);
  });

  test("with the stop where it belongs they are safe, with failing calls and loaded twice as well", async () => {
    const world = { users: 1, loads: 2 };
    const verdict = await judge(pair("registry", "user-fixed"), { faults: true, world });
    expect([verdict.outcome, verdict.stats.complete]).toEqual(["safe", true]);
  });

  test("what is used is loaded first, in whichever order they are named", async () => {
    const { modules } = await compile(pair("user-fixed", "registry"));
    expect(modules.map(({ name }) => name)).toEqual(["registry", "user_fixed"]);
  });

  test("functions that neither exports may have one name, and each calls its own", async () => {
    const { modules, functions } = await compile(pair("registry", "user"));
    expect(modules.map((module) => functions.slice(...module.functions))).toEqual([
      expect.arrayContaining(["setup", "registry_stop"]),
      expect.arrayContaining(["setup", "work"]),
    ]);
  });

  test("the kernel's list of modules has the one that is left, and the one that went last", async () => {
    const [finding] = (await judge(pair("registry", "user"))).findings;
    expect(finding?.predicted?.[0]?.modules).toBe("registry(-) [last unloaded: user]");
  });

  test("a parameter that both have is set by its module's name", async () => {
    const parameters = new Map([["user_fixed.count", "5"]]);
    expect((await judge(pair("registry", "user-fixed"), { parameters })).outcome).toBe("safe");
    await expect(
      judge(pair("registry", "user-fixed"), { parameters: new Map([["count", "5"]]) }),
    ).rejects.toThrow(
      new UserError("registry and user_fixed have a parameter count: say registry.count=..."),
    );
  });

  test("what a module has and does not export is refused, as modpost does", async () => {
    const source = changed(pair("registry", "user-fixed"), "EXPORT_SYMBOL_GPL(registry_stop);", "");
    await expect(compile(source)).rejects.toThrow(
      new CompileError(
        "user_fixed uses registry_stop, which registry has but does not export: EXPORT_SYMBOL(registry_stop)",
        "",
      ),
    );
  });

  test("modules that use one another both ways cannot be loaded", async () => {
    const source = changed(
      changed(pair("registry", "user-fixed"), "registry_users = count;", "extern int back; back = count;"),
      "static int count = 2;",
      "static int count = 2; int back; EXPORT_SYMBOL(back);",
    );
    await expect(compile(source)).rejects.toThrow("use one another: none of them can be loaded first");
  });

  test("a module is named once", () => {
    expect(() => pair("user", "user")).toThrow("two modules are called user");
  });
});
