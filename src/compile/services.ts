import type { BuildOptions } from "./build-options.ts";
import { contentHash, FORMAT } from "./cache.ts";
import { KERNEL_DIR, serviceFlags } from "./flags.ts";
import { keepHooks } from "./hooks.ts";
import type { Files } from "./toolchain.ts";
import { objectSymbols, weaken } from "./wasm/symbols.ts";

/** What a module may need beside the core of the kernel, and a kthread seldom does: files, devices, interrupts, the network. */
const WORLD = `${KERNEL_DIR}/services/world/`;

/** What describes a module to the loader: each has its own. */
const EACH = `${KERNEL_DIR}/services/each/`;

/** A part of the model kernel that is compiled once for a kernel version, and kept. */
interface ServicePart {
  readonly object: string;
  readonly units: readonly string[];
  readonly more: string;
  readonly flags?: readonly string[];
}

function isWorld(path: string): boolean {
  return path.startsWith(WORLD);
}

function isEach(path: string): boolean {
  return path.startsWith(EACH);
}

/** No debug information: it stands between modules, of whose units the first are read. */
const NO_UNIT = ["-g0"];

/** What every module is linked with, what few need beside, and what each has for itself. */
function servicesOf(kernel: Files): Readonly<Record<"core" | "world" | "each", ServicePart>> {
  const units = [...kernel.keys()].filter((path) => /\/services\/.*\.c$/.test(path)).toSorted();
  const isCore = (path: string): boolean => !isWorld(path) && !isEach(path);
  return {
    core: { object: "services.o", units: units.filter(isCore), more: keepHooks() },
    world: { object: "world.o", units: units.filter(isWorld), more: "" },
    each: { object: "description.o", units: units.filter(isEach), more: "", flags: NO_UNIT },
  };
}

/** What modules are linked with. */
interface Services {
  /** The services that they need. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
  /** What each of them is linked with. */
  readonly each: ReadonlyMap<string, Uint8Array>;
  /** Names that these define. */
  readonly offered: ReadonlySet<string>;
  /** Functions of theirs that no other unit sees. */
  readonly helpers: ReadonlySet<string>;
}

export async function compileServices(
  modules: readonly Uint8Array[],
  options: BuildOptions,
): Promise<Services> {
  const { core, world, each } = servicesOf(options.kernel.files);
  const first = await compilePart(core, options);
  const description = await compilePart(each, options);
  const objects = new Map([[core.object, first]]);
  const symbols = [first, description].flatMap(objectSymbols);
  // what the core imports as well is the machine's
  const own = modules.flatMap(objectSymbols);
  const known = new Set(own.filter(({ defined }) => defined).map(({ name }) => name));
  for (const { name } of symbols) known.add(name);
  const needed = own.some(({ name }) => !known.has(name) && !/^__(tsan|ubsan)_/.test(name));
  if (needed) {
    const around = await compilePart(world, options);
    objects.set(world.object, around);
    symbols.push(...objectSymbols(around));
  }
  const offered = new Set(symbols.filter(({ defined }) => defined).map(({ name }) => name));
  const helpers = new Set(
    symbols.filter(({ defined, local, isData }) => defined && local && !isData).map(({ name }) => name),
  );
  return { objects, each: new Map([[each.object, description]]), offered, helpers };
}

/** Compiles all services into the cache, for whoever ships them beside a compiler that takes long over them. */
export async function prepareServices(options: BuildOptions): Promise<void> {
  for (const part of Object.values(servicesOf(options.kernel.files))) await compilePart(part, options);
}

async function compilePart(
  { object, units, more, flags: extra = [] }: ServicePart,
  { target, toolchain, kernel, cache }: BuildOptions,
): Promise<Uint8Array> {
  const key = await contentHash([
    `${object} ${FORMAT} ${toolchain.id} ${[...serviceFlags(target), ...extra].join(" ")} ${more}`,
    await kernel.hash(),
  ]);
  const cached = await cache.read(key);
  if (cached) return cached;
  // one translation unit: most of the embedded compiler's time goes into reading the same headers again
  const unity = units.map((unit) => `#include "${unit}"\n`);
  const source = object.replace(/\.o$/, ".c");
  const files = new Map([...kernel.files, [source, `${unity.join("")}${more}`]]);
  const flags = [...serviceFlags(target), ...extra, "-I.", "-c", "-o", object, source];
  const run = await toolchain.run("clang", flags, files, [object]);
  const built = run.output.get(object);
  if (!run.ok || !built) throw new Error(`the services of the model kernel do not compile:\n${run.stderr}`);
  // a module may have a function of its own called sort(): nothing of the kernel's stands in its way
  const weak = weaken(built);
  await cache.write(key, weak);
  return weak;
}
