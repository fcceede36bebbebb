import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/user-error.ts";
import { CALLER } from "../guest/caller.ts";
import { runCommand } from "../host/command.ts";
import { inFolder } from "../host/in-folder.ts";
import type { RealKernel } from "../kernels/real-kernel.ts";
import { compilerFor } from "./compiler.ts";

const FLAGS = [
  "-Os",
  "-s",
  "-static",
  "-nostdlib",
  "-no-pie",
  "-ffreestanding",
  "-fno-stack-protector",
  "-fno-builtin",
];
const BUILD_LIMIT = 60_000;

/** Builds the guest's program for system calls; see `guest/caller.ts`. */
export function buildCaller(kernel: RealKernel): Promise<Uint8Array> {
  return inFolder("unoops-caller-", async (folder) => {
    const [source, program] = [join(folder, "caller.c"), join(folder, "caller")];
    await writeFile(source, CALLER);
    const { program: compiler } = await compilerFor(kernel);
    const { status, stderr } = await runCommand(compiler, [...FLAGS, "-o", program, source], {
      limit: BUILD_LIMIT,
    });
    if (status !== 0)
      throw new UserError(`${compiler} does not build a program for the guest: ${stderr.split("\n")[0]}`);
    return await readFile(program);
  });
}
