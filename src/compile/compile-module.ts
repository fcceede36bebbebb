import { absenceWarnings, absentHeaders } from "./absent-headers.ts";
import { bringingHeaders, headersFor, isNobodys } from "./brought-along.ts";
import { CompileError } from "./compile-error.ts";
import { KERNEL_DIR, moduleFlags, type Target } from "./flags.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Files, Toolchain, ToolRun } from "./toolchain.ts";

/** A module's objects, and what the compiler warned of. */
export interface CompiledModule {
  readonly source: ModuleSource;
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly warnings: string;
}

/** @throws CompileError */
export async function compileModule(
  source: ModuleSource,
  target: Target,
  toolchain: Toolchain,
  kernel: Files,
): Promise<CompiledModule> {
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
  return { source, objects, warnings };
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
