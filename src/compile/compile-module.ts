import { absenceWarnings, absentHeaders } from "./absent-headers.ts";
import { bringingHeaders, headersFor, isNobodys } from "./brought-along.ts";
import { CompileError } from "./compile-error.ts";
import { KERNEL_DIR, moduleFlags, type Target } from "./flags.ts";
import { withLabelledDeclarations } from "./labels.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Files, Toolchain, ToolRun } from "./toolchain.ts";
import { asNumbers, assumesNumber, unknownTypes } from "./unknown-types.ts";

/** A module's objects, and what the compiler warned of. */
export interface CompiledModule {
  readonly source: ModuleSource;
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly warnings: string;
  /** What was taken for granted so that it compiles. */
  readonly assumed: readonly string[];
}

/**
 * @param guesses whether types that the model lacks may stand for numbers
 * @throws CompileError
 */
export async function compileModule(
  source: ModuleSource,
  target: Target,
  toolchain: Toolchain,
  kernel: Files,
  guesses = true,
): Promise<CompiledModule> {
  const absent = absentHeaders(source, kernel);
  const plain = new Map([...kernel, ...absent, ...source.files]);
  const brings = source.isClosed
    ? new Map<string, string>()
    : bringingHeaders(source.files, kernel, target.kernel);
  const objects = new Map<string, Uint8Array>();
  const assumed = new Set<string>();
  let warnings = absenceWarnings(absent, source);
  for (const unit of source.units) {
    const object = `${unit.replace(/\.c$/, "")}.o`;
    const flags = moduleFlags(target, source.name, source.flags);
    const compileOnce = (files: Files, more: readonly string[]): Promise<ToolRun> =>
      toolchain.run("clang", [...flags, ...more, "-c", "-o", object, unit], files, [object]);
    const compile = async (files: Files, more: readonly string[]): Promise<ToolRun> => {
      const run = await compileOnce(files, more);
      const labelled = run.ok ? undefined : withLabelledDeclarations(run.stderr, files);
      return labelled ? compileOnce(labelled, more) : run;
    };
    // what is closed names nothing that its headers lack
    const among = (files: Files): Promise<ToolRun> =>
      source.isClosed ? compile(files, []) : withHeaders((more) => compile(files, more), kernel);
    const first = await among(new Map([...plain, ...brings]));
    // a configuration in which one header does not bring another along may be the user's
    const told = brings.size > 0 && inTheWay(first) ? await among(plain) : first;
    const types = guesses && !source.isClosed && !told.ok ? unknownTypes(told.stderr, source.files) : [];
    const run =
      types.length === 0
        ? told
        : await withNumbers(told, types, compile, new Map([...plain, ...brings]), kernel);
    if (run !== told)
      for (const name of types) {
        assumed.add(assumesNumber(name));
        warnings += `warning: unknown type name '${name}': taken as a number\n`;
      }
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
  return { source, objects, warnings, assumed: [...assumed] };
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
  // where the compiler read no further, it knows nothing of what comes behind
  if (MISSING.test(first.stderr) || isNobodys(first.stderr, kernel)) return first;
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

/** Compiles once more with types that nobody knows as numbers; where that does not help, what was said before counts. */
async function withNumbers(
  told: ToolRun,
  types: readonly string[],
  compile: (files: Files, more: readonly string[]) => Promise<ToolRun>,
  files: Files,
  kernel: Files,
): Promise<ToolRun> {
  const numbers = asNumbers(types);
  const all = new Map([...files, ...numbers.files]);
  const run = await withHeaders((more) => compile(all, [...numbers.flags, ...more]), kernel);
  return run.ok ? run : told;
}

const MISSING = /: fatal error: '[^']+' file not found/;

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
