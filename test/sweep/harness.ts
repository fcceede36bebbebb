import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SweepSetting } from "../../src/sweep/run-sweep.ts";
import type { JobResult } from "../../src/sweep/result.ts";
import type { Past, ResultStore } from "../../src/sweep/store.ts";
import { builtLibrary, MAIN } from "./dist.ts";

/** Folders of one file each, in which reading finds something in every second one. */
export function writeModules(folder: string, count: number, remark: string): string {
  for (let i = 0; i < count; i++) {
    const home = join(folder, `m${String(i).padStart(3, "0")}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "main.c"), moduleText(i % 2 === 0, `${remark} ${i}`));
  }
  return folder;
}

/** A thread that ends by itself is stopped, with a reference or without one. */
export function moduleText(isWrong: boolean, remark: string): string {
  return `/* ${remark} */
#include <linux/module.h>
#include <linux/kthread.h>

static struct task_struct *k;

static int work(void *unused)
{
	return 0;
}

static int __init start(void)
{
	k = kthread_${isWrong ? "run" : "create"}(work, NULL, "work");
	if (IS_ERR(k))
		return PTR_ERR(k);
${isWrong ? "" : "	get_task_struct(k);\n	wake_up_process(k);\n"}	return 0;
}

static void __exit stop(void)
{
	kthread_stop(k);
${isWrong ? "" : "	put_task_struct(k);\n"}}

module_init(start);
module_exit(stop);
MODULE_LICENSE("GPL");
`;
}

/** Keeps results in memory. */
export function memoryStore(): ResultStore {
  const results = new Map<string, JobResult>();
  const pasts = new Map<string, Past>();
  return {
    get: async (hashes) =>
      new Map(hashes.flatMap((hash) => (results.has(hash) ? [[hash, results.get(hash)!] as const] : []))),
    put: async (hashes, result) => {
      for (const hash of hashes) results.set(hash, result);
    },
    last: async (plan) => pasts.get(plan),
    keep: async (plan, past) => void pasts.set(plan, past),
    close: async () => {},
  };
}

export interface Swept {
  readonly report: string;
  readonly warnings: readonly string[];
  readonly aside: boolean;
}

/** A whole sweep in this process; it gives its report. */
export async function sweepOf(
  paths: readonly string[],
  more: Partial<SweepSetting> & Pick<SweepSetting, "store">,
): Promise<Swept> {
  const { runSweep } = await builtLibrary();
  let report = "";
  const warnings: string[] = [];
  const { aside } = await runSweep(paths, {
    queue: undefined,
    workers: 2,
    cc: "auto",
    again: false,
    pedantic: false,
    report: "json",
    ...(paths.some((path) => path.endsWith(".json")) ? {} : { kernel: "6.1" }),
    warn: (text) => void warnings.push(text),
    say: () => {},
    tell: () => {},
    done: () => {},
    write: (text) => void (report += text),
    ...more,
  });
  return { report, warnings, aside };
}

/** `unoops worker`, in a process that may be killed. */
export class WorkerProcess {
  private static readonly started = new Set<WorkerProcess>();
  readonly child: ChildProcess;
  said = "";
  readonly ready: Promise<void>;

  constructor(
    queue: string,
    cache: string,
    args: readonly string[] = [],
    main = MAIN,
    more: NodeJS.ProcessEnv = {},
  ) {
    this.child = spawn(
      process.execPath,
      [main, "worker", "--workers", "1", "--lease", "1", "--cc", "auto", ...args],
      {
        env: { ...process.env, UNOOPS_QUEUE: queue, XDG_CACHE_HOME: cache, ...more },
        stdio: ["ignore", "ignore", "pipe"],
      },
    );
    this.ready = new Promise((resolve, reject) => {
      this.child.once("exit", () => reject(new Error(`the worker ended before it took jobs: ${this.said}`)));
      this.child.stderr?.on("data", (text: Buffer) => {
        this.said += text.toString();
        if (this.said.includes("takes jobs of")) resolve();
      });
    });
    this.ready.catch(() => {}); // not everybody waits for it
    WorkerProcess.started.add(this);
  }

  /** Those that a test which failed has left would take the jobs of the next one. */
  static async endAll(): Promise<void> {
    await Promise.all([...this.started].map((worker) => worker.end("SIGKILL")));
    this.started.clear();
  }

  async end(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, "exit");
      this.child.kill(signal);
      await gone;
    }
    return this.child.exitCode;
  }
}
