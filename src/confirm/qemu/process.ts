import { spawn, type ChildProcess } from "node:child_process";
import { UserError } from "../../core/user-error.ts";

/**
 * Runs the words it is given, and kills them when file descriptor 3 closes: when this program ends in any way, a
 * crash and SIGKILL included, the system closes our end of it. The words are never read by the shell.
 */
const LIFELINE = `"$@" 3<&- & it=$!
{ read -r _ <&3; kill -KILL $it; } 2>/dev/null & guard=$!
wait $it; status=$?
kill $guard 2>/dev/null
exit $status`;

/** A QEMU that cannot outlive this program. */
export class QemuProcess {
  /** Settles when it has ended, with what it said on stderr. */
  readonly ended: Promise<string>;
  readonly #child: ChildProcess;
  #alive = true;

  /** `inherited` is an open file that QEMU finds as its descriptor 4. */
  constructor(program: string, words: readonly string[], inherited?: number) {
    const child = spawn("/bin/sh", ["-c", LIFELINE, "sh", program, ...words], {
      stdio: ["ignore", "ignore", "pipe", "pipe", inherited ?? "ignore"],
      detached: true, // Ctrl-C is ours to answer
    });
    this.#child = child;
    this.ended = new Promise((resolve, reject) => {
      let said = "";
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
      child.on("error", (error) => reject(new UserError(`${program} cannot be started: ${error.message}`)));
      child.on("close", () => {
        this.#alive = false;
        resolve(said.trim());
      });
    });
    this.ended.catch(() => {}); // whoever waits for the guest hears of it there
  }

  /** Kills it and waits until it is gone. */
  async kill(): Promise<void> {
    if (this.#alive) this.#child.stdio[3]?.destroy();
    await this.ended.catch(() => "");
  }
}
