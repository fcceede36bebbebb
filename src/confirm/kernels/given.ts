import { access, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { nearestKernel, type Arch } from "../../core/kernel-version.ts";
import { UserError } from "../../core/user-error.ts";
import { kernelsFolder } from "./cached.ts";
import type { RealKernel } from "./real-kernel.ts";
import { extractVmlinux } from "./vmlinux.ts";

/** A kernel that the user built: the folder it was built in, and the image to boot. */
export async function givenKernel(folder: string, image: string, arch: Arch): Promise<RealKernel> {
  const headers = resolve(folder);
  const release = await releaseOf(headers);
  const version = nearestKernel(release);
  if (version === undefined)
    throw new UserError(`${folder}: its release is ${release}, which is no version of Linux`);
  await mustBeFile(image);
  const boot = arch === "x86_64" ? await vmlinuxFor(resolve(image)) : resolve(image);
  const make = arch === "arm" ? ["ARCH=arm", "CROSS_COMPILE=arm-linux-gnueabihf-"] : [];
  return { id: "given", version, arch, release, headers, image: boot, make };
}

async function releaseOf(headers: string): Promise<string> {
  try {
    return (await readFile(join(headers, "include/config/kernel.release"), "utf8")).trim();
  } catch {
    throw new UserError(
      `--kdir ${headers}: no kernel was built there (it has no include/config/kernel.release)`,
    );
  }
}

async function mustBeFile(path: string): Promise<void> {
  try {
    await access(path);
  } catch {
    throw new UserError(`--image ${path}: no such file`);
  }
}

/** Extracted once for each image, into the cache. */
async function vmlinuxFor(image: string): Promise<string> {
  const { size, mtimeMs } = await stat(image);
  const name = createHash("sha256")
    .update(JSON.stringify([image, size, mtimeMs]))
    .digest("hex")
    .slice(0, 16);
  const place = join(kernelsFolder(), `.vmlinux-${name}`);
  try {
    await access(place);
  } catch {
    await mkdir(kernelsFolder(), { recursive: true });
    await writeFile(place, await extractVmlinux(image));
  }
  return place;
}
