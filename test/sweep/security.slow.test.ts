import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Redis } from "ioredis";
import { afterAll, expect, test } from "vitest";
import { MAIN, notBuilt } from "./dist.ts";
import { sweepOf, WorkerProcess, writeModules } from "./harness.ts";
import { KEYS, S3Server } from "./s3-server.ts";
import { noOpenssl, noServer, Server } from "./server.ts";

const folder = mkdtempSync(join(tmpdir(), "unoops-security-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PASSWORD = "aPasswordThatNobodyPrints";
const cache = join(folder, "cache");
const noQueue = [noServer, notBuilt].filter((one) => one !== "").join("; ");
const noTls = [noQueue, noOpenssl].filter((one) => one !== "").join("; ");

/** `unoops sweep` in a process of its own: certificates are read when Node starts. */
async function sweepProcess(
  queue: string,
  paths: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<{ status: number | null; said: string; report: string }> {
  const words = ["sweep", "--report", "json", "--kernel", "6.1", "--store", "queue", ...paths];
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, UNOOPS_QUEUE: queue, XDG_CACHE_HOME: cache, ...more },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, report] = ["", ""];
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  child.stdout.on("data", (text: Buffer) => (report += text.toString()));
  await once(child, "close");
  return { status: child.exitCode, said, report };
}

test.skipIf(noTls !== "")(
  `over TLS a sweep says what it says locally; a certificate that nobody vouches for, and a wrong password, are refused without being repeated${noTls && ` (skipped: ${noTls})`}`,
  async () => {
    const paths = [writeModules(join(folder, "tls"), 4, "tls")];
    const server = await Server.start({ password: PASSWORD, isTls: true });
    const known = { NODE_EXTRA_CA_CERTS: server.authority };
    try {
      const unknown = await sweepProcess(server.url, paths);
      expect(unknown.status).toBe(2);
      expect(unknown.said).toMatch(
        /^unoops: the queue at rediss:\/\/127\.0\.0\.1:\d+ cannot be used: self-signed/,
      );
      const plain = await sweepProcess(server.url.replace("rediss:", "redis:"), paths, known);
      expect(plain.status).toBe(2);
      const wrong = await sweepProcess(server.url.replace(PASSWORD, "aWrongOne"), paths, known);
      expect(wrong.status).toBe(2);
      expect(wrong.said).toMatch(/password/);

      const worker = new WorkerProcess(server.url, cache, [], MAIN, known);
      const swept = await sweepProcess(server.url, paths, known);
      expect(await worker.end("SIGTERM")).toBe(0);
      const { report } = await sweepOf(paths, { store: join(folder, "tls.db") });
      expect(swept.report).toBe(report);
      for (const { said } of [unknown, plain, wrong, swept, worker])
        expect(said).not.toMatch(/aPasswordThatNobodyPrints|aWrongOne/);
    } finally {
      await server.stop();
    }
  },
);

test.skipIf(noQueue !== "")(
  `with --sources the server holds no source, and what was changed in the folder is believed by no worker${noQueue && ` (skipped: ${noQueue})`}`,
  async () => {
    const paths = [writeModules(join(folder, "shared"), 4, "shared")];
    const sources = join(folder, "sources");
    const server = await Server.start();
    const client = new Redis(server.url);
    const cast = async (): ReturnType<typeof sweepOf> =>
      sweepOf(paths, { store: "queue", queue: server.url, sources });
    const worker = new WorkerProcess(server.url, cache, ["--sources", sources]);
    try {
      const { report } = await cast();
      expect(report).toBe((await sweepOf(paths, { store: join(folder, "shared.db") })).report);
      expect(await client.keys("unoops:file:*")).toEqual([]);
      expect(await worker.end("SIGTERM")).toBe(0);

      for (const file of filesBelow(sources))
        writeFileSync(file, gzipSync(`${readFileSync(file).toString("base64")} changed`));
      await client.flushall();
      const another = new WorkerProcess(server.url, cache, ["--sources", sources]);
      const changed = await cast();
      expect(changed.aside).toBe(true);
      expect(changed.report).toMatch(/a source of this job \(\w+\) is damaged in the store/);
      expect(await another.end("SIGTERM")).toBe(0);
    } finally {
      client.disconnect();
      await server.stop();
    }
  },
);

test.skipIf(noQueue !== "")(
  `sources and compiled modules go by a bucket too, and its keys are in no message${noQueue && ` (skipped: ${noQueue})`}`,
  async () => {
    const paths = [writeModules(join(folder, "bucket"), 2, "bucket")];
    const [server, bucket] = [await Server.start(), await S3Server.start()];
    const client = new Redis(server.url);
    const sources = bucket.url.replace("//", `//${KEYS.id}:${encodeURIComponent(KEYS.secret)}@`);
    const worker = new WorkerProcess(server.url, cache, ["--sources", sources]);
    try {
      const how = { run: true } as const;
      const { report } = await sweepOf(paths, { store: "queue", queue: server.url, sources, ...how });
      expect(report).toBe((await sweepOf(paths, { store: join(folder, "bucket.db"), ...how })).report);
      expect(await client.keys("unoops:[fp]*:*")).toEqual([]);
      const kinds = new Set([...bucket.objects.keys()].map((name) => name.split("/")[3]));
      expect(kinds).toEqual(new Set(["file", "program"]));
      expect(await worker.end("SIGTERM")).toBe(0);
      expect(worker.said).not.toContain(KEYS.secret);
    } finally {
      client.disconnect();
      bucket.stop();
      await server.stop();
    }
  },
);

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

test.skipIf(noQueue !== "")(
  `a worker boots a real kernel only where it may: the job waits for one with --confirm${noQueue && ` (skipped: ${noQueue})`}`,
  async () => {
    const path = join(writeModules(join(folder, "confirm"), 1, "confirm"), "m000");
    const server = await Server.start();
    let told = "";
    const warned: string[] = [];
    const swept = sweepOf([path], {
      store: join(folder, "confirm.db"),
      queue: server.url,
      confirm: true,
      warn: (text) => void warned.push(text),
      tell: (text) => void (told = text),
    });
    const careful = new WorkerProcess(server.url, cache);
    const state = { isDone: false };
    void swept.then(() => (state.isDone = true));
    try {
      while (!told.startsWith("1 of 2")) await new Promise((resolve) => setTimeout(resolve, 50));
      await new Promise((resolve) => setTimeout(resolve, 2500)); // longer than it is put off
      expect(state.isDone).toBe(false);
      // the sweep may have begun before the worker did, and said so
      expect(warned).toContain(
        "the job that is left boots a real kernel, and no worker may: start one with unoops worker --confirm",
      );
      // a folder without kernels: nothing is booted here, and the result says what is missing
      const bold = new WorkerProcess(server.url, cache, ["--confirm"]);
      const { report, aside } = await swept;
      expect(aside).toBe(false);
      expect(report).toContain("linux 6.1 for x86_64 is not there: unoops kernels add 6.1");
      expect(await bold.end("SIGTERM")).toBe(0);
    } finally {
      expect(await careful.end("SIGTERM")).toBe(0);
      await server.stop();
    }
  },
);
