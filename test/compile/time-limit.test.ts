import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { OutOfTime } from "../../src/core/out-of-time.ts";
import { NO_CACHE } from "../../src/compile/cache.ts";
import { inWorker } from "../../src/host/embedded-beside.ts";
import { nativeToolchain } from "../../src/host/native-toolchain.ts";
import { clockOf } from "../../src/host/time-limit.ts";

/** A worker with these words for each message. */
const worker = (answer: string): URL =>
  new URL(
    `data:text/javascript,import { parentPort } from "node:worker_threads"; parentPort.on("message", (job) => { ${answer} });`,
  );

const ENDLESS = worker("for (;;);");
const PROMPT = worker(
  'parentPort.postMessage({ run: { ok: true, output: new Map(), stdout: job.tool, stderr: "" } });',
);

test("a compiler in a worker that does not end is stopped when its time is over, and says so", async () => {
  const toolchain = inWorker("endless", ENDLESS, clockOf(200));
  const run = toolchain.run("clang", [], new Map(), []);
  await expect(run).rejects.toThrow(OutOfTime);
  await expect(run).rejects.toThrow("compiling was not done after 0.2 s: clang was stopped");
});

test("a compiler in a worker does one thing after the other, and nothing once its time is over", async () => {
  const clock = clockOf(2000);
  const toolchain = inWorker("in a worker", PROMPT, clock);
  const runs = await Promise.all(
    (["clang", "wasm-ld"] as const).map((tool) => toolchain.run(tool, [], new Map(), [])),
  );
  expect(runs.map(({ stdout }) => stdout)).toEqual(["clang", "wasm-ld"]);
  const late = inWorker("in a worker", ENDLESS, clockOf(0));
  await expect(late.run("clang", [], new Map(), [])).rejects.toThrow(OutOfTime);
});

test("a worker that waits for more to compile keeps nobody from ending", async () => {
  const program = `
    import { createJiti } from "jiti";
    const load = (path) => createJiti(import.meta.url).import(path);
    const { inWorker } = await load(${JSON.stringify(fileURLToPath(new URL("../../src/host/embedded-beside.ts", import.meta.url)))});
    const { clockOf } = await load(${JSON.stringify(fileURLToPath(new URL("../../src/host/time-limit.ts", import.meta.url)))});
    const toolchain = inWorker("in a worker", new URL(${JSON.stringify(PROMPT.href)}), clockOf(60_000));
    console.log((await toolchain.run("clang", [], new Map(), [])).stdout);`;
  const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
    timeout: 20_000,
  });
  expect([status, stdout]).toEqual([0, "clang\n"]);
}, 30_000);

const system = await nativeToolchain(NO_CACHE, clockOf(500));

test.skipIf(!system)("the system's compiler is killed when its time is over", async () => {
  const source = `#define A(x) ${"x ".repeat(10)}\nint f(int n) { A(A(A(A(A(A(A(n += n * 3;))))))) return n; }\n`;
  const run = system?.run("clang", ["-c", "f.c", "-o", "f.o"], new Map([["f.c", source]]), ["f.o"]);
  await expect(run).rejects.toThrow(OutOfTime);
});
