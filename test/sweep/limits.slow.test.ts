import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { anotherVersion, MAIN, notBuilt } from "./dist.ts";
import { sweepOf, WorkerProcess, writeModules } from "./harness.ts";
import { noServer, Server } from "./server.ts";

const folder = mkdtempSync(join(tmpdir(), "unoops-limits-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const built = test.skipIf(notBuilt !== "");
const why = [noServer, notBuilt].filter((one) => one !== "").join("; ");
const queued = test.skipIf(why !== "");

built(
  `a job that takes too much memory is set aside after three tries, and the sweep ends (${notBuilt || "built"})`,
  async () => {
    const path = writeModules(join(folder, "memory"), 2, "memory");
    const { report, aside } = await sweepOf([path], { store: join(folder, "1.db"), jobMemory: 1 });
    expect(report).toContain("it took more than 1 MB, 3 times");
    expect(aside).toBe(true);
  },
);

built(
  `a job that takes too long is set aside at once, and done by the next sweep (${notBuilt || "built"})`,
  async () => {
    const path = writeModules(join(folder, "time"), 2, "time");
    const store = join(folder, "2.db");
    const { report } = await sweepOf([path], { store, jobTime: 0.001 });
    expect(report).toContain("it took longer than 0.001 s");
    const again = await sweepOf([path], { store });
    expect(again.aside).toBe(false);
    expect(again.report).toContain("kthread-stop-after-exit");
  },
);

queued(
  `a worker of another version takes nothing, and says why (${why || "built, with a server"})`,
  async () => {
    const server = await Server.start();
    const other = anotherVersion("other", (dist) =>
      writeFileSync(join(dist, "check/rules/double-stop.js"), "\n// another version\n", { flag: "a" }),
    );
    try {
      const cache = join(folder, "cache");
      const stranger = new WorkerProcess(server.url, cache, [], other.main);
      await stranger.ready;
      const swept = sweepOf([writeModules(join(folder, "other"), 3, "other")], {
        store: join(folder, "3.db"),
        queue: server.url,
      });
      while (!stranger.said.includes("takes nothing"))
        await new Promise((resolve) => setTimeout(resolve, 100));
      expect(stranger.said).toMatch(/takes nothing of a sweep by unoops \S+ \(\w+\): this is unoops/);
      const worker = new WorkerProcess(server.url, cache, [], MAIN);
      expect((await swept).aside).toBe(false);
      expect(await stranger.end("SIGTERM")).toBe(0);
      expect(await worker.end("SIGTERM")).toBe(0);
    } finally {
      other.remove();
      await server.stop();
    }
  },
);

queued(`a worker that drains ends the job at hand (${why || "built, with a server"})`, async () => {
  const server = await Server.start();
  const cache = join(folder, "cache");
  const first = new WorkerProcess(server.url, cache);
  await first.ready;
  const seen = { done: 0 };
  const swept = sweepOf([writeModules(join(folder, "drain"), 60, "drain")], {
    store: join(folder, "4.db"),
    queue: server.url,
    tell: (text) => void (seen.done = Number(/^\d+/.exec(text)?.[0])),
  });
  while (seen.done === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await first.end("SIGTERM")).toBe(0);
  expect(first.said).toContain("draining");
  const second = new WorkerProcess(server.url, cache);
  expect((await swept).aside).toBe(false);
  await second.end("SIGTERM");
  await server.stop();
});
