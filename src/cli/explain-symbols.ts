import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../core/user-error.ts";
import {
  locate,
  mismatch,
  readElf,
  readSystemMap,
  type Crash,
  type ElfFile,
  type Frame,
  type Located,
} from "../oops/index.ts";
import { sourcePlaces, type SourceFrame } from "./explain-symbolisers.ts";

/** Where symbols may come from; every path is optional. */
export interface SymbolOptions {
  readonly vmlinux?: string;
  readonly modules?: string;
  readonly systemMap?: string;
  /** Cut off the front of source paths, as decode_stacktrace.sh does. */
  readonly basePath?: string;
}

/** Gives the frames of a crash their source lines and the functions inlined there. Complaints go to `warn`. */
export async function symbolise(
  crash: Crash,
  options: SymbolOptions,
  warn: (message: string) => void,
): Promise<Crash> {
  const named = options.systemMap === undefined ? crash : nameAddresses(crash, options.systemMap);
  const modules = new Set(named.frames.map((frame) => frame.module));
  const found = new Map<number, readonly SourceFrame[]>();
  for (const module of modules) {
    const path = module === undefined ? options.vmlinux : findModule(options.modules, module);
    if (path === undefined) continue;
    const elf = openElf(path);
    const wrong = mismatch(named, module, elf, path);
    if (wrong !== undefined) warn(wrong);
    else
      for (const [index, places] of await lookUp(path, locate(named, module, elf))) found.set(index, places);
  }
  const frames = named.frames.flatMap((frame, index) =>
    expand(frame, found.get(index) ?? [], options.basePath ?? ""),
  );
  return { ...named, frames };
}

function expand(frame: Frame, places: readonly SourceFrame[], basePath: string): Frame[] {
  if (places.length === 0) return [frame];
  const source = ({ file, line }: SourceFrame): string =>
    `${file.startsWith(basePath) ? file.slice(basePath.length) : file}:${line}`;
  return places.map((place, index) =>
    index === places.length - 1
      ? { ...frame, source: source(place) }
      : {
          function: place.function,
          source: source(place),
          inline: true,
          line: frame.line,
          ...(frame.module !== undefined && { module: frame.module }),
        },
  );
}

function openElf(path: string): ElfFile {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    throw new UserError(
      `${path}: cannot be read; give the vmlinux, or the module, with its debug information`,
    );
  }
  try {
    const elf = readElf((offset, length) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
    });
    if (!elf) throw new UserError(`${path}: is no ELF file; give an uncompressed vmlinux or .ko`);
    return elf;
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${path}: is a damaged ELF file`);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** `foo_bar.ko` or `foo-bar.ko`, with or without `.debug`, anywhere below the folder. */
function findModule(folder: string | undefined, module: string): string | undefined {
  if (folder === undefined) return undefined;
  if (!existsSync(folder)) throw new UserError(`${folder}: no such folder of modules`);
  const name = new RegExp(`(?:^|/)${module.replaceAll(/[_-]/g, "[_-]")}\\.ko(?:\\.debug)?$`);
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) => name.test(path));
  return found === undefined ? undefined : join(folder, found);
}

/** Asks for all addresses at once: starting a symboliser costs more than its answers. */
async function lookUp(
  path: string,
  located: readonly Located[],
): Promise<Map<number, readonly SourceFrame[]>> {
  if (located.length === 0) return new Map();
  const addresses = located.map(({ address }) => `0x${address.toString(16)}`);
  const places = await sourcePlaces(path, addresses);
  return new Map(
    located.map(({ frame }, index) => [frame, (places[index] ?? []).filter(({ line }) => line > 0)]),
  );
}

/** Frames that are bare addresses get the name of the function they lie in. */
function nameAddresses(crash: Crash, path: string): Crash {
  const functions = [...readSystemMap(readFileSync(path, "utf8"))].toSorted(([, a], [, b]) =>
    a < b ? -1 : 1,
  );
  const frames = crash.frames.map((frame) => {
    const { address } = frame;
    if (address === undefined || frame.offset !== undefined) return frame;
    const after = functions.findIndex(([, start]) => start > address);
    const [name, start] = functions[after - 1] ?? [];
    if (name === undefined || start === undefined) return frame;
    const size = Number((functions[after]?.[1] ?? start) - start);
    return { ...frame, function: name, offset: Number(address - start), size };
  });
  return { ...crash, frames };
}
