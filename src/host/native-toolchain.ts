import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { contentHash, NO_CACHE, type Cache } from "../compile/cache.ts";
import { KERNEL_DIR } from "../compile/flags.ts";
import type { Files, Tool, Toolchain, ToolRun } from "../compile/toolchain.ts";
import { KERNEL_FOLDER } from "./kernel-files.ts";
import { clockOf, late, type Clock } from "./time-limit.ts";

/** Oldest LLVM whose memory hooks and link map are what `compile/` reads. */
const OLDEST = 14;

/** Version suffixes under which distributions install LLVM, newest first; no suffix is the default one. */
const SUFFIXES = ["", ...Array.from({ length: 12 }, (_, i) => `-${25 - i}`)];

const TOOLS: readonly Tool[] = ["clang", "wasm-ld"];

/** One LLVM of the system. */
interface Found {
  readonly suffix: string;
  readonly version: number;
}

/**
 * The system's clang and wasm-ld, when both are there in one version that is new enough. Asking them takes
 * half a second, so the answer is kept as long as the programs on the PATH are the same.
 */
export async function nativeToolchain(
  cache: Cache = NO_CACHE,
  clock: Clock = clockOf(Infinity),
): Promise<Toolchain | undefined> {
  const key = await contentHash(["toolchain", ...programsOnPath()]);
  const known = await cache.read(key);
  const found = known ? readFound(new TextDecoder().decode(known)) : search();
  if (!known)
    await cache.write(key, new TextEncoder().encode(found ? `${found.version} ${found.suffix}` : "none"));
  if (!found) return undefined;
  return {
    id: `native-${found.version}`,
    isSystems: true,
    run: async (tool, args, files, outputs) => {
      const done = await run(`${tool}${found.suffix}`, args, files, outputs, clock);
      if (done === "late") throw late(tool, clock);
      return done;
    },
  };
}

function readFound(text: string): Found | undefined {
  const match = /^(\d+) (.*)$/.exec(text);
  return match ? { version: Number(match[1]), suffix: match[2] ?? "" } : undefined;
}

/** Path, size and time of every program that could be meant; what replaces one changes this. */
function programsOnPath(): string[] {
  const names = SUFFIXES.flatMap((suffix) => TOOLS.map((name) => name + suffix));
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return paths
    .filter((path) => existsSync(path))
    .map((path) => {
      const { size, mtimeMs } = statSync(path);
      return `${path} ${size} ${mtimeMs}`;
    });
}

function search(): Found | undefined {
  for (const suffix of SUFFIXES) {
    const version = versionOf(`clang${suffix}`);
    if (version === undefined || version < OLDEST) continue;
    if (versionOf(`wasm-ld${suffix}`) !== version || !knowsWasm(`clang${suffix}`)) continue;
    return { suffix, version };
  }
  return undefined;
}

/** Some builds, such as Apple's, have no WebAssembly backend. */
function knowsWasm(clang: string): boolean {
  const { stdout } = spawnSync(clang, ["--print-targets"], { encoding: "utf8", timeout: 10_000 });
  return /\bwasm32\b/.test(stdout ?? "");
}

function versionOf(program: string): number | undefined {
  const { status, stdout } = spawnSync(program, ["--version"], { encoding: "utf8", timeout: 10_000 });
  const match = status === 0 ? /(?:version|LLD)\s+(\d+)\./.exec(stdout) : undefined;
  return match ? Number(match[1]) : undefined;
}

/** The model kernel lies on the disk as it is: the compiler reads it from there. */
async function run(
  program: string,
  args: readonly string[],
  files: Files,
  outputs: readonly string[],
  clock: Clock,
): Promise<ToolRun | "late"> {
  const folder = mkdtempSync(join(tmpdir(), "unoops-"));
  try {
    let kernel = false;
    for (const [path, content] of files) {
      if (path.startsWith(`${KERNEL_DIR}/`)) kernel = true;
      else {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
    }
    if (kernel) symlinkSync(KERNEL_FOLDER, join(folder, KERNEL_DIR), "junction");
    const ended = await start(program, args, folder, clock.left());
    if (ended === "late") return ended;
    const { code, stdout, stderr } = ended;
    const output = new Map<string, Uint8Array>();
    if (code === 0) for (const path of outputs) output.set(path, readFileSync(join(folder, path)));
    return { ok: code === 0, output, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** No shell: the arguments reach the program as they are. After so many ms it is killed. */
function start(
  program: string,
  args: readonly string[],
  cwd: string,
  left: number,
): Promise<{ code: number; stdout: string; stderr: string } | "late"> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let isLate = false;
    const alarm = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, left);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error) => {
      clearTimeout(alarm);
      reject(error);
    });
    child.on("close", (code) => {
      clearTimeout(alarm);
      resolve(isLate ? "late" : { code: code ?? 1, stdout, stderr });
    });
  });
}
