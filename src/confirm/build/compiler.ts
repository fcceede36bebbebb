import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/user-error.ts";
import { isProgram } from "../host/find-program.ts";
import type { RealKernel } from "../kernels/real-kernel.ts";

export interface KernelCompiler {
  readonly program: string;
  /** It is of the version that the kernel was built with, and knows all of its flags. */
  readonly same: boolean;
}

/** The kernel's own compiler, else whichever gcc for its machine is there: modules are C, and the ABI is the same. */
export async function compilerFor(kernel: RealKernel): Promise<KernelCompiler> {
  const prefix =
    kernel.make.find((word) => word.startsWith("CROSS_COMPILE="))?.slice("CROSS_COMPILE=".length) ?? "";
  const major = await gccOf(kernel);
  if (major !== undefined && (await isProgram(`${prefix}gcc-${major}`)))
    return { program: `${prefix}gcc-${major}`, same: true };
  if (await isProgram(`${prefix}gcc`)) return { program: `${prefix}gcc`, same: false };
  const wanted = kernel.arch === "arm" ? "gcc-arm-linux-gnueabihf" : "gcc";
  throw new UserError(`no compiler for linux ${kernel.release}: apt install ${wanted}`);
}

/** Major version of the gcc that built the kernel; undefined when another compiler did, or nobody wrote it down. */
async function gccOf({ headers }: RealKernel): Promise<number | undefined> {
  let text: string;
  try {
    text = await readFile(join(headers, ".config"), "utf8");
  } catch {
    return undefined;
  }
  const code = Number(/^CONFIG_GCC_VERSION=(\d+)$/m.exec(text)?.[1] ?? 0);
  return code > 0 ? Math.floor(code / 10000) : undefined;
}

/** Flags of gcc 13 to 16 in words that gcc 12 knows, or left out: none of them changes what a module does. */
export const OLDER_COMPILER = `#!/bin/bash
words=("$1")
for word in "\${@:2}"; do
	case $word in
	-fmin-function-alignment=*) words+=("-falign-functions=\${word#*=}") ;;
	-fstrict-flex-arrays=*|-fdiagnostics-show-context*|-Wno-missing-field-init*|-fzero-init-padding-bits=*) ;;
	*) words+=("$word") ;;
	esac
done
exec "\${words[@]}"
`;
