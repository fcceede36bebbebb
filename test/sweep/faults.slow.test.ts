import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Redis } from "ioredis";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { notBuilt } from "./dist.ts";
import { moduleText, sweepOf, WorkerProcess, writeModules } from "./harness.ts";
import { noPrlimit, noServer, Server } from "./server.ts";

const why = [noServer, notBuilt].filter((one) => one !== "").join("; ");
const given = test.skipIf(why !== "");
const note = why === "" ? "" : ` (skipped: ${why})`;

const folder = mkdtempSync(join(tmpdir(), "unoops-faults-"));
const cache = join(folder, "cache");
let server: Server;
let count = 0;

beforeAll(async () => {
  if (why === "") server = await Server.start();
});
afterEach(() => WorkerProcess.endAll());
afterAll(async () => {
  if (why === "") await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const fresh = (name: string): string => join(folder, `${name}-${count++}`);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A run of it is at work until somebody ends it: each turn of its thread is another state. */
const ENDLESS = moduleText(true, "endless").replace(
  "{\n\treturn 0;",
  "{\n\tstatic unsigned long turns;\n\twhile (!kthread_should_stop()) {\n\t\tturns++;\n\t\tschedule();\n\t}\n\treturn 0;",
);

/** What a sweep of the same files says without a queue. */
const locally = async (paths: readonly string[]): Promise<string> =>
  (await sweepOf(paths, { store: fresh("store") })).report;

const queued = (
  paths: readonly string[],
  tell: (text: string) => void = () => {},
): ReturnType<typeof sweepOf> => sweepOf(paths, { store: fresh("store"), queue: server.url, tell });

/** How many jobs are done, as a sweep tells it. */
const doneOf = (text: string): number => Number(/^\d*/.exec(text)?.[0]);

/** So many workers, each replaced when it is killed. */
class Crew {
  readonly workers: WorkerProcess[] = [];

  async hire(number: number): Promise<void> {
    for (let i = 0; i < number; i++) this.workers.push(new WorkerProcess(server.url, cache));
    await Promise.all(this.workers.map(({ ready }) => ready));
  }

  async killOne(): Promise<void> {
    const index = Math.floor(Math.random() * this.workers.length);
    await this.workers[index]?.end("SIGKILL");
    this.workers[index] = new WorkerProcess(server.url, cache);
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.end("SIGTERM")));
  }
}

/** `UNOOPS_SWEEPS=1000`, in twenties, to look for what these do not show. */
const SWEEPS = Number(process.env["UNOOPS_SWEEPS"] ?? 200);
const AT_ONCE = 20;
const JOBS = 50;
/** A worker is killed whenever about so many jobs more are done: as often on a fast machine as on a slow one. */
const JOBS_A_KILL = 100;

given(
  `${SWEEPS} sweeps of ${JOBS} jobs lose nothing and double nothing while workers are killed at random moments${note}`,
  async () => {
    const crew = new Crew();
    await crew.hire(3);
    let kills = 0;
    const wrong: string[] = [];
    for (let batch = 0; batch < SWEEPS / AT_ONCE; batch++) {
      const paths = Array.from({ length: AT_ONCE }, (_, i) =>
        writeModules(fresh("modules"), JOBS, `sweep ${batch * AT_ONCE + i}`),
      );
      const state = { isDone: false };
      const done = paths.map(() => 0);
      const killing = (async () => {
        let next = 0;
        while (!state.isDone) {
          if (done.reduce((sum, one) => sum + one) >= next) {
            next += 2 * Math.random() * JOBS_A_KILL;
            await crew.killOne();
            kills++;
          }
          await sleep(20);
        }
      })();
      const reports = await Promise.all(
        paths.map((path, index) => queued([path], (text) => void (done[index] = doneOf(text)))),
      );
      state.isDone = true;
      await killing;
      const store = fresh("store");
      await sweepOf(paths, { store }); // the processes of a local sweep are started once
      for (const [i, path] of paths.entries()) {
        const { report } = await sweepOf([path], { store });
        if (reports[i]?.report !== report) wrong.push(reports[i]?.report ?? "");
        rmSync(path, { recursive: true });
      }
    }
    await crew.dismiss();
    console.log(`${kills} workers were killed`);
    expect(wrong).toEqual([]);
    expect(kills).toBeGreaterThan(20);
  },
);

