import { CompileError } from "./compile-error.ts";
import type { CompiledModule } from "./compile-module.ts";
import type { Files, Toolchain } from "./toolchain.ts";
import { localize, objectSymbols } from "./wasm/symbols.ts";

/** As `EXPORT_SYMBOL()` of our headers leaves it in an object. */
const EXPORTED = /^unoops_export_(\w+)$/;

/** Modules in the order in which they can be loaded: a module comes after those whose exported symbols it uses (depmod), else as given. */
export function inLoadOrder(
  modules: readonly CompiledModule[],
  offered: ReadonlySet<string>,
): CompiledModule[] {
  if (modules.length === 1) return [...modules];
  const all = modules.map((module) => ({ module, symbols: symbolsOf(module) }));
  const usedBy = ({ symbols }: (typeof all)[number]): (typeof all)[number][] =>
    all.filter(
      (other) =>
        other.symbols !== symbols && [...symbols.undefined].some((name) => other.symbols.exported.has(name)),
    );
  for (const { module, symbols } of all) {
    for (const name of symbols.undefined) {
      const owner = all.find((other) => other.symbols.global.has(name));
      if (!owner || offered.has(name) || all.some((other) => other.symbols.exported.has(name))) continue;
      throw new CompileError(
        `${module.source.name} uses ${name}, which ${owner.module.source.name} has but does not export: EXPORT_SYMBOL(${name})`,
        "",
      );
    }
  }
  const ordered: CompiledModule[] = [];
  const waiting = [...all];
  while (waiting.length > 0) {
    const next = waiting.findIndex((one) => usedBy(one).every(({ module }) => ordered.includes(module)));
    if (next < 0) {
      const names = waiting.map(({ module }) => module.source.name).join(" and ");
      throw new CompileError(`${names} use one another: none of them can be loaded first`, "");
    }
    ordered.push(...waiting.splice(next, 1).map(({ module }) => module));
  }
  return ordered;
}

/** One object of a module's: others see only what it exports, so that two modules may have functions of one name. */
export async function joinObjects(
  { source, objects, warnings, assumed }: CompiledModule,
  each: Files,
  number: number,
  toolchain: Toolchain,
): Promise<CompiledModule> {
  const name = `${number}-${source.name}.o`;
  const files = new Map([...objects, ...each]);
  const run = await toolchain.run("wasm-ld", ["-r", "-o", name, ...files.keys()], files, [name]);
  const joined = run.output.get(name);
  if (!run.ok || !joined) throw new CompileError(`${source.name} does not link`, run.stderr);
  const { exported } = symbolsOf({ objects: new Map([[name, joined]]) });
  const object = localize(joined, (symbol) => exported.has(symbol) || symbol.startsWith("param:"));
  return { source, objects: new Map([[name, object]]), warnings, assumed };
}

interface Symbols {
  /** Seen by all units of the module. */
  readonly global: ReadonlySet<string>;
  /** Used, and defined in none of its units. */
  readonly undefined: ReadonlySet<string>;
  readonly exported: ReadonlySet<string>;
}

function symbolsOf({ objects }: Pick<CompiledModule, "objects">): Symbols {
  const all = [...objects.values()].flatMap(objectSymbols);
  const global = new Set(all.filter(({ defined, local }) => defined && !local).map(({ name }) => name));
  const used = all.filter(({ defined, name }) => !defined && !global.has(name)).map(({ name }) => name);
  const exported = all.flatMap(({ name }) => EXPORTED.exec(name)?.slice(1) ?? []);
  return { global, undefined: new Set(used), exported: new Set(exported) };
}
