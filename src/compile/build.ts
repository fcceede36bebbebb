import { UserError } from "../core/user-error.ts";
import { absenceWarnings, absentHeaders } from "./absent-headers.ts";
import { loadAsyncify } from "./asyncify.ts";
import { bringingHeaders, headersFor } from "./brought-along.ts";
import { contentHash, type Cache } from "./cache.ts";
import { analyseFlow } from "./flow.ts";
import { KERNEL_DIR, LINK_FLAGS, moduleFlags, serviceFlags, type Target } from "./flags.ts";
import { keepHooks } from "./hooks.ts";
import { instrument } from "./instrument.ts";
import { readLinkMap } from "./link-map.ts";
import type { ModuleSource } from "./module-source.ts";
import { decodeProgram, encodeProgram } from "./program-codec.ts";
import type { Parameter, Program } from "./program.ts";
import { locate } from "./sites.ts";
import type { RawSite } from "./raw-site.ts";
import type { Files, Toolchain, ToolRun } from "./toolchain.ts";
import { emptyUnreached } from "./unreached.ts";
import { countFunctions } from "./wasm/sections.ts";
import { objectSymbols, weaken } from "./wasm/symbols.ts";

export interface BuildOptions {
  readonly target: Target;
  readonly toolchain: Toolchain;
  /** Our headers and services: paths below `kernel/`. */
  readonly kernel: Files;
  readonly cache: Cache;
  /** Services may be switched away at each of their memory accesses: for tests of what that changes. */
  readonly stepServices?: boolean;
}

/** Part of every cache key: raise it when the result of the same input changes. */
const FORMAT = 8;

/** The compiler refused the module; `diagnostics` is what it printed, with the user's own paths. */
export class CompileError extends UserError {
  readonly diagnostics: string;
  constructor(message: string, diagnostics: string) {
    super(message);
    this.diagnostics = diagnostics;
  }
}

/** Compiles a module and links it with the model kernel of `options.target`. */
export async function buildProgram(source: ModuleSource, options: BuildOptions): Promise<Program> {
  const { target, toolchain, kernel, cache } = options;
  const key = await contentHash([
    `program ${FORMAT} ${options.stepServices === true} ${toolchain.id} ${moduleFlags(target, source.name, source.flags).join(" ")} ${LINK_FLAGS.join(" ")}`,
    ...source.units,
    // a copy that lies elsewhere is another program: its lines are told by other paths
    ...(source.quoted ?? source.units).map((path) => source.userPath(path)),
    ...source.files,
    await hashOf(kernel),
  ]);
  const cached = await cache.read(key);
  if (cached) return decodeProgram(cached);
  const program = await build(source, options);
  await cache.write(key, encodeProgram(program));
  return program;
}

const kernelHashes = new WeakMap<Files, Promise<string>>();

/** Our headers and services are two megabytes, and the same for every module. */
function hashOf(kernel: Files): Promise<string> {
  const hash = kernelHashes.get(kernel) ?? contentHash(kernel);
  kernelHashes.set(kernel, hash);
  return hash;
}

/** Somebody has computed the hash of these files before. */
export function hashIs(kernel: Files, hash: string): void {
  kernelHashes.set(kernel, Promise.resolve(hash));
}

async function build(source: ModuleSource, options: BuildOptions): Promise<Program> {
  const { target, toolchain, kernel } = options;
  const compiled = compileModule(source, target, toolchain, kernel);
  const ready = loadAsyncify(); // while the compiler runs
  const module = await compiled;
  const services = await compileServices(module.objects, options);
  const objects = new Map([...module.objects, ...services]);
  const { linked, map } = await link(objects, toolchain);
  const moduleObjects = [...module.objects.keys()];
  const moduleFunctions = [...module.objects.values()].reduce(
    (sum, object) => sum + countFunctions(object),
    0,
  );
  const { wasm, sites, functionNames, imports, firstOfModule, addressTaken, shapes, constants } = instrument(
    linked,
    moduleFunctions,
    options.stepServices === true,
  );
  const functions: string[] = [...imports];
  for (const [index, name] of functionNames) functions[index] = name;
  const own = [firstOfModule, firstOfModule + moduleFunctions] as const;
  const located = locate(sites, linked, toolchain, source.userPath); // beside what follows
  const analysed = analyseFlow(wasm, sites, own, new Map(functions.entries()), addressTaken);
  const asyncify = await ready;
  return {
    name: source.name,
    target,
    wasm: asyncify(emptyUnreached(analysed.wasm, imports.length, own), imports),
    sites: await located,
    functions: Array.from(functions, (name) => name ?? ""),
    moduleFunctions: own,
    data: readLinkMap(map),
    moduleObjects,
    parameters: parametersOf(linked),
    unmodelled: unmodelledCalls(sites, imports),
    warnings: module.warnings,
    flow: analysed.flow,
    shapes,
    constants,
  };
}

