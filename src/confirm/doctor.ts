import { constants } from "node:fs";
import { mkdir, statfs } from "node:fs/promises";
import type { Arch } from "../core/kernel-version.ts";
import { cacheFolder } from "../host/file-cache.ts";
import { can, isProgram } from "./host/find-program.ts";
import { cachedKernels } from "./kernels/cached.ts";
import { busyboxPath } from "./qemu/computer.ts";

/** One thing that is needed, whether it is there, and how to get it. */
export interface Need {
  readonly what: string;
  readonly there: boolean;
  /** Debian packages that bring it, or a sentence. */
  readonly packages: readonly string[];
  readonly command?: string;
}

interface Program {
  readonly program: string;
  readonly package: string;
}

/** What each architecture of the guest needs: its emulator, and a compiler for it. */
const FOR: Readonly<Record<Arch, readonly Program[]>> = {
  x86_64: [
    { program: "qemu-system-x86_64", package: "qemu-system-x86" },
    { program: "gcc", package: "gcc" },
  ],
  arm: [
    { program: "qemu-system-arm", package: "qemu-system-arm" },
    { program: "arm-linux-gnueabihf-gcc", package: "gcc-arm-linux-gnueabihf" },
  ],
};

const FOR_ALL: readonly Program[] = [
  { program: "make", package: "make" },
  { program: "xz", package: "xz-utils" },
  { program: "zstd", package: "zstd" },
  { program: "dpkg", package: "dpkg" },
];

/** A kernel with headers takes 0.4 GB unpacked, fetching it as much again, a snapshot 0.1. */
const DISK = 2 * 2 ** 30;

/** What the kernels that are there need, and one of the architecture that is asked for. */
export async function examine(wanted: Arch): Promise<readonly Need[]> {
  const needs: Need[] = [];
  const kernels = await cachedKernels();
  const guests = [...new Set([wanted, ...kernels.map(({ arch }) => arch)])];
  for (const { program, package: name } of [...guests.flatMap((arch) => FOR[arch]), ...FOR_ALL]) {
    needs.push({ what: program, there: await isProgram(program), packages: [name] });
  }
  // kernels for arm bring their own
  if (guests.includes("x86_64"))
    needs.push({ what: busyboxPath(), there: await canRead(busyboxPath()), packages: ["busybox-static"] });
  const free = await freeDisk();
  needs.push({ what: `2 GB in ${cacheFolder()}`, there: free >= DISK, packages: [] });
  needs.push({
    what: `a kernel for ${wanted}`,
    there: kernels.some(({ arch }) => arch === wanted),
    packages: [],
    command: `unoops kernels add 6.1${wanted === "arm" ? " --arch arm" : ""}`,
  });
  return needs;
}

/** What is there and what is not, and the one command that installs the rest. */
export function doctorText(needs: readonly Need[]): string {
  const missing = needs.filter(({ there }) => !there);
  const packages = missing.flatMap((need) => need.packages);
  const commands = [
    ...(packages.length > 0 ? [`apt-get install ${packages.join(" ")}`] : []),
    ...missing.flatMap(({ command }) => command ?? []),
  ];
  const lines = needs.map(({ what, there }) => `${there ? "ok     " : "missing"} ${what}`);
  if (commands.length > 0) lines.push("", `Run: ${commands.join(" && ")}`);
  return `${lines.join("\n")}\n`;
}

const canRead = (path: string): Promise<boolean> => can(path, constants.R_OK);

/** In bytes. */
async function freeDisk(): Promise<number> {
  await mkdir(cacheFolder(), { recursive: true });
  const { bavail, bsize } = await statfs(cacheFolder());
  return bavail * bsize;
}
