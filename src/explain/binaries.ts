import { existsSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { basename, join } from "node:path";
import { UserError } from "../core/user-error.ts";
import { DebugInfo, readElf, type ElfFile, type FunctionPlace, type ReadAt } from "../binary/index.ts";
import {
  locate,
  mismatch,
  readSystemMap,
  type Crash,
  type FindBinary,
  type TraceFrame,
  type Located,
} from "../oops/index.ts";

/** Where symbols may come from; every path is optional. */
export interface SymbolOptions {
  readonly vmlinux?: string;
  readonly modules?: string;
  readonly systemMap?: string;
  /** Cut off the front of source paths, as decode_stacktrace.sh does. */
  readonly basePath?: string;
}

/** The binaries that were given, each opened once. Complaints go to `warn`, once each. */
export class DebugBinaries {
  readonly #options: SymbolOptions;
  readonly #warn: (message: string) => void;
  readonly #opened = new Map<string, Binary>();
  readonly #said = new Set<string>();

  constructor(options: SymbolOptions, warn: (message: string) => void) {
    const { modules } = options;
    if (modules !== undefined && !existsSync(modules))
      throw new UserError(`${modules}: no such folder of modules`);
    this.#options = options;
    this.#warn = warn;
  }

  /** The vmlinux, or a module by its name; undefined when none was given, or it is another build than the log's. */
  of(crash: Crash, module: string | undefined): Binary | undefined {
    const path = module === undefined ? this.#options.vmlinux : findModule(this.#options.modules, module);
    if (path === undefined) return undefined;
    if (COMPRESSED.test(path)) {
      this.#complain(`${path} is compressed: unpack it to have its lines and members`);
      return undefined;
    }
    const known = this.#opened.get(path);
    const binary = known ?? openBinary(path);
    if (!known) this.#opened.set(path, binary);
    const wrong = mismatch(crash, module, binary.elf, path);
    if (wrong !== undefined) this.#complain(wrong);
    return wrong === undefined ? binary : undefined;
  }

  /** What diagnoses name members from. */
  readonly find: FindBinary = (crash, module) => {
    const binary = this.of(crash, module);
    const debug = binary?.debug();
    return binary && debug && { elf: binary.elf, debug, name: basename(binary.path) };
  };

  /** Gives the frames of a crash their source lines and the functions inlined there. */
  symbolise(crash: Crash): Crash {
    const { systemMap, basePath } = this.#options;
    const named = systemMap === undefined ? crash : nameAddresses(crash, systemMap);
    const found = new Map<number, readonly FunctionPlace[]>();
    for (const module of new Set(named.frames.map((frame) => frame.module))) {
      const binary = this.of(named, module);
      if (!binary) continue;
      for (const [index, inlined] of lookUp(binary, locate(named, module, binary.elf)))
        found.set(index, inlined);
    }
    const frames = named.frames.flatMap((frame, index) =>
      expand(frame, found.get(index) ?? [], basePath ?? ""),
    );
    return { ...named, frames };
  }

  #complain(message: string): void {
    if (!this.#said.has(message)) this.#warn(message);
    this.#said.add(message);
  }
}

interface Binary {
  readonly path: string;
  readonly elf: ElfFile;
  /** Opened when first asked for: most frames need symbols alone. */
  debug(): DebugInfo | undefined;
}

function expand(frame: TraceFrame, places: readonly FunctionPlace[], basePath: string): TraceFrame[] {
  if (places.length === 0) return [frame];
  const source = ({ file, line }: FunctionPlace): string =>
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

/** The file stays open: its debug information is read in pieces as it is needed. */
function openBinary(path: string): Binary {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    throw new UserError(
      `${path}: cannot be read; give the vmlinux, or the module, with its debug information`,
    );
  }
  const read: ReadAt = (offset, length) => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  };
  const elf = undamaged(path, () => readElf(read));
  if (!elf) throw new UserError(`${path}: is no ELF file; give an uncompressed vmlinux or .ko`);
  let debug: DebugInfo | undefined;
  return { path, elf, debug: () => (debug ??= undamaged(path, () => DebugInfo.open(read))) };
}

function undamaged<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${path}: is a damaged ELF file`);
    throw error;
  }
}

const COMPRESSED = /\.(?:xz|gz|zst)$/;

/** `foo_bar.ko` or `foo-bar.ko`, with or without `.debug`, anywhere below the folder; a compressed one at worst. */
function findModule(folder: string | undefined, module: string): string | undefined {
  if (folder === undefined) return undefined;
  const name = new RegExp(
    `(?:^|/)${module.replaceAll(/[_-]/g, "[_-]")}\\.ko(?:\\.debug|\\.xz|\\.gz|\\.zst)?$`,
  );
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => name.test(path));
  const best = found.toSorted((a, b) => rank(a) - rank(b))[0];
  return best === undefined ? undefined : join(folder, best);
}

/** Debug information may lie in a file of its own. */
function rank(path: string): number {
  if (path.endsWith(".debug")) return 0;
  return COMPRESSED.test(path) ? 2 : 1;
}

/** All addresses at once: the units of a vmlinux are many. */
function lookUp(binary: Binary, located: readonly Located[]): Map<number, readonly FunctionPlace[]> {
  const debug = located.length === 0 ? undefined : binary.debug();
  const places = undamaged(binary.path, () => debug?.places(located)) ?? [];
  return new Map(
    located.map(({ frame }, index) => [frame, (places[index] ?? []).filter(({ line }) => line > 0)]),
  );
}

/** Frames that are bare addresses get the name of the function they lie in. */
function nameAddresses(crash: Crash, path: string): Crash {
  const functions = [...readSystemMap(textOf(path))].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
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

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new UserError(`${path}: cannot be read; give the kernel's System.map, or a copy of /proc/kallsyms`);
  }
}
