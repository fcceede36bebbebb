import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { UserError } from "../core/user-error.ts";
import { isElf } from "../binary/index.ts";
import { cannotRead } from "../explain/read-log.ts";
import type { SymbolOptions } from "../explain/binaries.ts";

/** Where symbols may come from, as options say it. */
interface Given {
  readonly vmlinux?: string;
  readonly modules?: string;
  readonly systemMap?: string;
  readonly release?: string;
}

/** Tells the log from decode_stacktrace.sh's own arguments: a first path that is an ELF file is its vmlinux. */
export function arrange(paths: readonly string[], options: Given): { log: string; symbols: SymbolOptions } {
  const [first, base, modules] = paths;
  const given: SymbolOptions = {
    ...(options.release !== undefined && ofRelease(options.release)),
    ...(options.vmlinux !== undefined && { vmlinux: options.vmlinux }),
    ...(options.modules !== undefined && { modules: options.modules }),
    ...(options.systemMap !== undefined && { systemMap: options.systemMap }),
  };
  if (first === undefined || first === "-" || !isElfFile(first)) {
    if (paths.length > 1)
      throw new UserError(`${paths[1]}: one log at a time; join several with cat and give - as the log`);
    return { log: first ?? "-", symbols: given };
  }
  return {
    log: "-",
    symbols: {
      vmlinux: first,
      ...(base !== undefined && base !== "auto" && { basePath: base.endsWith("/") ? base : `${base}/` }),
      ...(modules !== undefined && { modules }),
      ...given,
    },
  };
}

/** Where distributions and `make modules_install` put them. */
function ofRelease(release: string): SymbolOptions {
  const vmlinux = [
    `/usr/lib/debug/boot/vmlinux-${release}`,
    `/usr/lib/debug/lib/modules/${release}/vmlinux`,
    `/lib/modules/${release}/build/vmlinux`,
    `/boot/vmlinux-${release}`,
  ].find((path) => existsSync(path));
  if (vmlinux === undefined)
    throw new UserError(`no vmlinux of ${release} was found; give it with --vmlinux`);
  const modules = [`/usr/lib/debug/lib/modules/${release}`, `/lib/modules/${release}`].find((path) =>
    existsSync(path),
  );
  return { vmlinux, ...(modules !== undefined && { modules }) };
}

function isElfFile(path: string): boolean {
  if (!existsSync(path)) return false;
  const start = new Uint8Array(16);
  try {
    const file = openSync(path, "r");
    const length = readSync(file, start, 0, start.length, 0);
    closeSync(file);
    return isElf(start.subarray(0, length));
  } catch (error) {
    throw cannotRead(path, error);
  }
}
