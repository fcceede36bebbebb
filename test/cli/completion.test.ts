import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { registerCheck } from "../../src/cli/check.ts";
import { registerCompletion, registerMan } from "../../src/cli/completion.ts";
import { registerKernels } from "../../src/cli/kernels.ts";
import { registerRules } from "../../src/cli/rules.ts";
import { registerRun } from "../../src/cli/run.ts";
import { runCommand, withFiles, type Register } from "../run-command.ts";

const everything = async (program: Parameters<Register>[0]): Promise<void> => {
  for (const register of [registerRun, registerCheck, registerRules, registerKernels]) register(program);
};
const completion = registerCompletion(everything);

/** What bash offers when tab is pressed behind these words. */
function complete(script: string, words: readonly string[]): string[] {
  const array = words.map((word) => `'${word}'`).join(" ");
  const call = `source ${script}; COMP_WORDS=(unoops ${array}); COMP_CWORD=${words.length}; _unoops; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", call], { cwd: dirname(script), encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

test.skipIf(!existsSync("/bin/bash"))(
  "bash completes commands, options, values and rules (skipped where there is no bash)",
  () =>
    withFiles({}, async (folder) => {
      const script = join(folder, "unoops.bash");
      writeFileSync(script, (await runCommand(completion, folder, ["completion", "bash"])).stdout);
      expect(complete(script, ["ru"])).toEqual(["run", "rules"]);
      expect(complete(script, ["run", "--fa"])).toEqual(["--faults"]);
      expect(complete(script, ["run", "--kernel", "6."])).toEqual(["6.1", "6.12"]);
      expect(complete(script, ["rules", "kthread-never"])).toEqual([
        "kthread-never-stops",
        "kthread-never-ran",
      ]);
      expect(complete(script, ["kernels", "a"])).toEqual(["add"]);
    }),
);

for (const [shell, check] of [
  ["zsh", ["-n"]],
  ["fish", ["--no-execute"]],
] as const) {
  const path = ["/bin", "/usr/bin"].map((folder) => join(folder, shell)).find((place) => existsSync(place));
  test.skipIf(!path)(`${shell} reads its completions${path ? "" : ` (skipped: no ${shell})`}`, () =>
    withFiles({}, async (folder) => {
      const script = join(folder, "script");
      writeFileSync(script, (await runCommand(completion, folder, ["completion", shell])).stdout);
      const { status, stderr } = spawnSync(path ?? shell, [...check, script], { encoding: "utf8" });
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    }),
  );
}

test("every command and option has its place in every shell's completions, quotes and all", () =>
  withFiles({}, async (folder) => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout } = await runCommand(completion, folder, ["completion", shell]);
      for (const word of ["run", "check", "rules", "kernels", "faults", "baseline", "kthread-err-ptr"])
        expect(stdout).toContain(word);
    }
  }));

test("the manual page has every command with its options and examples, and nothing that roff takes for its own", () =>
  withFiles({}, async (folder) => {
    const { stdout } = await runCommand(registerMan(everything), folder, ["man"]);
    expect(stdout).toMatch(/^\.TH UNOOPS 1 /);
    for (const name of ["run", "check", "rules", "kernels", "add"]) expect(stdout).toContain(`.SS ${name}\n`);
    expect(stdout).toContain(String.raw`.B \-\-faults`);
    expect(stdout).toContain("Exit status: 0 proven safe");
    const requests = stdout.split("\n").flatMap((line) => /^[.'](\w+)/.exec(line)?.[1] ?? []);
    expect(new Set(requests)).toEqual(new Set(["TH", "SH", "SS", "B", "BR", "I", "TP", "PP", "nf", "fi"]));
  }));
