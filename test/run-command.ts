import { Command } from "commander";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { vi } from "vitest";

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** Adds a command to the program, as the files of `cli/` do. */
export type Register = (program: Command) => void;

/** Calls an action with a new folder that holds the files, and takes the folder away again. */
export async function withFiles<T>(
  files: Record<string, string | Buffer>,
  action: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "unoops-test-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a command of unoops in a folder; what it prints is collected. `cache` is where it keeps what it compiled. */
export async function runCommand(
  register: Register,
  folder: string,
  args: readonly string[],
  cache = join(folder, "cache"),
): Promise<Ran> {
  const before = process.cwd();
  const printed = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += Buffer.from(text).toString();
      return true;
    }),
  );
  vi.stubEnv("XDG_CACHE_HOME", cache);
  try {
    process.chdir(folder);
    const program = new Command("unoops").exitOverride();
    register(program);
    await program.parseAsync(["node", "unoops", ...args]);
    return { ...printed, exit: Number(process.exitCode ?? 0) };
  } finally {
    process.chdir(before);
    process.exitCode = 0;
    for (const spy of spies) spy.mockRestore();
    vi.unstubAllEnvs();
  }
}