/** Compiles a module's units, and nothing else. */
export async function compileModule(
  source: ModuleSource,
  target: Target,
  toolchain: Toolchain,
  kernel: Files,
): Promise<{ objects: Map<string, Uint8Array>; warnings: string }> {
  const absent = absentHeaders(source.files, kernel);
  const plain = new Map([...kernel, ...absent, ...source.files]);
  const brings = source.isClosed
    ? new Map<string, string>()
    : bringingHeaders(source.files, kernel, target.kernel);
  const objects = new Map<string, Uint8Array>();
  let warnings = absenceWarnings(absent);
  for (const unit of source.units) {
    const object = `${unit.replace(/\.c$/, "")}.o`;
    const flags = moduleFlags(target, source.name, source.flags);
    const compile = (files: Files, more: readonly string[]): Promise<ToolRun> =>
      toolchain.run("clang", [...flags, ...more, "-c", "-o", object, unit], files, [object]);
    const among = (files: Files): Promise<ToolRun> => withHeaders((more) => compile(files, more), kernel);
    const first = await among(new Map([...plain, ...brings]));
    // a configuration in which one header does not bring another along may be the user's
    const run = brings.size > 0 && inTheWay(first) ? await among(plain) : first;
    const diagnostics = inUserPaths(run.stderr, source);
    const built = run.output.get(object);
    if (!run.ok || !built) {
      throw new CompileError(
        `${source.userPath(unit)} does not compile for linux ${target.kernel}`,
        diagnostics,
      );
    }
    objects.set(object, built);
    warnings += diagnostics;
  }
  return { objects, warnings };
}

/** Whether the module was refused for a name of its own that a header declares as well. */
function inTheWay({ ok, stderr }: ToolRun): boolean {
  return (
    !ok && /: error: (?:redefinition|conflicting types|.* follows non-static|redeclaration)/.test(stderr)
  );
}

/** Compiles again with the headers that declare what was unknown; where that does not help, what was said first counts. */
async function withHeaders(
  compile: (more: readonly string[]) => Promise<ToolRun>,
  kernel: Files,
): Promise<ToolRun> {
  const first = await compile([]);
  const headers = new Set<string>();
  let last = first;
  // an error may hide the next unknown name
  for (let round = 0; round < 3; round++) {
    const more = headersFor(last.stderr, kernel).filter((path) => !headers.has(path));
    if (more.length === 0) break;
    for (const path of more) headers.add(path);
    last = await compile([...headers].flatMap((path) => ["-include", path]));
  }
  return last.ok ? last : first;
}

/** Diagnostics name files of the build tree at the start of a line and after `In file included from`. */
function inUserPaths(diagnostics: string, source: ModuleSource): string {
  return diagnostics.replace(
    /^(In file included from )?([^\s:]+)(?=:\d+)/gm,
    (_all, lead: string | undefined, path: string) => {
      const known = source.files.has(path)
        ? source.userPath(path)
        : path.replace(`${KERNEL_DIR}/include/`, "<unoops>/");
      return `${lead ?? ""}${known}`;
    },
  );
}

/** What a module may need beside the core of the kernel, and a kthread seldom does: files, devices, interrupts, the network. */
const WORLD = `${KERNEL_DIR}/services/world/`;

/** A part of the model kernel that is compiled once for a kernel version, and kept. */
interface ServicePart {
  readonly object: string;
  readonly units: readonly string[];
  readonly more: string;
}

function isWorld(path: string): boolean {
  return path.startsWith(WORLD);
}

