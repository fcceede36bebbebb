import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ARCHES, KERNEL_VERSIONS } from "../../core/kernel-version.ts";
import { cacheFolder } from "../../host/file-cache.ts";
import type { RealKernel } from "./real-kernel.ts";

/** Written last: a kernel without it was never finished. Paths in it are relative to its folder, so that a cache may move. */
const DESCRIPTION = "kernel.json";

export function kernelsFolder(): string {
  return join(cacheFolder(), "kernels");
}

export async function describeKernel(folder: string, kernel: RealKernel): Promise<void> {
  await writeFile(join(folder, DESCRIPTION), `${JSON.stringify(kernel, undefined, 2)}\n`);
}

/** Every kernel that was added, oldest first. */
export async function cachedKernels(): Promise<readonly RealKernel[]> {
  const names = await folderNames(kernelsFolder());
  const kernels: RealKernel[] = [];
  for (const name of names) {
    const kernel = await readKernel(join(kernelsFolder(), name));
    if (kernel) kernels.push(kernel);
  }
  return kernels.toSorted((a, b) => age(a) - age(b) || a.id.localeCompare(b.id));
}

const age = ({ version }: RealKernel): number => KERNEL_VERSIONS.indexOf(version);

async function folderNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Undefined for a folder whose kernel is still being added, or never was. */
async function readKernel(folder: string): Promise<RealKernel | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, DESCRIPTION), "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return parseKernel(JSON.parse(text), folder);
}

/** The description with its paths made whole; undefined when it is not one of ours. */
export function parseKernel(value: unknown, folder: string): RealKernel | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const field = (name: string): unknown => new Map(Object.entries(value)).get(name);
  const version = KERNEL_VERSIONS.find((known) => known === field("version"));
  const arch = ARCHES.find((known) => known === field("arch"));
  const make = field("make");
  const busybox = field("busybox");
  const texts = ["id", "release", "headers", "image"].map(field);
  const [id, release, headers, image] = texts.map((text) => (typeof text === "string" ? text : undefined));
  if (!version || !arch || !id || !release || !headers || !image) return undefined;
  if (!Array.isArray(make) || !make.every((word) => typeof word === "string")) return undefined;
  const kernel = { id, version, arch, release, headers, image, make };
  return insideOf(folder, typeof busybox === "string" ? { ...kernel, busybox } : kernel);
}

/** The same kernel with whole paths. */
export function insideOf(folder: string, kernel: RealKernel): RealKernel {
  const { headers, image, busybox } = kernel;
  const whole = { ...kernel, headers: join(folder, headers), image: join(folder, image) };
  return busybox === undefined ? whole : { ...whole, busybox: join(folder, busybox) };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