given(
  `a server that is killed and started again with its append-only file loses no job${note}`,
  { timeout: 300_000 },
  async ({ onTestFailed }) => {
    const crew = new Crew();
    await crew.hire(2);
    const path = writeModules(fresh("modules"), 600, "restart");
    const seen = { text: "", at: "the sweep" };
    const warnings: string[] = [];
    onTestFailed(() => {
      console.log(`stopped at ${seen.at}: ${seen.text}; the sweep said: ${warnings.join("; ")}`);
      for (const { child, said } of crew.workers)
        console.log(`a worker (${child.exitCode ?? "alive"}): ${said}`);
    });
    const swept = sweepOf([path], {
      store: fresh("store"),
      queue: server.url,
      tell: (text) => void (seen.text = text),
      warn: (text) => void warnings.push(text),
    });
    const state = { isOver: false };
    const over = swept.finally(() => void (state.isOver = true));
    const done = (): number => doneOf(seen.text);
    const restarts: number[] = [];
    for (const after of [1, 150, 300]) {
      while (done() < after && !state.isOver) await sleep(20);
      await server.kill();
      restarts.push(done());
      await sleep(300);
      await server.boot();
    }
    expect(Math.max(...restarts)).toBeLessThan(600);
    const { report } = await over;
    seen.at = "the local sweep";
    expect(report).toBe(await locally([path]));
    seen.at = "the end of the workers";
    await crew.dismiss();
  },
);

given(`a server that comes back empty gets its jobs and sources again${note}`, async () => {
  const path = writeModules(fresh("modules"), 40, "empty");
  const swept = queued([path]);
  await sleep(1500);
  await server.lose();
  await server.boot();
  const crew = new Crew();
  await crew.hire(1);
  expect((await swept).report).toBe(await locally([path]));
  await crew.dismiss();
});

