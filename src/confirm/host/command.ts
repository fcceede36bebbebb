import { spawn } from "node:child_process";
import { UserError } from "../../core/user-error.ts";

export interface CommandOptions {
  readonly cwd?: string;
  /** Milliseconds after which it is killed, with all that it started. */
  readonly limit: number;
  readonly input?: Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CommandResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs a program without a shell. One that cannot be started, or takes too long, is the user's to mend. */
export function runCommand(
  program: string,
  words: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const { cwd, limit, input, environment } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...process.env, LC_ALL: "C", ...environment },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    const timer = setTimeout(() => {
      if (child.pid !== undefined) killGroup(child.pid);
      reject(new UserError(`${program} ${words[0] ?? ""}: not done after ${limit / 1000} s, stopped`));
    }, limit);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => stdout.push(piece));
    child.stderr.on("data", (piece: Buffer) => stderr.push(piece));
    child.stdin.on("error", () => {}); // a program that does not read all of its input says so by its status
    child.stdin.end(input);
    const stop = (): void => (child.pid === undefined ? undefined : killGroup(child.pid));
    process.once("exit", stop);
    const done = (): void => {
      clearTimeout(timer);
      process.off("exit", stop);
    };
    child.on("error", (error) => {
      done();
      reject(
        new UserError(
          `${program} cannot be started: ${error.message} (unoops confirm --doctor says what is missing)`,
        ),
      );
    });
    child.on("close", (code) => {
      done();
      resolve({
        status: code ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8"),
      });
    });
  });
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    const gone = error instanceof Error && "code" in error && error.code === "ESRCH";
    if (!gone) throw error;
  }
}

/** What a program printed; when it fails, an error that quotes the last line it said. */
export async function outputOf(
  program: string,
  words: readonly string[],
  options: CommandOptions,
): Promise<string> {
  const { status, stdout, stderr } = await runCommand(program, words, options);
  if (status === 0) return stdout.toString("utf8");
  const said =
    stderr
      .trim()
      .split("\n")
      .findLast((line) => /^E:|error|\S/.test(line)) ?? "it said nothing";
  throw new UserError(`${program} ${words.at(-1) ?? ""} failed with status ${status}: ${said}`);
}