/** What every module is linked with, and what few need beside. */
function servicesOf(kernel: Files): { readonly core: ServicePart; readonly world: ServicePart } {
  const units = [...kernel.keys()].filter((path) => /\/services\/.*\.c$/.test(path)).toSorted();
  return {
    core: { object: "services.o", units: units.filter((path) => !isWorld(path)), more: keepHooks() },
    world: { object: "world.o", units: units.filter(isWorld), more: "" },
  };
}

/** The services that a module needs. */
async function compileServices(
  module: ReadonlyMap<string, Uint8Array>,
  options: BuildOptions,
): Promise<Map<string, Uint8Array>> {
  const { core, world } = servicesOf(options.kernel);
  const first = await compilePart(core, options);
  const parts = new Map([[core.object, first]]);
  // what the core imports as well is the machine's
  const own = [...module.values()].flatMap(objectSymbols);
  const known = new Set(own.filter(({ defined }) => defined).map(({ name }) => name));
  for (const { name } of objectSymbols(first)) known.add(name);
  const needed = own.some(({ name }) => !known.has(name) && !/^__(tsan|ubsan)_/.test(name));
  if (needed) parts.set(world.object, await compilePart(world, options));
  return parts;
}

/** Compiles all services into the cache, for whoever ships them beside a compiler that takes long over them. */
export async function prepareServices(options: BuildOptions): Promise<void> {
  const { core, world } = servicesOf(options.kernel);
  await compilePart(core, options);
  await compilePart(world, options);
}

async function compilePart(
  { object, units, more }: ServicePart,
  { target, toolchain, kernel, cache }: BuildOptions,
): Promise<Uint8Array> {
  const key = await contentHash([
    `${object} ${FORMAT} ${toolchain.id} ${serviceFlags(target).join(" ")}`,
    await hashOf(kernel),
  ]);
  const cached = await cache.read(key);
  if (cached) return cached;
  // one translation unit: most of the embedded compiler's time goes into reading the same headers again
  const unity = units.map((unit) => `#include "${unit}"\n`);
  const source = object.replace(/\.o$/, ".c");
  const files = new Map([...kernel, [source, `${unity.join("")}${more}`]]);
  const flags = [...serviceFlags(target), "-I.", "-c", "-o", object, source];
  const run = await toolchain.run("clang", flags, files, [object]);
  const built = run.output.get(object);
  if (!run.ok || !built) throw new Error(`the services of the model kernel do not compile:\n${run.stderr}`);
  // a module may have a function of its own called sort(): nothing of the kernel's stands in its way
  const weak = weaken(built);
  await cache.write(key, weak);
  return weak;
}

async function link(objects: Files, toolchain: Toolchain): Promise<{ linked: Uint8Array; map: string }> {
  const args = [...LINK_FLAGS, "-o", "module.wasm", ...objects.keys()];
  const run = await toolchain.run("wasm-ld", args, objects, ["module.wasm", "link.map"]);
  const linked = run.output.get("module.wasm");
  const map = run.output.get("link.map");
  if (!run.ok || !linked || !map) throw new CompileError("the module does not link", run.stderr);
  return { linked, map: new TextDecoder().decode(map) };
}

/** `module_param(name, type, perm)` becomes an exported function `param:name:type`. */
function parametersOf(linked: Uint8Array): Parameter[] {
  const exports = WebAssembly.Module.exports(new WebAssembly.Module(toBufferSource(linked)));
  return exports.flatMap(({ name }) => {
    const match = /^param:([^:]+):(.+)$/.exec(name);
    return match ? [{ name: match[1] ?? "", type: match[2] ?? "", exportName: name }] : [];
  });
}

function toBufferSource(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** The machine's own imports; any other undefined function is a kernel call that the model lacks. */
const MACHINE = /^(unoops_\w+|(still_)?__tsan_\w+|__ubsan_handle_\w+)$/;

function unmodelledCalls(
  sites: readonly RawSite[],
  imports: readonly string[],
): { name: string; site: number }[] {
  return imports
    .filter((name) => !MACHINE.test(name))
    .map((name) => ({ name, site: sites.findIndex((site) => site.callee === name) }))
    .filter(({ site }) => site >= 0);
}
