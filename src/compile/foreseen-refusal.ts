import { CompileError } from "./compile-error.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Files } from "./toolchain.ts";

/** A value that stands alone in a statement, a case, a member's or a comparison: no macro can make another name of it. */
const VALUE =
  /^[ \t]*(?:(?:case|return|[\w.>[\]*][\w.>[\]* \t-]*=)[ \t]*([A-Z][A-Z\d]*_[A-Z\d_]*)[ \t]*[:;,][ \t]*$|(?:if|while) \([\w.>[\]* -]+[=!]=[ \t]*([A-Z][A-Z\d]*_[A-Z\d_]*)\)[ \t]*\{?[ \t]*$)/gm;

/** A variable that is set where it is defined, and a member or a local that is a whole struct. */
const OBJECT =
  /^(?:(?:static[ \t]+)?(?:const[ \t]+)?struct[ \t]+(\w+)[ \t]+(?:const[ \t]+)?\w+[ \t]*=[ \t]*\{|[ \t]+struct[ \t]+(\w+)[ \t]+\w+(?:\[\w+\])?;[ \t]*$)/gm;

/** The parameters of a function, before its body. */
const PARAMETERS = /\(([^(){};]*)\)\s*$/;
/** Longer than any list of parameters. */
const HEAD = 2000;

/**
 * What the compiler is certain to say of a module that names a constant which no file declares that it may read, or looks into a struct
 * that none defines: most drivers do, and asking it takes a tenth of a run. Undefined where it has to be asked.
 * @param kernel our headers
 */
export function foreseenRefusal(
  source: ModuleSource,
  kernel: Files,
  version: string,
): CompileError | undefined {
  if (source.flags.length > 0) return undefined; // they may declare it, or name files that do
  const texts = [...source.files.values(), ...kernel.values()];
  const isPasted = pastedIn(texts);
  for (const unit of source.units) {
    const text = source.files.get(unit);
    if (typeof text !== "string") continue;
    const read = { text, ...unconditional(text), texts, isPasted };
    const mistake = undeclaredConstant(read) ?? undefinedStruct(read);
    if (!mistake) continue;
    const path = source.userPath(unit);
    const line = read.code.slice(0, mistake.at).split("\n").length;
    return new CompileError(
      `${path} does not compile for linux ${version}`,
      `${path}:${line}:1: error: ${mistake.error}\n`,
    );
  }
  return undefined;
}

/** A unit, and all texts that it may read. */
interface Read {
  readonly text: string;
  readonly code: string;
  readonly spoken: ReadonlySet<string>;
  readonly texts: readonly (string | Uint8Array)[];
  readonly isPasted: (name: string) => boolean;
}

interface Mistake {
  readonly at: number;
  readonly error: string;
}

function undefinedStruct({ code, texts, isPasted }: Read): Mistake | undefined {
  const known = new Map<string, boolean>();
  const isKnown = (tag: string): boolean => {
    const before = known.get(tag);
    const found =
      before ?? (defines(texts, tag) || texts.some((one) => mayDefine(one, tag)) || isPasted(tag));
    if (before === undefined) known.set(tag, found);
    return found;
  };
  for (const { index, 1: tag, 2: inner = "" } of code.matchAll(OBJECT))
    if (!isKnown(tag ?? inner)) return { at: index, error: `incomplete type 'struct ${tag ?? inner}'` };
  for (const { index, parameters, body } of functionsIn(code))
    for (const [, tag = "", name = ""] of parameters.matchAll(/\bstruct\s+(\w+)\s*\*\s*(\w+)/g))
      if (looksInto(name, body) && !isKnown(tag))
        return { at: index, error: `incomplete definition of type 'struct ${tag}'` };
  return undefined;
}

/** Functions whose braces stand alone in the first column, as the kernel's do: each piece of code is looked at once, whatever it is. */
function* functionsIn(code: string): Generator<{ index: number; parameters: string; body: string }> {
  let from = 0;
  for (const piece of code.split(/^\}/m)) {
    const opened = piece.search(/^\{$/m);
    const head = piece.slice(Math.max(0, opened - HEAD), Math.max(0, opened));
    const match = PARAMETERS.exec(head);
    if (match)
      yield {
        index: from + opened - head.length + match.index,
        parameters: match[1] ?? "",
        body: piece.slice(opened),
      };
    from += piece.length + 1;
  }
}

/** Whether a body takes something out of what a parameter points to, in a statement that no macro can be. */
function looksInto(name: string, body: string): boolean {
  const isHidden = new RegExp(`\\*\\s*${name}\\b\\s*[=;,]`).test(body);
  return !isHidden && new RegExp(`^[ \\t]+(?:[\\w \\t*]*=[ \\t]*|return )${name}->\\w+;`, "m").test(body);
}

/** What most are, and soon told. */
function defines(texts: Read["texts"], tag: string): boolean {
  const definition = new RegExp(`\\bstruct[ \\t]+${tag}\\s*\\{`);
  return texts.some((one) => typeof one === "string" && one.includes(tag) && definition.test(one));
}

/** Whether a text names a struct otherwise than to speak of one: a macro may define it, or be called like it. */
function mayDefine(text: string | Uint8Array, tag: string): boolean {
  if (typeof text !== "string") return true;
  if (!text.includes(tag)) return false;
  const spokenOf = new RegExp(`\\bstruct[ \\t]+${tag}\\b(?!\\s*\\{)`, "g");
  return new RegExp(`\\b${tag}\\b`).test(text.replace(spokenOf, ""));
}

function undeclaredConstant({ text, code, spoken, texts, isPasted }: Read): Mistake | undefined {
  const others = texts.filter((one) => one !== text);
  const asked = new Set<string>();
  for (const match of code.matchAll(VALUE)) {
    const [whole, value, compared = ""] = match;
    const name = value ?? compared;
    if (asked.has(name) || spoken.has(name)) continue;
    asked.add(name);
    if (isDeclared(name, code) || others.some((one) => holds(one, name)) || isPasted(name)) continue;
    return { at: match.index + whole.indexOf(name), error: `use of undeclared identifier '${name}'` };
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

/** Whether a macro may make a name of two parts; told only if it is asked. */
function pastedIn(texts: readonly (string | Uint8Array)[]): (name: string) => boolean {
  let parts: RegExpExecArray[] | undefined;
  return (name) => {
    parts ??= texts.flatMap((text) =>
      typeof text === "string" && text.includes("##") ? [...text.matchAll(/(\w+)\s*##|##\s*(\w+)/g)] : [],
    );
    return parts.some(
      ([, beginning, end]) => (beginning && name.startsWith(beginning)) || (end && name.endsWith(end)),
    );
  };
}

function holds(text: string | Uint8Array, word: string): boolean {
  return typeof text !== "string" || text.includes(word);
}
