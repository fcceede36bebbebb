/** What a sweep costs: runs of modules on 1, 2 and 4 workers, the overhead of a job, and what 10,000 jobs take of the queue's server. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MAIN = join(ROOT, "dist/cli/main.js");
const PORT = "7399";
const URL_OF_QUEUE = `redis://127.0.0.1:${PORT}`;
const [runs = 1000, checks = 10_000] = process.argv.slice(2).map(Number);

const folder = mkdtempSync(join(tmpdir(), "unoops-bench-sweep-"));
const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache") };

/** One text, so many ways to load it: the module is compiled once for each kernel, and each run is a job of its own. */
function runPlan(count: number): string {
  const example = readFileSync(join(ROOT, "examples/early-exit.c"), "utf8");
  writeFileSync(join(folder, "early-exit.c"), example);
  const jobs = Array.from({ length: count }, (_, i) => ({
    run: ["early-exit.c"],
    kernels: ["6.1"],
    states: 50_000 + i,
  }));
  const path = join(folder, "runs.json");
  writeFileSync(path, JSON.stringify({ name: "runs", jobs }));
  return path;
}

/** Folders with a file each, none of them like another: small jobs. */
function checkFolders(count: number): string {
  const example = readFileSync(join(ROOT, "examples/early-exit.c"), "utf8");
  const root = join(folder, "tree");
  for (let i = 0; i < count; i++) {
    const home = join(root, `${Math.floor(i / 100)}`, `${i}`);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "a.c"), `/* ${i} */\n${example}`);
  }
  return root;
}

/** Seconds of processor time that a process took itself, without its children: what it costs to hand out jobs and to take results. */
function ownTime(pid: number | undefined): number {
  if (pid === undefined || !existsSync(`/proc/${pid}/stat`)) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100; // USER_HZ
}

/** How long a sweep took, and what it took itself; its exit status says that something was found, which is as it should be. */
async function sweep(
  paths: readonly string[],
  args: readonly string[],
): Promise<{ seconds: number; own: number }> {
  const store = join(folder, `store-${Math.random()}`);
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [MAIN, "sweep", ...paths, "--store", store, "--out", join(folder, "out"), ...args],
    {
      env,
      stdio: "inherit",
    },
  );
  let own = 0;
  const look = setInterval(() => (own = Math.max(own, ownTime(child.pid))), 100);
  const [code] = await once(child, "exit");
  clearInterval(look);
  if (code !== 1) throw new Error(`the sweep ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, own };
}

function redis(...args: string[]): string {
  return execFileSync("redis-cli", ["-p", PORT, ...args], { encoding: "utf8" });
}

function info(section: string, field: string): number {
  return Number(new RegExp(`^${field}:(\\d+)`, "m").exec(redis("info", section))?.[1]);
}

interface Hand {
  readonly child: ChildProcess;
  /** What it took itself before the first job. */
  readonly before: number;
}

async function workers(count: number): Promise<Hand[]> {
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const child = spawn(
        process.execPath,
        [MAIN, "worker", "--queue", URL_OF_QUEUE, "--workers", "1", "--cc", "auto"],
        {
          env,
          stdio: ["ignore", "ignore", "pipe"],
        },
      );
      if (child.stderr) await once(child.stderr, "data");
      return { child, before: ownTime(child.pid) };
    }),
  );
}

/** Ends workers; gives the processor time that their jobs took them. */
async function end(hands: readonly Hand[]): Promise<number> {
  const own = hands.reduce((sum, { child, before }) => sum + ownTime(child.pid) - before, 0);
  await Promise.all(
    hands.map(async ({ child }) => {
      child.kill("SIGTERM");
      await once(child, "exit");
    }),
  );
  return own;
}

const each = (seconds: number, jobs: number): string => `${((seconds / jobs) * 1000).toFixed(2)} ms`;

function tell(where: string, count: number, seconds: number, one: number, own: string): void {
  console.log(
    `${where}, ${count} workers: ${runs} runs in ${seconds.toFixed(1)} s, efficiency ${(one / seconds / count).toFixed(2)}; a job costs ${own}; load ${loadavg()[0]?.toFixed(1)}`,
  );
}

const server = spawn("redis-server", ["--port", PORT, "--bind", "127.0.0.1", "--save", "", "--dir", folder], {
  stdio: ["ignore", "pipe", "inherit"],
});
if (server.stdout) await once(server.stdout, "data");
try {
  const plan = runPlan(runs);
  await sweep([runPlan(1)], ["--workers", "1"]); // compiles
  // beginning takes the same however many jobs there are
  const { own: toBegin } = await sweep([runPlan(1)], ["--workers", "1"]);
  console.log(`a sweep of one job takes ${toBegin.toFixed(2)} s of processor time itself`);
  runPlan(runs);
  let one = 0;
  for (const count of [1, 2, 4]) {
    const { seconds, own } = await sweep([plan], ["--workers", String(count)]);
    one ||= seconds;
    tell("local", count, seconds, one, `the sweep ${each(own - toBegin, runs)}`);
  }
  const helper = await workers(1);
  const { own: toBeginQueued } = await sweep([runPlan(1)], ["--queue", URL_OF_QUEUE]);
  await end(helper);
  runPlan(runs);
  console.log(`by the queue it takes ${toBeginQueued.toFixed(2)} s`);
  one = 0;
  for (const count of [1, 2, 4]) {
    redis("flushall");
    const hands = await workers(count);
    const { seconds, own } = await sweep([plan], ["--queue", URL_OF_QUEUE]);
    const theirs = await end(hands);
    one ||= seconds;
    tell(
      "queue",
      count,
      seconds,
      one,
      `the sweep ${each(own - toBeginQueued, runs)}, the workers ${each(theirs, runs)}`,
    );
  }
  const tree = checkFolders(checks);
  const alone = await sweep([tree], ["--workers", "1"]);
  console.log(
    `local, 1 worker: ${checks} small checks in ${alone.seconds.toFixed(1)} s, of which the sweep ${each(alone.own - toBegin, checks)} each`,
  );
  redis("flushall");
  const before = {
    memory: info("memory", "used_memory"),
    in: info("stats", "total_net_input_bytes"),
    out: info("stats", "total_net_output_bytes"),
  };
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, info("memory", "used_memory"))), 500);
  const hands = await workers(1);
  const queued = await sweep([tree], ["--queue", URL_OF_QUEUE]);
  clearInterval(watch);
  const theirs = await end(hands);
  console.log(
    `queue, 1 worker: ${checks} small checks in ${queued.seconds.toFixed(1)} s, of which the sweep ${each(queued.own - toBeginQueued, checks)} each, the worker ${each(theirs, checks)}`,
  );
  const kb = (bytes: number): string => `${(bytes / checks / 1024).toFixed(2)} KB a job`;
  console.log(
    `server: ${kb(peak - before.memory)} at most, ${kb(info("memory", "used_memory") - before.memory)} at the end`,
  );
  console.log(
    `server: ${kb(info("stats", "total_net_input_bytes") - before.in)} in, ${kb(info("stats", "total_net_output_bytes") - before.out)} out`,
  );
} finally {
  server.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
