import type { BuildOptions } from "./build-options.ts";
import { contentHash, FORMAT } from "./cache.ts";
import { KERNEL_DIR, serviceFlags } from "./flags.ts";
import { keepHooks } from "./hooks.ts";
import type { Files } from "./toolchain.ts";
import { objectSymbols, weaken } from "./wasm/symbols.ts";

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
export async function compileServices(
  module: ReadonlyMap<string, Uint8Array>,
  options: BuildOptions,
): Promise<Map<string, Uint8Array>> {
  const { core, world } = servicesOf(options.kernel.files);
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
  const { core, world } = servicesOf(options.kernel.files);
  await compilePart(core, options);
  await compilePart(world, options);
}

async function compilePart(
  { object, units, more }: ServicePart,
  { target, toolchain, kernel, cache }: BuildOptions,
): Promise<Uint8Array> {
  const key = await contentHash([
    `${object} ${FORMAT} ${toolchain.id} ${serviceFlags(target).join(" ")} ${more}`,
    await kernel.hash(),
  ]);
  const cached = await cache.read(key);
  if (cached) return cached;
  // one translation unit: most of the embedded compiler's time goes into reading the same headers again
  const unity = units.map((unit) => `#include "${unit}"\n`);
  const source = object.replace(/\.o$/, ".c");
  const files = new Map([...kernel.files, [source, `${unity.join("")}${more}`]]);
  const flags = [...serviceFlags(target), "-I.", "-c", "-o", object, source];
  const run = await toolchain.run("clang", flags, files, [object]);
  const built = run.output.get(object);
  if (!run.ok || !built) throw new Error(`the services of the model kernel do not compile:\n${run.stderr}`);
  // a module may have a function of its own called sort(): nothing of the kernel's stands in its way
  const weak = weaken(built);
  await cache.write(key, weak);
  return weak;
}
