import { buildProgram } from "../compile/build.ts";
import type { BuildOptions } from "../compile/build-options.ts";
import { CompileError } from "../compile/compile-error.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { versionCode } from "../core/kernel-version.ts";
import { SPEAKS_OF_THREADS } from "../kernel-api/index.ts";
import { readSource, withoutOwnMacros, type SourceFile } from "../source/index.ts";
import { kernelHeadersOf, type KernelHeader } from "./headers.ts";
import type { Extent } from "./facts.ts";
import { modelNames } from "./model-names.ts";
import { withoutPerCpu } from "./per-cpu.ts";
import { withoutTypedefs } from "./typedefs.ts";
import { DECLARED, DriverSlicer, type DriverFiles, type Slice } from "./slice.ts";

/** A program that is a part of a driver, and the text that was compiled. */
export interface Part {
  readonly program: LinkedProgram;
  readonly slice: Slice;
}

/** Times that a slice is made again without what the compiler refused. */
const ROUNDS = 10;

const UNIT = "module/unoops_part.c";

/**
 * Compiles the part of a driver that its threads live in; of an outline, only they and what leads to their handles: all else, waits
 * too, goes any way. Whatever happens to threads in the part happens in its outline, which has far fewer states.
 * @throws CompileError when the driver has no thread, or no part of it compiles
 */
export async function buildPart(
  source: ModuleSource,
  options: BuildOptions,
  kernelHeader: KernelHeader,
  extent: Extent = "part",
): Promise<Part> {
  const slicer = slicerOf(source, options, kernelHeader, extent);
  if (slicer.threads.size === 0) throw new CompileError("no thread is created in these files", "");
  for (let round = 0; ; round++) {
    const slice = slicer.slice();
    try {
      const program = await buildProgram(partSource(source, slice), options);
      // what was kept of a line stands in other columns than the driver has it
      const sites = program.sites.map((site) => ({
        ...site,
        frames: site.frames.map((frame) => ({ ...frame, column: 1 })),
      }));
      return {
        program: { ...program, sites, part: partOf(source, slice) },
        slice,
      };
    } catch (error) {
      if (!(error instanceof CompileError) || round >= ROUNDS || !refuse(slicer, slice, error)) throw error;
    }
  }
}

/** A reading of a driver, and what it rests on. */
interface Reading {
  readonly kernel: string;
  readonly kernelHeader: KernelHeader;
  readonly driver: DriverFiles;
  /** Lines that the compiler refused in the part. */
  readonly refused: Set<string>;
}

/** A part and its outline are made of one driver, one after the other: it is read once. */
const lastReading = new WeakMap<ModuleSource, Reading>();

function readForPart(
  source: ModuleSource,
  { target, kernel }: BuildOptions,
  kernelHeader: KernelHeader,
): Reading {
  const model = modelNames(kernel.files);
  const known = lastReading.get(source);
  if (known?.kernel === target.kernel && known.kernelHeader === kernelHeader) return known;
  const driver = readDriver(source, versionCode(target.kernel), kernelHeader, (name) =>
    model.names.has(name),
  );
  const reading = { kernel: target.kernel, kernelHeader, driver, refused: new Set<string>() };
  lastReading.set(source, reading);
  return reading;
}

function slicerOf(
  source: ModuleSource,
  options: BuildOptions,
  kernelHeader: KernelHeader,
  extent: Extent,
): DriverSlicer {
  const { driver, refused: before } = readForPart(source, options, kernelHeader);
  const model = modelNames(options.kernel.files);
  // what does not compile in the part does not in the other extents either
  const refused = new Set(extent === "part" ? [] : before);
  lastReading.set(source, { kernel: options.target.kernel, kernelHeader, driver, refused });
  return new DriverSlicer(driver, model, extent, refused);
}

