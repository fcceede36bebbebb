import { constants } from "node:fs";
import { mkdir, statfs } from "node:fs/promises";
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

const PROGRAMS: readonly { readonly program: string; readonly package: string }[] = [
  { program: "qemu-system-x86_64", package: "qemu-system-x86" },
  { program: "make", package: "make" },
  { program: "gcc", package: "gcc" },
  { program: "xz", package: "xz-utils" },
  { program: "zstd", package: "zstd" },
  { program: "dpkg", package: "dpkg" },
];

/** A kernel with headers takes 0.4 GB unpacked, fetching it as much again, a snapshot 0.1. */
const DISK = 2 * 2 ** 30;

export async function examine(): Promise<readonly Need[]> {
  const needs: Need[] = [];
  for (const { program, package: name } of PROGRAMS) {
    needs.push({ what: program, there: await isProgram(program), packages: [name] });
  }
  needs.push({ what: busyboxPath(), there: await canRead(busyboxPath()), packages: ["busybox-static"] });
  const free = await freeDisk();
  needs.push({ what: `2 GB in ${cacheFolder()}`, there: free >= DISK, packages: [] });
  const kernels = await cachedKernels();
  needs.push({
    what: "a kernel",
    there: kernels.length > 0,
    packages: [],
    command: "unoops kernels add 6.1",
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
