/** What a sweep costs: runs of modules on 1, 2 and 4 workers, the overhead of a job, and what 10,000 jobs take of the queue's server. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
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

/** Seconds of a sweep; its exit status says that something was found, which is as it should be. */
async function sweep(paths: readonly string[], args: readonly string[]): Promise<number> {
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
  const [code] = await once(child, "exit");
  if (code !== 1) throw new Error(`the sweep ended with ${code}`);
  return (performance.now() - began) / 1000;
}

function redis(...args: string[]): string {
  return execFileSync("redis-cli", ["-p", PORT, ...args], { encoding: "utf8" });
}

function info(section: string, field: string): number {
  return Number(new RegExp(`^${field}:(\\d+)`, "m").exec(redis("info", section))?.[1]);
}

async function workers(count: number): Promise<ChildProcess[]> {
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
      return child;
    }),
  );
}

async function end(children: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    children.map(async (child) => {
      child.kill("SIGTERM");
      await once(child, "exit");
    }),
  );
}

const server = spawn("redis-server", ["--port", PORT, "--bind", "127.0.0.1", "--save", "", "--dir", folder], {
  stdio: ["ignore", "pipe", "inherit"],
});
if (server.stdout) await once(server.stdout, "data");
try {
  const plan = runPlan(runs);
  await sweep([runPlan(1)], ["--workers", "1"]); // compiles
  runPlan(runs);
  let one = 0;
  for (const count of [1, 2, 4]) {
    const seconds = await sweep([plan], ["--workers", String(count)]);
    one ||= seconds;
    console.log(
      `local, ${count} workers: ${runs} runs in ${seconds.toFixed(1)} s, efficiency ${(one / seconds / count).toFixed(2)}`,
    );
  }
  one = 0;
  for (const count of [1, 2, 4]) {
    redis("flushall");
    const hands = await workers(count);
    const seconds = await sweep([plan], ["--queue", URL_OF_QUEUE]);
    await end(hands);
    one ||= seconds;
    console.log(
      `queue, ${count} workers: ${runs} runs in ${seconds.toFixed(1)} s, efficiency ${(one / seconds / count).toFixed(2)}`,
    );
  }
  const tree = checkFolders(checks);
  const alone = await sweep([tree], ["--workers", "1"]);
  console.log(
    `local, 1 worker: ${checks} small checks in ${alone.toFixed(1)} s, ${((alone / checks) * 1000).toFixed(2)} ms each`,
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
  await end(hands);
  console.log(
    `queue, 1 worker: ${checks} small checks in ${queued.toFixed(1)} s, ${((queued / checks) * 1000).toFixed(2)} ms each`,
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
