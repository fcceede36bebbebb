import { posix } from "node:path";
import type { ModuleSource } from "../compile/module-source.ts";
import { decodeText } from "../host/module-files.ts";
import type { KernelHeader } from "../slice/index.ts";
import type { ModulePart } from "./job.ts";

/** Where a module's files lie in the build tree, as readModule() puts them. */
export const BUILD_ROOT = "module/";

/** The module of a job, made of the files that came with it; its paths are told from `home` on. */
export function moduleOf(
  { name, units, beside, flags }: ModulePart,
  files: ReadonlyMap<string, Uint8Array>,
  home = ".",
): ModuleSource {
  return {
    name,
    units,
    beside,
    flags,
    files: new Map([...files].map(([path, bytes]) => [path, decodeText(bytes)])),
    userPath: (path) =>
      path.startsWith(BUILD_ROOT) ? posix.join(home, path.slice(BUILD_ROOT.length)) : path,
  };
}

/** Headers of the kernel tree, by name. */
export function headersIn(files: ReadonlyMap<string, Uint8Array>): KernelHeader {
  return (name) => {
    const bytes = files.get(name);
    return bytes && Buffer.from(bytes).toString("latin1");
  };
}
