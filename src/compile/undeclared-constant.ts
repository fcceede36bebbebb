import { CompileError } from "./compile-error.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Files } from "./toolchain.ts";

/** A value that stands alone in a statement, a case, a member's or a comparison: no macro can make another name of it. */
const VALUE =
  /^[ \t]*(?:(?:case|return|[\w.>[\]*][\w.>[\]* \t-]*=)[ \t]*([A-Z][A-Z\d]*_[A-Z\d_]*)[ \t]*[:;,][ \t]*$|(?:if|while) \([\w.>[\]* -]+[=!]=[ \t]*([A-Z][A-Z\d]*_[A-Z\d_]*)\)[ \t]*\{?[ \t]*$)/gm;

/**
 * What the compiler is certain to say of a module that names a constant which no file declares that it may read: most drivers do, and
 * asking it takes a tenth of a run. Undefined where it has to be asked.
 * @param kernel our headers
 */
export function foreseenRefusal(
  source: ModuleSource,
  kernel: Files,
  version: string,
): CompileError | undefined {
  const texts = [...source.files.values(), ...kernel.values()];
  if (source.flags.length > 0) return undefined; // they may declare it, or name files that do
  for (const unit of source.units) {
    const text = source.files.get(unit);
    if (typeof text !== "string") continue;
    const { code, spoken } = unconditional(text);
    const others = texts.filter((one) => one !== text);
    const asked = new Set<string>();
    for (const match of code.matchAll(VALUE)) {
      const [whole, value, compared = ""] = match;
      const name = value ?? compared;
      if (asked.has(name) || spoken.has(name)) continue;
      asked.add(name);
      if (isDeclared(name, code) || others.some((one) => holds(one, name)) || isPasted(name, texts)) continue;
      const line = code.slice(0, match.index + whole.indexOf(name)).split("\n").length;
      const path = source.userPath(unit);
      return new CompileError(
        `${path} does not compile for linux ${version}`,
        `${path}:${line}:1: error: use of undeclared identifier '${name}'\n`,
      );
    }
  }
  return undefined;
}

/** The code that no configuration takes away, line by line, and the words of all else. */
function unconditional(text: string): { code: string; spoken: ReadonlySet<string> } {
  const bare = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'/g, (all) =>
    all.replace(/[^\n]/g, " "),
  );
  const spoken = new Set<string>();
  let depth = 0;
  let goesOn = false;
  const lines = bare.split("\n").map((line) => {
    const directive = goesOn ? "" : /^\s*#\s*(\w+)/.exec(line)?.[1];
    if (directive?.startsWith("if")) depth++;
    const isCode = directive === undefined && depth === 0;
    if (directive === "endif") depth--;
    goesOn = directive !== undefined && line.endsWith("\\");
    if (!isCode) for (const [word] of line.matchAll(/\w+/g)) spoken.add(word);
    return isCode ? line : "";
  });
  return { code: lines.join("\n"), spoken };
}

/** Whether a name may be declared in a unit itself: as a variable, alone or with others, by a macro such as DEFINE_MUTEX(), or in an `enum`. */
function isDeclared(name: string, code: string): boolean {
  for (let at = code.indexOf(name); at >= 0; at = code.indexOf(name, at + name.length)) {
    const before = /(\w+|[*,(])\s*$/.exec(code.slice(Math.max(0, at - 80), at))?.[1];
    if (before !== undefined && !/^(case|return)$/.test(before)) return true;
  }
  return [...code.matchAll(/\benum\b[^{};]*\{[^}]*\}/g)].some(([list]) => list.includes(name));
}

/** Whether a macro may make a name of two parts. */
function isPasted(name: string, texts: readonly (string | Uint8Array)[]): boolean {
  for (const text of texts)
    if (typeof text === "string" && text.includes("##"))
      for (const [, beginning, end] of text.matchAll(/(\w+)\s*##|##\s*(\w+)/g))
        if ((beginning && name.startsWith(beginning)) || (end && name.endsWith(end))) return true;
  return false;
}

function holds(text: string | Uint8Array, word: string): boolean {
  return typeof text !== "string" || text.includes(word);
}
