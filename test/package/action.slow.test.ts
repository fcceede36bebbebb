import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { EXAMPLES } from "../run/harness.ts";
import { withFiles } from "../run-command.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const why = existsSync(join(ROOT, "dist/cli/main.js")) ? "" : " (skipped: not built; npm run build)";

/** The shell of a step of action.yml, by the step's name. */
function scriptOf(step: string): string {
  const text = readFileSync(join(ROOT, "action.yml"), "utf8");
  const [, rest = ""] = text.split(`- name: ${step}\n`);
  const [, block = ""] = /^ {6}run: \|\n((?: {8}.*\n)+)/m.exec(rest) ?? [];
  return block.replace(/^ {8}/gm, "");
}

function checkStep(folder: string, env: Record<string, string>): { status: number | null; output: string } {
  const output = join(folder, "output");
  writeFileSync(output, "");
  const { status } = spawnSync("bash", ["-e", "-c", scriptOf("Check")], {
    cwd: folder,
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      GITHUB_ACTION_PATH: ROOT,
      GITHUB_OUTPUT: output,
      KERNEL: "",
      BASELINE: "",
      SARIF: "unoops.sarif",
      ...env,
    },
  });
  return { status, output: readFileSync(output, "utf8") };
}

const buggy = readFileSync(join(EXAMPLES, "signal-exit.c"), "utf8");

test.skipIf(why !== "")(`the action writes a SARIF log, and tells whether something was found${why}`, () =>
  withFiles({ "buggy.c": buggy, "fine.c": "int x;\n" }, async (folder) => {
    expect(checkStep(folder, { PATHS: "fine.c buggy.c", KERNEL: "6.1" })).toEqual({
      status: 0,
      output: "found=1\n",
    });
    expect(readFileSync(join(folder, "unoops.sarif"), "utf8")).toContain("kthread-stop-after-exit");
    expect(checkStep(folder, { PATHS: "fine.c" })).toEqual({ status: 0, output: "found=0\n" });
  }),
);

test.skipIf(why !== "")(`what stands in an input is no shell, and wrong usage fails the step${why}`, () =>
  withFiles({ "fine.c": "int x;\n" }, async (folder) => {
    expect(checkStep(folder, { PATHS: "fine.c", KERNEL: "$(touch hacked)" }).status).toBe(2);
    expect(checkStep(folder, { PATHS: "fine.c; touch hacked" }).status).not.toBe(0);
    expect(existsSync(join(folder, "hacked"))).toBe(false);
  }),
);
