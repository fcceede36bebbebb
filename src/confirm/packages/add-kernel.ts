import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Arch, KernelVersion } from "../../core/kernel-version.ts";
import { UserError } from "../../core/user-error.ts";
import { cacheFolder } from "../../host/file-cache.ts";
import { describeKernel, insideOf, kernelsFolder } from "../kernels/cached.ts";
import type { RealKernel } from "../kernels/real-kernel.ts";
import { kernelId, MACHINES, suiteOf } from "../kernels/target.ts";
import { extractVmlinux } from "../kernels/vmlinux.ts";
import { choosePackages } from "./choose.ts";
import { mendTools } from "./host-tools.ts";
import { Suite } from "./suite.ts";
import { unpackAll } from "./unpack.ts";

/** Fetches a suite's newest kernel with all that builds its modules, and puts it into the cache. Replaces an older one. */
export async function addKernel(
  version: KernelVersion,
  arch: Arch,
  say: (text: string) => void,
  tell: (text: string) => void,
): Promise<RealKernel> {
  const machine = MACHINES[arch];
  const id = kernelId(version, arch);
  const name = suiteOf(version);
  say(`reading the index of ${name}`);
  const lists = join(cacheFolder(), "apt");
  const suite = await Suite.open(name, machine.debian, lists);
  const packages = await choosePackages(suite, machine);
  // modules are built on the host, whatever they are built for
  const tools = machine.debian === HOST ? suite : await Suite.open(name, HOST, lists);
  await mkdir(kernelsFolder(), { recursive: true });
  const folder = await mkdtemp(join(kernelsFolder(), `.${id}-`));
  try {
    say(`fetching ${packages.join(" ")}`);
    await suite.download(
      packages.filter((one) => !isTool(one)),
      folder,
      tell,
    );
    await tools.download(packages.filter(isTool), folder, tell);
    if (machine.debian !== HOST) await suite.download(["busybox-static"], folder);
    await unpackAll(folder, folder, say);
    const place = join(kernelsFolder(), id);
    const { release, image } = await keepImage(folder);
    await mendHeaders(folder, release, place);
    await mendTools(folder, place, tools, packages, say);
    say("extracting the kernel");
    if (arch === "x86_64")
      await writeFile(join(folder, "vmlinux"), await extractVmlinux(join(folder, image)));
    const kernel: RealKernel = {
      id,
      version,
      arch,
      release,
      headers: headersOf(release),
      image: arch === "x86_64" ? "vmlinux" : image,
      ...(machine.debian === HOST ? {} : { busybox: "bin/busybox" }),
      make: arch === "arm" ? ["ARCH=arm", "CROSS_COMPILE=arm-linux-gnueabihf-"] : [],
    };
    await describeKernel(folder, kernel);
    await rm(place, { recursive: true, force: true });
    await rename(folder, place);
    return insideOf(place, kernel);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Debian's name of the machine that builds. */
const HOST = "amd64";

const isTool = (name: string): boolean => name.startsWith("linux-kbuild-");

const headersOf = (release: string): string => `usr/src/linux-headers-${release}`;

/** Modules of the image package are 400 MB that no scenario needs; since Debian 14 the image lies among them. */
async function keepImage(folder: string): Promise<{ release: string; image: string }> {
  await mkdir(join(folder, "boot"), { recursive: true });
  for (const modules of ["usr/lib/modules", "lib/modules"]) {
    for (const release of await namesIn(join(folder, modules))) {
      const inside = join(folder, modules, release, "vmlinuz");
      if ((await namesIn(join(folder, modules, release))).includes("vmlinuz")) {
        await cp(inside, join(folder, "boot", `vmlinuz-${release}`));
      }
    }
    await rm(join(folder, modules), { recursive: true, force: true });
  }
  await rm(join(folder, "usr/share"), { recursive: true, force: true });
  const image = (await namesIn(join(folder, "boot"))).find((name) => name.startsWith("vmlinuz-"));
  if (image === undefined) throw new UserError("the packages hold no vmlinuz where it is known to lie");
  return { release: image.slice("vmlinuz-".length), image: join("boot", image) };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Debian's headers name /usr/src; here they lie where the kernel is about to be moved to. */
async function mendHeaders(folder: string, release: string, place: string): Promise<void> {
  const makefile = join(folder, headersOf(release), "Makefile");
  const text = await readFile(makefile, "utf8");
  await writeFile(makefile, text.replaceAll("/usr/src/", `${place}/usr/src/`));
}
