/**
 * A step of the installation: compiles the services for every kernel version with the compiler that unoops brings along, which takes several
 * seconds for each; what is there already stays. Nothing is fetched. Where the system has a clang nothing is done, since that
 * one takes a second when it is needed; `--all` (before the package is published) does it all the same.
 */
import { readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { NO_CACHE, type Cache } from "../compile/cache.ts";
import { prepareServices } from "../compile/services.ts";
import { messageOf } from "../core/message-of.ts";
import { defaultArch, KERNEL_VERSIONS } from "../core/kernel-version.ts";
import { embeddedBeside } from "./embedded-beside.ts";
import { fileCache } from "./file-cache.ts";
import { readKernelFiles } from "./kernel-files.ts";
import { nativeToolchain } from "./native-toolchain.ts";
import { PREPARED } from "./prepared.ts";
import { clockOf } from "./time-limit.ts";

/** Each compiler takes half a gigabyte. */
const MOST_COMPILERS = 4;

const folder = fileCache(PREPARED);
const current = new Set<string>();
const cache: Cache = {
  read(key) {
    current.add(key);
    return folder.read(key);
  },
  write: (key, value) => folder.write(key, value),
};

const isForAll = process.argv.includes("--all");
if (!isForAll && (await nativeToolchain(NO_CACHE, clockOf(Infinity)))) process.exit();

const kernel = readKernelFiles();
const left = KERNEL_VERSIONS.toReversed();

async function prepareRest(): Promise<void> {
  const toolchain = embeddedBeside(clockOf(Infinity));
  for (let version = left.pop(); version !== undefined; version = left.pop())
    await prepareServices({
      target: { kernel: version, arch: defaultArch(version) },
      toolchain,
      kernel,
      cache,
    });
}

const compilers = Math.min(MOST_COMPILERS, availableParallelism());
try {
  await Promise.all(Array.from({ length: compilers }, prepareRest));
  for (const name of readdirSync(PREPARED)) if (!current.has(name)) rmSync(join(PREPARED, name));
} catch (error) {
  // too little memory, say: what is installed works without, and compiles when it has to
  if (isForAll) throw error;
  process.stderr.write(`unoops: the services are compiled when they are needed: ${messageOf(error)}\n`);
}
