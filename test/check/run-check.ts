import { registerCheck } from "../../src/cli/check.ts";
import { runCommand, withFiles, type Ran } from "../run-command.ts";

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
export function runCheck(files: Record<string, string | Buffer>, args: readonly string[]): Promise<Ran> {
  return withFiles(files, (folder) => runIn(folder, args));
}

/** Runs `unoops check` in a folder. */
export function runIn(folder: string, args: readonly string[]): Promise<Ran> {
  return runCommand(registerCheck, folder, ["check", ...args]);
}