test.skipIf(why !== "" || noPrlimit !== "")(
  `a server whose disk is full is waited for, and nothing is lost when it has room again${note || noPrlimit}`,
  async () => {
    const small = await Server.start({ fsync: "everysec" });
    onTestFinished(() => small.stop());
    const path = writeModules(fresh("modules"), 60, "full");
    const warnings: string[] = [];
    const worker = new WorkerProcess(small.url, cache);
    await worker.ready;
    small.fill(40_000);
    const swept = sweepOf([path], {
      store: fresh("store"),
      queue: small.url,
      warn: (text) => void warnings.push(text),
    });
    const refused = /takes nothing for now \(MISCONF/;
    await vi.waitFor(() => expect(warnings.join()).toMatch(refused), { timeout: 60_000 });
    await vi.waitFor(() => expect(worker.said).toMatch(refused), { timeout: 60_000 });
    await sleep(3_000); // they ask again, and are refused again
    small.fill(undefined);
    expect((await swept).report).toBe(await locally([path]));
    expect(warnings.filter((text) => refused.test(text))).toHaveLength(1);
    await vi.waitFor(() => expect(worker.said).toContain("the queue is back"), { timeout: 60_000 });
    expect(await worker.end("SIGTERM")).toBe(0);
  },
);

given(`a paused worker that comes back after its lease changes nothing${note}`, async () => {
  const path = writeModules(fresh("modules"), 60, "paused");
  const paused = new WorkerProcess(server.url, cache);
  await paused.ready;
  const swept = queued([path]);
  await sleep(400);
  paused.child.kill("SIGSTOP");
  const other = new WorkerProcess(server.url, cache);
  const { report } = await swept;
  paused.child.kill("SIGCONT");
  expect(report).toBe(await locally([path]));
  // what it brings late is what is known already
  await sleep(1500);
  expect((await queued([path])).report).toBe(report);
  expect(await paused.end("SIGTERM")).toBe(0);
  expect(await other.end("SIGTERM")).toBe(0);
});

given(`two sweeps at once share their jobs, and each has the whole report${note}`, async () => {
  const crew = new Crew();
  await crew.hire(2);
  const path = writeModules(fresh("modules"), 80, "twice");
  const [one, other] = await Promise.all([queued([path]), queued([path])]);
  const alone = await locally([path]);
  expect(one.report).toBe(alone);
  expect(other.report).toBe(alone);
  await crew.dismiss();
});

given(
  `a sweep that no worker serves says so once, and goes on with the first that comes${note}`,
  async () => {
    const warnings: string[] = [];
    const path = writeModules(fresh("modules"), 2, "alone");
    const swept = sweepOf([path], {
      store: fresh("store"),
      queue: server.url,
      warn: (text) => void warnings.push(text),
    });
    await vi.waitFor(() => expect(warnings).not.toEqual([]), { timeout: 60_000 });
    await sleep(3_000); // it looks again meanwhile
    expect(warnings).toEqual([expect.stringMatching(/^no worker of unoops .* takes jobs of the queue/)]);
    const worker = new WorkerProcess(server.url, cache);
    expect((await swept).report).toBe(await locally([path]));
    expect(warnings).toHaveLength(1);
    expect(await worker.end("SIGTERM")).toBe(0);
  },
);

given(
  `a job that loses three workers is set aside with its reason, the others are done, and the sweep ends${note}`,
  async () => {
    const home = writeModules(fresh("modules"), 2, "killer");
    const long = join(home, "long");
    mkdirSync(long);
    writeFileSync(join(long, "long.c"), ENDLESS);
    const plan = join(home, "plan.json");
    const jobs = [{ run: ["long"], kernels: ["6.1"], states: 1_000_000_000 }, { check: ["m000", "m001"] }];
    writeFileSync(plan, JSON.stringify({ name: "killer", jobs }));
    const swept = sweepOf([plan], { store: fresh("store"), queue: server.url });
    const client = new Redis(server.url);
    const holders = new Set<string>();
    /** Who has the run in hand: each worker says so with another token. */
    const holder = async (): Promise<string | undefined> => {
      for (const key of await client.keys("*:lock"))
        if ((await client.hget(key.replace(/:lock$/, ""), "name")) === "run")
          return (await client.get(key)) ?? undefined;
      return undefined;
    };
    while (holders.size < 3) {
      const worker = new WorkerProcess(server.url, cache);
      const before = holders.size;
      await vi.waitFor(
        async () => {
          const token = await holder();
          if (token !== undefined) holders.add(token);
          expect(holders.size).toBe(before + 1);
        },
        { timeout: 60_000, interval: 50 },
      );
      await worker.end("SIGKILL");
    }
    client.disconnect();
    const last = new WorkerProcess(server.url, cache);
    const { report, aside } = await swept;
    expect(aside).toBe(true);
    expect(report).toContain("its worker went away in the middle, 3 times");
    expect(report).toContain("kthread-stop-after-exit");
    expect(await last.end("SIGTERM")).toBe(0);
  },
);

given(`check --run by a queue tells what it tells here, to the byte${note}`, async () => {
  const path = writeModules(fresh("modules"), 6, "witness");
  const setting = { checkRun: true, report: "md" } as const;
  const crew = new Crew();
  await crew.hire(2);
  const { report } = await sweepOf([path], { ...setting, store: fresh("store"), queue: server.url });
  await crew.dismiss();
  expect(report).toContain("run again: --replay");
  expect(report).toBe((await sweepOf([path], { ...setting, store: fresh("store") })).report);
});

given(`the password of the queue is in nothing that is printed${note}`, async () => {
  const worker = new WorkerProcess(server.url, cache);
  await worker.ready;
  const { report, warnings } = await queued([writeModules(fresh("modules"), 2, "secret")]);
  await worker.end("SIGTERM");
  expect(`${report}${warnings.join()}${worker.said}`).not.toContain("aPasswordThatNobodyPrints");
  const wrong = server.url.replace("Nobody", "WrongOne");
  await expect(sweepOf([folder], { store: fresh("store"), queue: wrong })).rejects.toThrow(
    /cannot be used: WRONGPASS/,
  );
});
