/**
 *   npm run playground                     builds the page into playground/dist/, for any static host
 *   npm run playground -- --serve [PORT]   and shows it to this machine
 *   npm run playground -- --kernel 4.4,7.2 with the services of these kernels alone; a visitor's browser compiles others, half a minute each
 */
import { parseArgs } from "node:util";
import { isKernelVersion, KERNEL_VERSIONS, type KernelVersion } from "../src/core/kernel-version.ts";
import { buildPlayground, TARGET } from "./build.ts";
import { serve } from "./serve.ts";

const asked = readArguments();
if (asked === undefined) process.exitCode = 2;
else {
  await buildPlayground({ ahead: asked.ahead, say: (text) => console.error(text) });
  if (asked.port === undefined) console.log(`the playground is in ${TARGET}`);
  else {
    const { address } = await serve(TARGET, asked.port);
    console.log(`the playground is at ${address}; Ctrl-C ends it`);
  }
}

function readArguments(): { ahead: readonly KernelVersion[]; port?: number } | undefined {
  try {
    const { values, positionals } = parseArgs({
      options: { serve: { type: "boolean" }, kernel: { type: "string" } },
      allowPositionals: true,
    });
    const ahead = values.kernel === undefined ? KERNEL_VERSIONS : kernelsIn(values.kernel);
    return values.serve ? { ahead, port: Number(positionals[0] ?? "8080") } : { ahead };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    return undefined;
  }
}

function kernelsIn(list: string): KernelVersion[] {
  return list.split(",").map((version) => {
    if (isKernelVersion(version)) return version;
    throw new TypeError(`--kernel ${version}: not modelled; there are ${KERNEL_VERSIONS.join(", ")}`);
  });
}
