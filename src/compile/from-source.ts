import type { BuildOptions } from "./build-options.ts";
import { CompileError } from "./compile-error.ts";
import { compileModule, type CompiledModule } from "./compile-module.ts";
import { analyseFlow } from "./flow.ts";
import { LINK_FLAGS, ONE_MODULE, SEVERAL_MODULES } from "./flags.ts";
import { isSwitching } from "./hooks.ts";
import { instrument } from "./instrument.ts";
import { linkedFunctions, readLinkMap, type DataSymbol } from "./link-map.ts";
import { modulesOf, type ModuleSource } from "./module-source.ts";
import { inLoadOrder, joinObjects } from "./linked-modules.ts";
import { moduleOfFunction, type LinkedModule, type ModuleParameter, type LinkedProgram } from "./program.ts";
import type { RawSite } from "./raw-site.ts";
import { compileServices } from "./services.ts";
import { locate } from "./sites.ts";
import { makeSwitchable } from "./switchable/index.ts";
import type { Files, Toolchain } from "./toolchain.ts";
import { unknownData } from "./unknown-data.ts";
import { emptyUnreached } from "./unreached.ts";
import { valuesOf } from "./values.ts";
import { exportedFunctions } from "./wasm/functions.ts";
import { withRedZones, RED_ZONE } from "./wasm/red-zones.ts";
import { withRoots } from "./wasm/symbols.ts";
import { readSections } from "./wasm/sections.ts";

/** Compiles, links and instruments. @throws CompileError */
export async function build(source: ModuleSource, options: BuildOptions): Promise<LinkedProgram> {
  const { target, toolchain } = options;
  const { compiled, parts, objects, zoned, helpers } = await compile(source, options);
  const isOne = compiled.length === 1;
  const { linked, map } = await link(objects, toolchain, isOne ? ONE_MODULE : SEVERAL_MODULES);
  const counts = linkedFunctions(map);
  const functionsIn = ({ objects: own }: CompiledModule): number =>
    [...own.keys()].reduce((sum, object) => sum + (counts.get(object) ?? 0), 0);
  const moduleFunctions = parts.reduce((sum, part) => sum + functionsIn(part), 0);
  const { wasm, sites, functionNames, imports, firstOfModule, addressTaken, shapes, constants } = instrument(
    linked,
    moduleFunctions,
    options.stepServices === true,
  );
  const functions: string[] = [...imports];
  for (const [index, name] of functionNames) functions[index] = name;
  const own = [firstOfModule, firstOfModule + moduleFunctions] as const;
  const modules = numbered(parts, firstOfModule, functionsIn);
  const analysed = analyseFlow(wasm, sites, own, new Map(functions.entries()), addressTaken);
  const units = compiled.reduce((sum, one) => sum + one.objects.size, 0);
  const texts = compiled.flatMap((one) => [...one.source.files.values()]);
  const userPath = (path: string, index: number): string =>
    (parts[moduleOfFunction(modules, index)]?.source ?? source).userPath(path);
  return {
    name: source.name,
    target,
    wasm: makeSwitchable(
      isOne ? analysed.wasm : emptyUnreached(analysed.wasm, imports.length, own),
      imports,
      isSwitching,
    ),
    sites: locate(sites, linked, units, userPath),
    functions: Array.from(functions, (name) => name ?? ""),
    modules,
    helpers: [...new Set(functions)].filter((name) => helpers.has(name)),
    data: readLinkMap(map).map((symbol) => (zoned.has(symbol.object) ? withoutRedZone(symbol) : symbol)),
    values: valuesOf(linked, imports.length, units, texts),
    parameters: parametersOf(linked),
    unmodelled: unmodelledCalls(sites, imports),
    warnings: compiled.map(({ warnings }) => warnings).join(""),
    assumed: compiled.flatMap(({ assumed }) => assumed),
    flow: analysed.flow,
    shapes,
    constants,
  };
}

/** What is linked: the modules' objects first, in the order in which they are loaded. */
async function compile(
  source: ModuleSource,
  options: BuildOptions,
): Promise<{
  compiled: CompiledModule[];
  parts: CompiledModule[];
  objects: Files;
  /** Objects whose constants have red zones behind them. */
  zoned: ReadonlySet<string>;
  helpers: ReadonlySet<string>;
}> {
  const { target, toolchain, kernel } = options;
  const compiled: CompiledModule[] = [];
  for (const one of modulesOf(source))
    compiled.push(zonedModule(await compileModule(one, target, toolchain, kernel.files)));
  const {
    objects: services,
    each: descriptions,
    offered,
    helpers,
  } = await compileServices(
    compiled.flatMap(({ objects }) => [...objects.values()]),
    options,
  );
  const each = withZones(descriptions);
  const parts: CompiledModule[] = [];
  for (const module of inLoadOrder(compiled, offered)) {
    const isOnly = compiled.length === 1;
    parts.push(isOnly ? module : await joinObjects(module, each, parts.length, toolchain));
  }
  const own = parts.flatMap(({ objects }) => [...objects]);
  const unknown = await unknownData(
    own.map(([, object]) => object),
    offered,
    toolchain,
  );
  const described = compiled.length === 1 ? each : [];
  const isOne = compiled.length === 1;
  const roots = isOne ? own.map(([name, object]) => [name, withRoots(object)] as const) : own;
  const zoned = new Set([...own, ...described].map(([name]) => name));
  const linked = new Map([...roots, ...described, ...services, ...unknown]);
  return { compiled, parts, objects: linked, zoned, helpers };
}

function zonedModule(module: CompiledModule): CompiledModule {
  return { ...module, objects: withZones(module.objects) };
}

function withZones(objects: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map(Array.from(objects, ([name, object]) => [name, withRedZones(object)]));
}

/** A variable as long as its unit has it. */
function withoutRedZone(symbol: DataSymbol): DataSymbol {
  return { ...symbol, size: symbol.size - RED_ZONE };
}

function numbered(
  parts: readonly CompiledModule[],
  firstOfModule: number,
  functionsIn: (part: CompiledModule) => number,
): LinkedModule[] {
  let next = firstOfModule;
  return parts.map((part) => {
    const from = next;
    next += functionsIn(part);
    return { name: part.source.name, functions: [from, next], objects: [...part.objects.keys()] };
  });
}

async function link(
  objects: Files,
  toolchain: Toolchain,
  more: readonly string[],
): Promise<{ linked: Uint8Array; map: string }> {
  const args = [...LINK_FLAGS, ...more, "-o", "module.wasm", ...objects.keys()];
  const run = await toolchain.run("wasm-ld", args, objects, ["module.wasm", "link.map"]);
  const linked = run.output.get("module.wasm");
  const map = run.output.get("link.map");
  if (!run.ok || !linked || !map) {
    const [, reason = run.stderr.trim()] = /error: (.*)/.exec(run.stderr) ?? [];
    const isTwo = reason.includes("duplicate symbol: unoops_module_init");
    const why = isTwo ? "these are two modules, each with a module_init()" : reason;
    throw new CompileError(`the module does not link: ${why}`, run.stderr);
  }
  return { linked, map: new TextDecoder().decode(map) };
}

/** `module_param(name, type, perm)` becomes an exported function `param:module.name:type`. */
function parametersOf(linked: Uint8Array): ModuleParameter[] {
  return [...exportedFunctions(readSections(linked)).keys()].flatMap((name) => {
    const match = /^param:([^.]*)\.([^:]+):(.+)$/.exec(name);
    if (!match) return [];
    const [, module = "", parameter = "", type = ""] = match;
    return [{ module, name: parameter, type, exportName: name }];
  });
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
