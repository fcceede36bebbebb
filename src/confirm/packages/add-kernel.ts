import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Arch, KernelVersion } from "../../core/kernel-version.ts";
import { UserError } from "../../core/user-error.ts";
import { cacheFolder } from "../../host/file-cache.ts";
import { outputOf } from "../host/command.ts";
import { describeKernel, kernelsFolder } from "../kernels/cached.ts";
import type { RealKernel } from "../kernels/real-kernel.ts";
import { kernelId, MACHINES, suiteOf } from "../kernels/target.ts";
import { extractVmlinux } from "../kernels/vmlinux.ts";
import { choosePackages } from "./choose.ts";
import { Suite } from "./suite.ts";

const UNPACK_LIMIT = 300_000;

/** Fetches a suite's newest kernel with all that builds its modules, and puts it into the cache. Replaces an older one. */
export async function addKernel(
  version: KernelVersion,
  arch: Arch,
  say: (text: string) => void,
): Promise<RealKernel> {
  const machine = MACHINES[arch];
  const id = kernelId(version, arch);
  const name = suiteOf(version);
  say(`reading the index of ${name}`);
  const suite = await Suite.open(name, machine.debian, join(cacheFolder(), "apt"));
  const packages = await choosePackages(suite, machine);
  await mkdir(kernelsFolder(), { recursive: true });
  const folder = await mkdtemp(join(kernelsFolder(), `.${id}-`));
  try {
    say(`fetching ${packages.join(" ")}`);
    await suite.download(packages, folder);
    await unpack(folder, say);
    const place = join(kernelsFolder(), id);
    const release = await releaseIn(folder);
    await mendHeaders(folder, release, place);
    say("extracting the kernel");
    const image = arch === "x86_64" ? "vmlinux" : `boot/vmlinuz-${release}`;
    if (arch === "x86_64")
      await writeFile(join(folder, image), await extractVmlinux(join(folder, "boot", `vmlinuz-${release}`)));
    const make = arch === "arm" ? ["ARCH=arm", "CROSS_COMPILE=arm-linux-gnueabihf-"] : [];
    const kernel: RealKernel = { id, version, arch, release, headers: headersOf(release), image, make };
    await describeKernel(folder, kernel);
    await rm(place, { recursive: true, force: true });
    await rename(folder, place);
    return { ...kernel, headers: join(place, kernel.headers), image: join(place, image) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const headersOf = (release: string): string => `usr/src/linux-headers-${release}`;

/** Modules of the image package are 400 MB that no scenario needs. */
const NOT_NEEDED = ["lib/modules", "usr/lib/modules", "usr/share"];

async function unpack(folder: string, say: (text: string) => void): Promise<void> {
  for (const file of await readdir(folder)) {
    if (!file.endsWith(".deb")) continue;
    say(`unpacking ${file}`);
    await outputOf("dpkg", ["-x", join(folder, file), folder], { limit: UNPACK_LIMIT });
    await rm(join(folder, file));
    for (const part of NOT_NEEDED) await rm(join(folder, part), { recursive: true, force: true });
  }
}

async function releaseIn(folder: string): Promise<string> {
  const image = (await readdir(join(folder, "boot"))).find((name) => name.startsWith("vmlinuz-"));
  if (image === undefined)
    throw new UserError("the image package holds no boot/vmlinuz: its layout is not known here");
  return image.slice("vmlinuz-".length);
}

/** Debian's headers name /usr/src; here they lie where the kernel is about to be moved to. */
async function mendHeaders(folder: string, release: string, place: string): Promise<void> {
  const makefile = join(folder, headersOf(release), "Makefile");
  const text = await readFile(makefile, "utf8");
  await writeFile(makefile, text.replaceAll("/usr/src/", `${place}/usr/src/`));
}
