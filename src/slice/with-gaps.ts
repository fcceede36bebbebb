import { buildProgram } from "../compile/build.ts";
import type { BuildOptions } from "../compile/build-options.ts";
import { CompileError } from "../compile/compile-error.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { versionCode } from "../core/kernel-version.ts";
import { readSource, type SourceFile } from "../source/index.ts";
import { designatedAt, edited, gapAt, protectionAt, topLevelAt, type Replacement } from "./gap.ts";
import { Lacking } from "./lacking.ts";

/** Times that a module is compiled again: what was refused hides more. */
const ROUNDS = 8;

/**
 * Compiles a module that names what the model has not: a statement that does not compile ends the run where somebody comes to it, and
 * tells what it lacks. Where nobody does, nothing was taken for granted.
 * @throws CompileError where something outside of functions does not compile, what is wrong is no name that is unknown, or nothing begins
 * the module
 */
export async function buildWithGaps(
  source: ModuleSource,
  options: BuildOptions,
  refused: CompileError,
): Promise<LinkedProgram> {
  if (!isOfLacks(refused) || !source.units.some((unit) => hasBeginning(source.files.get(unit))))
    throw refused;
  const lacking = new Lacking();
  const files = new Map(source.files);
  const gaps = new Set<string>();
  let last = refused;
  for (let round = 0; round < ROUNDS; round++) {
    const news = round > 0 && mend(source, files, last, lacking, gaps, options);
    if (round > 0 && !news) throw refused;
    const patched = {
      ...source,
      files: new Map([...files, ...lacking.files()]),
      flags: [...source.flags, ...lacking.flags()],
    };
    try {
      const program = await buildProgram(patched, options);
      return {
        ...program,
        warnings: program.warnings + [...gaps].map((gap) => `${gap}\n`).join(""),
        assumed: [...program.assumed, ...lacking.assumed(), ...unreached([...gaps])],
      };
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      last = error;
    }
  }
  throw refused;
}

