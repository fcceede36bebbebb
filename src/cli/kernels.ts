import type { Command } from "commander";
import { UserError } from "../core/user-error.ts";
import { addKernel, cachedKernels, type RealKernel } from "../confirm/index.ts";
import { EXIT } from "./exit.ts";
import { archOption, kernelOption } from "./options.ts";
import { Progress } from "./terminal.ts";

/** Adds `unoops kernels`: lists the real kernels in the cache, and fetches more. */
export function registerKernels(program: Command): void {
  const kernels = program
    .command("kernels")
    .summary("list and fetch real kernels for confirm")
    .description("List the real kernels that `unoops confirm` can boot.")
    .option("--json", "print a JSON array", false)
    .action(async ({ json }: { json: boolean }) => list(json));
  kernels
    .command("add")
    .description("Fetch Debian's packages of a kernel through apt, checksums verified, into the cache.")
    .argument("<version>", "5.10, 6.1, 6.12 or 7.2")
    .option("--arch <arch>", "x86_64 or arm", "x86_64")
    .action(async (version: string, { arch }: { arch: string }) => {
      const kernel = kernelOption(version);
      const progress = new Progress();
      const say = (text: string): void => {
        progress.done();
        process.stderr.write(`${text}\n`);
      };
      const added = await addKernel(kernel, archOption(arch, kernel), say, (text) => progress.say(text));
      progress.done();
      process.stdout.write(`${line(added)}\n`);
      process.exitCode = EXIT.nothing;
    });
}

async function list(json: boolean): Promise<void> {
  const kernels = await cachedKernels();
  if (json) {
    process.stdout.write(`${JSON.stringify(kernels, undefined, 2)}\n`);
    return;
  }
  if (kernels.length === 0)
    throw new UserError("no kernel is there yet: fetch one with unoops kernels add 6.1");
  for (const kernel of kernels) process.stdout.write(`${line(kernel)}\n`);
}

function line({ id, release, arch, headers }: RealKernel): string {
  return `${id}\t${release}\t${arch}\t${headers}`;
}