function readDriver(
  source: ModuleSource,
  version: number,
  kernelHeader: KernelHeader,
  isOurs: (name: string) => boolean,
): DriverFiles {
  const reading = { versionCode: version, prefers: SPEAKS_OF_THREADS };
  const readKernels = (path: string, text: string): SourceFile =>
    readSource(path, text, { ...reading, declarationsOnly: true });
  const read = (path: string, text: string): SourceFile => readSource(path, text, reading);
  const written = [...source.units, ...(source.beside ?? [])].flatMap((path) =>
    textAt(source, path).map((text) => read(path, withoutPerCpu(text))),
  );
  const own = new Map<string, SourceFile>();
  const queue = [...written];
  const paths = [...source.files.keys()].filter((path) => path.endsWith(".h"));
  for (const { includes } of queue)
    for (const name of includes) {
      const end = `/${name.replace(/^(\.\.?\/)+/, "")}`;
      const path = paths.find((one) => one.endsWith(end));
      if (path === undefined || own.has(path)) continue;
      const header = textAt(source, path).map((text) => read(path, withoutPerCpu(text)))[0];
      if (!header) continue;
      own.set(path, header);
      queue.push(header);
    }
  const headers = [...own.values()];
  const plainly = withoutOwnMacros(queue, headers, isOurs);
  const files = written.map((file) => withText(file, plainly, read));
  const beside = headers.map((file) => withText(file, plainly, read));
  const foreign = kernelHeadersOf([...files, ...beside], kernelHeader, readKernels);
  const plain = withoutTypedefs([...files, ...beside, ...foreign], isOurs);
  return {
    files: files.map((file) => withText(file, plain, read)),
    own: beside.map((file) => withText(file, plain, read)),
    foreign: foreign.map((file) => withText(file, plain, readKernels)),
    isBuiltIn: source.isBuiltIn === true,
  };
}

/** A file read again where it has another text; as it was where more of it could be read then. */
function withText(
  file: SourceFile,
  texts: ReadonlyMap<SourceFile, string>,
  read: (path: string, text: string) => SourceFile,
): SourceFile {
  const text = texts.get(file);
  if (text === undefined) return file;
  const again = read(file.path, text);
  return unreadIn(again) > unreadIn(file) ? file : again;
}

/** Functions of a file that do not read. */
function unreadIn(file: SourceFile): number {
  return [...file.functions.values()].filter(({ body }) => body === undefined).length;
}

function partOf(
  { userPath }: ModuleSource,
  { kept, functions, lost, open, isOutline, unloads, stops }: Slice,
): NonNullable<LinkedProgram["part"]> {
  const named = lost.map((text) => text.replace(/^[^:]*/, (path) => userPath(path)));
  return { kept, functions, lost: named, open, isOutline, unloads, stops };
}

function textAt(source: ModuleSource, path: string): string[] {
  const text = source.files.get(path);
  return typeof text === "string" ? [text] : [];
}

function partSource(source: ModuleSource, slice: Slice): ModuleSource {
  return {
    name: source.name,
    units: [UNIT],
    files: new Map([[UNIT, slice.text]]),
    quoted: source.units,
    isClosed: true,
    // what is shared is volatile there: the optimizer may take away what only a function sees, and with it states
    flags: [
      "-w",
      "-ferror-limit=0",
      "-O1",
      "-fno-inline",
      "-fwrapv",
      "-ftrivial-auto-var-init=uninitialized",
    ],
    userPath: source.userPath,
  };
}

/** Leaves to the environment what does not compile. @returns whether anything was */
function refuse(slicer: DriverSlicer, slice: Slice, { diagnostics }: CompileError): boolean {
  let news = false;
  for (const [, path = "", number = ""] of diagnostics.matchAll(
    /^([^\s:]+):(\d+):\d+: (?:fatal )?error: /gm,
  )) {
    const line = Number(number);
    const declared = path.endsWith(DECLARED) ? slice.declared[line - 1] : undefined;
    news = (declared ? slicer.refuseDeclared(declared) : slicer.refuse(path, line)) || news;
  }
  return news;
}
