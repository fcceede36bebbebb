import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "rolldown";
import { buildProgram } from "../src/compile/build.ts";
import { CompileError } from "../src/compile/compile-error.ts";
import { prepareServices } from "../src/compile/services.ts";
import type { Cache } from "../src/compile/cache.ts";
import {
  DEFAULT_KERNEL,
  defaultArch,
  KERNEL_VERSIONS,
  type KernelVersion,
} from "../src/core/kernel-version.ts";
import { embeddedBeside } from "../src/host/embedded-beside.ts";
import { fileCache } from "../src/host/file-cache.ts";
import { readKernelFiles } from "../src/host/kernel-files.ts";
import { version } from "../src/host/package-version.ts";
import { clockOf } from "../src/host/time-limit.ts";
import { STYLE } from "../src/page/style.ts";
import { readCrashes } from "../src/oops/index.ts";
import { examplesOf, type Example } from "../src/playground/examples.ts";
import type { PlaygroundFiles } from "../src/playground/job.ts";
import { moduleOf } from "../src/playground/module-of.ts";
import { PLAYGROUND_STYLE } from "../src/playground/style.ts";
import { targetOf } from "../src/solve/target.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ROOM = join(ROOT, "src/playground");
const resolve = createRequire(import.meta.url).resolve;

const EXAMPLES = readExamples();

/** Where the built page lies. */
export const TARGET = join(ROOT, "playground/dist");

/** What the page may ask for: its own origin. A header says the same for its worker, where the host can send one. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

interface Building {
  readonly target?: string;
  /** Kernels whose services are built ahead: the compiler takes half a minute over each in a browser. */
  readonly ahead?: readonly KernelVersion[];
  readonly cache?: Cache;
  readonly say?: (text: string) => void;
}

/** Builds the page into a folder that any static host can serve as it is. */
export async function buildPlayground({
  target = TARGET,
  ahead = KERNEL_VERSIONS,
  cache = fileCache(),
  say = () => {},
}: Building = {}): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await bundle(target);
  const pack = (name: string, bytes: Uint8Array | string): void =>
    writeFileSync(join(target, `${name}.gz.bin`), gzipSync(bytes, { level: 9 }));
  const built = await buildAhead(ahead, cache, say);
  for (const [key, bytes] of built) pack(key, bytes);
  const files = [...readKernelFiles().files].map(([path, text]) => [path, String(text)] as const);
  const shipped: PlaygroundFiles = { version: version(), files, shipped: [...built.keys()] };
  pack("kernel.json", JSON.stringify(shipped));
  const clang = dirname(resolve("@yowasp/clang"));
  for (const name of readdirSync(clang).filter((one) => one.endsWith(".wasm")))
    pack(name, readFileSync(join(clang, name)));
  // the headers and libraries that come with the compiler are those of user space: a module is compiled with -nostdinc
  pack("llvm-resources.tar", new Uint8Array(1024));
  copyFileSync(
    join(dirname(resolve("@alexaltea/capstone-js")), "capstone.wasm"),
    join(target, "capstone.wasm"),
  );
  writeFileSync(join(target, "style.css"), STYLE + PLAYGROUND_STYLE);
  writeFileSync(join(target, "index.html"), indexHtml());
}

/** Services of kernels, and the examples for the kernels that they begin with, by the keys that the page will ask for. */
async function buildAhead(
  ahead: readonly KernelVersion[],
  cache: Cache,
  say: (text: string) => void,
): Promise<Map<string, Uint8Array>> {
  const built = new Map<string, Uint8Array>();
  const how = {
    toolchain: embeddedBeside(clockOf(Infinity)),
    kernel: readKernelFiles(),
    cache: recording(cache, built),
  };
  for (const kernel of ahead) {
    say(`building the services of linux ${kernel}`);
    await prepareServices({ ...how, target: { kernel, arch: defaultArch(kernel) } });
  }
  for (const { file, source, log } of EXAMPLES) {
    const own = readCrashes(log).flatMap((crash) => targetOf(crash) ?? []);
    for (const target of [{ kernel: DEFAULT_KERNEL, arch: defaultArch(DEFAULT_KERNEL) }, ...own]) {
      say(`building ${file} for linux ${target.kernel}`);
      await buildProgram(moduleOf({ source, file }), { ...how, target }).catch((error: unknown) => {
        // a driver that is run in part: the page asks the compiler first, and finds no answer of it here
        if (!(error instanceof CompileError)) throw error;
      });
    }
  }
  return built;
}

/** The same cache; whatever passes is remembered. */
function recording(cache: Cache, seen: Map<string, Uint8Array>): Cache {
  return {
    read: async (key) => {
      const value = await cache.read(key);
      if (value) seen.set(key, value);
      return value;
    },
    write: (key, value) => {
      seen.set(key, value);
      return cache.write(key, value);
    },
  };
}

async function bundle(target: string): Promise<void> {
  await build({
    input: { app: join(ROOM, "app.tsx"), worker: join(ROOM, "worker.ts") },
    platform: "browser",
    plugins: [noNode],
    transform: {
      // dead ways of libraries that run on Node too
      define: { process: "undefined", "globalThis.process": "undefined", __filename: "undefined" },
      // the compiler's own files
      inject: { "globalThis.fetch": [join(ROOM, "fetch-packed.ts"), "fetchPacked"] },
    },
    logLevel: "warn",
    output: {
      dir: target,
      format: "esm",
      minify: true,
      entryFileNames: "[name].js",
      chunkFileNames: "[name]-[hash].js",
    },
  });
}

/** Nothing of Node's is in a browser. Libraries ask for it on ways that are never gone there; ours may not. */
const noNode: Plugin = {
  name: "no-node",
  resolveId(specifier, importer) {
    if (!specifier.startsWith("node:")) return undefined;
    if (importer?.includes("node_modules")) return { id: "\0no-node", external: false };
    throw new Error(`${importer} asks for ${specifier}, which no browser has`);
  },
  load(id) {
    return id === "\0no-node" ? "export {};" : undefined;
  },
};

function readExamples(): Example[] {
  const folder = join(ROOT, "examples");
  const names = readdirSync(folder).filter((name) => name.endsWith(".c"));
  const files = new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  return examplesOf(files, {
    file: "early-exit.c",
    log: readFileSync(join(folder, "ipq5018-rmmod.log"), "utf8"),
  });
}

function indexHtml(): string {
  const examples = JSON.stringify(EXAMPLES).replaceAll("<", String.raw`\u003c`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>unoops playground</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">
</head>
<body>
<div id="page"></div>
<noscript>This page is a program: it needs JavaScript and WebAssembly, and sends nothing anywhere.</noscript>
<script type="application/json" id="examples">${examples}</script>
<script type="module" src="app.js"></script>
</body>
</html>
`;
}