/** Whether a file says what the module begins with: without that nothing of it is run. */
function hasBeginning(text: string | Uint8Array | undefined): boolean {
  return (
    typeof text === "string" && /^[ \t]*(module|builtin)_\w+\s*\(|^[ \t]*\w*_?initcall\w*\s*\(/m.test(text)
  );
}

/** What a verdict says of statements that do not compile: a run that came to one would have ended there. */
function unreached([first, ...more]: readonly string[]): string[] {
  if (first === undefined) return [];
  const place = first.replace(/(:\d+):\d+: warning: .*$/, "$1");
  return [`nobody comes to ${more.length + 1} places that name what the model lacks, such as ${place}`];
}

/** Registers of another machine than the model's. */
const ASSEMBLY = /^Unexpected token in operand/;

/** What the compiler says of a module where a name, a member, a struct or a header is unknown; another mistake is the module's own. */
const LACKS =
  /^('[^']+' file not found|Unexpected token in operand|use of undeclared identifier|no member named|unknown type name|field designator '\w+' does not|expected (parameter declarator|'\)'))|incomplete|never completed/;

/** Whether all that is wrong is that names are unknown, or comes of that. */
function isOfLacks({ diagnostics }: CompileError): boolean {
  const refusals = [...diagnostics.matchAll(REFUSED)].map(([, path = "", line = "", , said = ""]) => ({
    place: `${path}:${line}`,
    said,
    isLack: LACKS.test(said) && !isMisspelt(said),
  }));
  // what is read in the place of an unknown name is wrong on the same line
  const lines = new Set(refusals.flatMap(({ place, isLack }) => (isLack ? [place] : [])));
  const isHidden = hiddenIn(diagnostics).size > 0;
  return refusals.every(
    ({ place, said, isLack }) =>
      isLack || (lines.has(place) ? !isMisspelt(said) : isHidden && DIFFERS.test(said)),
  );
}

/** A struct that is declared in brackets of a function is another one in each. */
function hiddenIn(diagnostics: string): Set<string> {
  const tags = diagnostics.matchAll(/: warning: declaration of 'struct (\w+)' will not be visible outside/g);
  return new Set([...tags].map(([, tag = ""]) => tag));
}

const DIFFERS = /^(conflicting types for|incompatible )/;

/** The compiler knows a name that is the same but for a character or two in one place: that one was meant. */
function isMisspelt(said: string): boolean {
  const [, name = "", known] = /^use of undeclared identifier '(\w+)'; did you mean '(\w+)'/.exec(said) ?? [];
  if (known === undefined) return false;
  let same = 0;
  while (same < name.length && name[same] === known[same]) same++;
  let end = 0;
  while (end < name.length - same && end < known.length - same && name.at(-1 - end) === known.at(-1 - end))
    end++;
  return Math.max(name.length, known.length) - same - end <= 2;
}

const REFUSED = /^(?:In file included from )?([^\s:]+):(\d+):(\d+): (?:fatal )?error: (.*)$/gm;

/** Mends what the compiler refused. @returns whether all of it could be */
function mend(
  { userPath }: ModuleSource,
  files: Map<string, string | Uint8Array>,
  { diagnostics }: CompileError,
  lacking: Lacking,
  gaps: Set<string>,
  { target, kernel }: BuildOptions,
): boolean {
  const paths = new Map([...files.keys()].map((path) => [userPath(path), path]));
  const edits = new Map<string, Replacement[]>();
  const read = new Map<string, SourceFile>();
  const texts = [...files.values(), ...kernel.files.values()];
  let all = true;
  let some = [...hiddenIn(diagnostics)].filter((tag) => lacking.named(tag)).length > 0;
  for (const [, shown = "", line = "", column = "", said = ""] of diagnostics.matchAll(REFUSED)) {
    const path = paths.get(shown);
    const text = path === undefined ? undefined : files.get(path);
    if (path === undefined || typeof text !== "string") {
      all = false;
      continue;
    }
    if (declares(lacking, said, texts)) {
      some = true;
      continue;
    }
    const file = read.get(path) ?? readSource(path, text, { versionCode: versionCode(target.kernel) });
    read.set(path, file);
    const offset = offsetOf(text, Number(line), Number(column));
    const protection = ASSEMBLY.test(said) ? protectionAt(file, offset) : undefined;
    if (protection) {
      some = lacking.switchesProtection = true;
      edits.set(path, [...(edits.get(path) ?? []), protection]);
      continue;
    }
    const mended = mendedAt(file, offset, said, lacking);
    if (!mended) {
      all = false;
      continue;
    }
    some = true;
    edits.set(path, [...(edits.get(path) ?? []), ...mended]);
    gaps.add(`${shown}:${line}:${column}: warning: ${said}: a run ends where it comes here`);
  }
  for (const [path, list] of edits) {
    const text = files.get(path);
    if (typeof text === "string") files.set(path, edited(text, list));
  }
  // what is declared now may mend the rest
  return some || all;
}

/** Declares what is unknown, where that is all there is to it. */
function declares(lacking: Lacking, said: string, texts: Texts): boolean {
  const [, header] = /^'([^']+)' file not found/.exec(said) ?? [];
  if (header !== undefined) return lacking.header(header);
  const [, constant] = /^use of undeclared identifier '([A-Z][A-Z\d]*_[A-Z\d_]+)'/.exec(said) ?? [];
  if (constant !== undefined) return lacking.constant(constant) || true;
  const [, type] = /^unknown type name '(\w+)'/.exec(said) ?? [];
  if (type !== undefined) return lacking.type(type);
  if (!/incomplete|never completed/.test(said)) return false;
  const tags = [...said.matchAll(/'(?:const |volatile )*struct (\w+)(?:\[\d*\])?'/g)];
  const [, tag] = tags.at(-1) ?? [];
  return tag !== undefined && !definesStruct(texts, tag) && lacking.struct(tag);
}

type Texts = readonly (string | Uint8Array)[];

/** Whether the module defines it, though too late, or the kernel, so that something else is wrong. */
function definesStruct(texts: Texts, tag: string): boolean {
  const definition = new RegExp(`\\bstruct\\s+${tag}\\s*\\{`);
  return texts.some((text) => typeof text === "string" && definition.test(text));
}

function mendedAt(
  file: SourceFile,
  offset: number,
  said: string,
  lacking: Lacking,
): Replacement[] | undefined {
  const [, member, tag] =
    /^field designator '(\w+)' does not refer to any field in type '(?:const )?((?:struct )?\w+)/.exec(
      said,
    ) ?? [];
  const designated = member === undefined ? undefined : designatedAt(file, offset);
  if (designated) {
    lacking.members.add(`${member} of ${tag}`);
    return [designated];
  }
  if (ASSEMBLY.test(said)) return gapAt(file, offset, "asm");
  const [, what = "statement"] = /'(?:const )?(?:struct |enum |union )?(\w+)[^']*'/.exec(said) ?? [];
  const toplevel = /^expected (parameter declarator|'\)')/.test(said) ? topLevelAt(file, offset) : undefined;
  return toplevel ? [toplevel] : gapAt(file, offset, what);
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let left = line; left > 1; left--) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  // the compiler counts bytes
  const bytes = new TextEncoder().encode(text.slice(at, at + column)).subarray(0, column - 1);
  return at + new TextDecoder().decode(bytes).length;
}
