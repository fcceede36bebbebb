import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cachedKernels } from "../../src/confirm/index.ts";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = `${ROOT}dist/cli/main.js`;

/** Why real kernels cannot be booted here; undefined when they can. */
export async function whyNot(): Promise<string | undefined> {
  const { error } = spawnSync("qemu-system-x86_64", ["--version"]);
  if (error) return "there is no qemu-system-x86_64 (unoops confirm --doctor says what to install)";
  if (!existsSync("/bin/busybox")) return "there is no /bin/busybox (apt install busybox-static)";
  const kernels = await cachedKernels();
  return kernels.some(({ id }) => id === "6.1-amd64")
    ? undefined
    : "linux 6.1 is not there (unoops kernels add 6.1)";
}

export interface Ended {
  readonly status: number;
  readonly stdout: string;
}

/** `temporary` is where it may put temporary files, so that a test sees what is left. */
export async function unoops(words: readonly string[], temporary: string): Promise<Ended> {
  try {
    const { stdout } = await promisify(execFile)("node", [MAIN, ...words], inside(temporary));
    return { status: 0, stdout };
  } catch (error) {
    if (error instanceof Error && "code" in error && "stdout" in error) {
      return { status: Number(error.code), stdout: String(error.stdout) };
    }
    throw error;
  }
}

export function startUnoops(words: readonly string[], temporary: string): ChildProcess {
  return spawn("node", [MAIN, ...words], { ...inside(temporary), stdio: "ignore" });
}

function inside(temporary: string): { cwd: string; env: NodeJS.ProcessEnv } {
  return { cwd: ROOT, env: { ...process.env, TMPDIR: temporary } };
}

/** Command lines of running QEMUs that use files of a temporary folder. */
export function qemusOf(temporary: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .filter((words) => words.includes(temporary) && words.startsWith("qemu-system"));
}

/** Empty for a process that has just ended. */
function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
