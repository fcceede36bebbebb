import { Command } from "commander";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { vi } from "vitest";
import { registerCheck } from "../../src/cli/check.ts";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** A module that stops a thread which may be gone, and one that is fine; lines are counted by tests. */
export const BUGGY = `static struct task_struct *worker;
static int once(void *data)
{
	return run_once(data);
}
static int start(void)
{
	worker = kthread_run(once, NULL, "once");
	return PTR_ERR_OR_ZERO(worker);
}
static void stop(void)
{
	kthread_stop(worker);
}
`;
export const FINE = BUGGY.replace(
  "return run_once(data);",
  "while (!kthread_should_stop())\n\t\tmsleep(1);\n\treturn 0;",
);

/** Runs `unoops check` in a new folder that holds the files. */
export async function runCheck(
  files: Record<string, string | Buffer>,
  args: readonly string[],
): Promise<Ran> {
  const folder = mkdtempSync(join(tmpdir(), "unoops-check-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await runIn(folder, args);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs `unoops check` in a folder; what it prints is collected. */
export async function runIn(folder: string, args: readonly string[]): Promise<Ran> {
  const before = process.cwd();
  const printed = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  try {
    process.chdir(folder);
    const program = new Command("unoops").exitOverride();
    registerCheck(program);
    await program.parseAsync(["node", "unoops", "check", ...args]);
    return { ...printed, exit: Number(process.exitCode ?? 0) };
  } finally {
    process.chdir(before);
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
