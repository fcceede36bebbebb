import type { SourceFile } from "./source-file.ts";
import { tokenize, type Token } from "./token.ts";

/** A macro of a module's own, with its text. */
interface Definition {
  readonly parameters: readonly string[] | undefined;
  readonly body: string;
}

/** Macros by name; those of which something is told by their text alone stay as they are. */
type Definitions = ReadonlyMap<string, Definition>;

/**
 * The files with those macros of their own spelled out that do something where they are named: leave a loop or the function, write
 * to a variable, call a function, or make one; or that stand for what a variable of the module's holds. `CHECK(send(dev), out);` is then
 * the test and the `goto` that the compiler sees.
 * Lines keep their numbers. Of a macro that is in no file, one that is given a label may go there.
 * @param headers the module's own, whose macros count as well
 * @returns the texts of the files that have such a macro, by file
 */
export function withoutOwnMacros(
  files: readonly SourceFile[],
  headers: readonly SourceFile[],
  isOurs: (name: string) => boolean,
): Map<SourceFile, string> {
  const shared = definitionsOf([...headers, ...files.toReversed()], isOurs);
  const texts = new Map<SourceFile, string>();
  const words: Words = new Map();
  const variables = new Set(files.flatMap(({ code }) => variablesIn(code)));
  const sharedDoing = thatDo(shared, variables, words);
  for (const file of files) {
    const own = definitionsOf([file], isOurs);
    // most files mean by a name what all do
    const isPlain = [...own].every(([name, one]) => isSame(shared.get(name), one));
    const tokens = tokensOf(file);
    const absent = leaving(tokens, (name) => shared.has(name) || own.has(name) || isOurs(name));
    const defined = isPlain ? sharedDoing : thatDo(new Map([...shared, ...own]), variables, words);
    const doing = new Map([...absent, ...defined]);
    const text = doing.size === 0 ? undefined : spelledOut(file, tokens, doing);
    if (text !== undefined && text !== file.text) texts.set(file, text);
  }
  return texts;
}

/** Variables of a file's, defined in the first column as the kernel's are: it is not read for them. */
function variablesIn(code: string): string[] {
  return [...code.matchAll(VARIABLE)].map(([, name = ""]) => name);
}

const VARIABLE = /^(?!typedef\b|extern\b)[a-z_]\w*(?:[ \t]+\w+)*[ \t*]+(\w+)(?:\[[^\]\n]*\])*[ \t]*[=;]/gm;

/** What macros' texts are made of, by text. */
type Words = Map<string, readonly Token[]>;

function isSame(one: Definition | undefined, other: Definition): boolean {
  return one?.body === other.body && one.parameters?.join() === other.parameters?.join();
}

function definitionsOf(files: readonly SourceFile[], isOurs: (name: string) => boolean): Definitions {
  const found = new Map<string, Definition>();
  for (const { defines, code } of files)
    for (const { name, parameters, bodyStart, bodyEnd } of defines.values())
      if (!isOurs(name)) found.set(name, { parameters, body: code.slice(bodyStart, bodyEnd) });
  return found;
}

/** A jump, or an assignment, or a loop's head. */
const ACTS = /^(goto|return|break|continue|for|while|do|\+\+|--|[-+*/%&|^]?=|<<=|>>=)$/;

/** What only looks like a call, prints, or tells where a pointer leads. */
const TELLS =
  /^(if|while|for|switch|do|return|sizeof|_*typeof_*|offsetof|defined|__attribute__|container_of|list_entry|v?s?n?c?printf|_*printk\w*|pr_\w+|(dev|netdev|net)_\w+|trace_\w+|_IO[RWC]*|(BUILD_)?BUG_ON\w*|IS_ERR\w*|PTR_ERR|ERR_PTR|(un)?likely|ARRAY_SIZE|KERNEL_VERSION|BIT|GENMASK|THIS_MODULE|MODULE_\w+)$/;

/** Those that do something, of themselves or by one that they name, or stand for what a variable holds. */
function thatDo(definitions: Definitions, variables: ReadonlySet<string>, words: Words): Definitions {
  const doing = new Map<string, Definition>();
  for (const { body } of definitions.values()) if (!words.has(body)) words.set(body, tokenize(body));
  for (let before = -1; before < doing.size;) {
    before = doing.size;
    for (const [name, definition] of definitions) {
      const body = words.get(definition.body) ?? [];
      const isValue = !definition.parameters && body.some(({ text }) => variables.has(text));
      if (doing.has(name)) continue;
      if (isValue || body.some((token, at) => acts(token, body[at + 1], definitions, doing)))
        doing.set(name, definition);
    }
  }
  return doing;
}

function acts(
  { kind, text }: Token,
  next: Token | undefined,
  definitions: Definitions,
  doing: Definitions,
): boolean {
  if (ACTS.test(text) || doing.has(text)) return true;
  return kind === "name" && next?.text === "(" && !TELLS.test(text) && !definitions.has(text);
}

/** More than this many times its length no file grows. */
const GROWTH = 8;

function spelledOut(file: SourceFile, tokens: readonly Token[], doing: Definitions): string | undefined {
  const text = expanded(file.text, tokens, doing, new Set(), 0);
  return text.length > GROWTH * file.text.length + 1000 ? undefined : text;
}

/** The words of a file, without its directives. */
function tokensOf(file: SourceFile): Token[] {
  const directives = [...file.text.matchAll(/^[ \t]*#[^\n]*(?:\\\r?\n[^\n]*)*/gm)].map(
    ({ index, 0: line }) => [index, index + line.length] as const,
  );
  let line = 0;
  return tokenize(file.code).filter(({ start }) => {
    while ((directives[line]?.[1] ?? Infinity) <= start) line++;
    return start < (directives[line]?.[0] ?? Infinity);
  });
}

/** What is written like a macro, is in no file, and is given a label of the file's: `CHECK(send(dev), out);` goes there or not. */
function leaving(tokens: readonly Token[], isKnown: (name: string) => boolean): Definitions {
  const labels = new Set(
    tokens.flatMap(({ kind, text }, at) =>
      kind === "name" && tokens[at + 1]?.text === ":" && /^[;{}:]$/.test(tokens[at - 1]?.text ?? "")
        ? [text]
        : [],
    ),
  );
  const found = new Map<string, Definition>();
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== "name" || !MACRO_LIKE.test(text) || found.has(text) || isKnown(text)) continue;
    const args = argumentsAt(tokens, at + 1)?.args ?? [];
    const label = args.findIndex((words) => words.length === 1 && labels.has(words[0]?.text ?? ""));
    if (label < 0) continue;
    const parameters = args.map((_, number) => `_${number}`);
    const body = `if (${text}(${parameters.filter((_, number) => number !== label).join(", ")})) goto _${label}`;
    found.set(text, { parameters, body });
  }
  return found;
}

const MACRO_LIKE = /^[A-Z][A-Z0-9_]+$/;

/** So deep macros are followed into one another. */
const DEPTH = 12;

/** A text with its macros replaced; where one went over several lines, as many line breaks stand behind it. */
function expanded(
  text: string,
  tokens: readonly Token[],
  doing: Definitions,
  within: ReadonlySet<string>,
  depth: number,
): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const definition = token?.kind === "name" && !within.has(token.text) ? doing.get(token.text) : undefined;
    if (!token || !definition || depth > DEPTH) continue;
    const call = definition.parameters ? argumentsAt(tokens, at + 1) : { args: [], last: at };
    const last = call && tokens[call.last];
    if (!call || !last || isDefined(tokens, at, call.last)) continue;
    const args = call.args.map((words) => textOf(text, words));
    const inner = substituted(definition, args);
    const again = new Set([...within, token.text]);
    const breaks = text.slice(token.start, last.end).match(/\n/g)?.length ?? 0;
    parts.push(
      text.slice(done, token.start),
      expanded(inner, tokenize(inner), doing, again, depth + 1),
      "\n".repeat(breaks),
    );
    done = last.end;
    at = call.last;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

/** A function of that name, whose body follows, in another branch of an `#if`. */
function isDefined(tokens: readonly Token[], at: number, last: number): boolean {
  const before = tokens[at - 1];
  return tokens[last + 1]?.text === "{" && before?.kind === "name" && !/^(else|do|return)$/.test(before.text);
}

function argumentsAt(
  tokens: readonly Token[],
  open: number,
): { args: readonly Token[][]; last: number } | undefined {
  if (tokens[open]?.text !== "(") return undefined;
  const args: Token[][] = [[]];
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    const token = tokens[at];
    if (!token) break;
    if (token.text === "(" && depth++ === 0) continue;
    if (token.text === ")" && --depth === 0) return { args, last: at };
    if (token.text === "," && depth === 1) args.push([]);
    else args.at(-1)?.push(token);
  }
  return undefined;
}

/** The text of words, on one line. */
function textOf(text: string, words: readonly Token[]): string {
  const parts: string[] = [];
  let end = words[0]?.start ?? 0;
  for (const word of words) {
    if (word.start > end) parts.push(" ");
    parts.push(text.slice(word.start, word.end));
    end = word.end;
  }
  return parts.join("");
}

const VARIADIC = "__VA_ARGS__";

/** The body of a macro with its arguments, `#` and `##` done. */
function substituted({ parameters = [], body }: Definition, args: readonly string[]): string {
  const given = new Map<string, string>();
  for (const [at, parameter] of parameters.entries()) {
    const rest = parameter.endsWith("...");
    const name = parameter === "..." ? VARIADIC : parameter.replace(/\s*\.\.\.$/, "");
    given.set(name, rest ? args.slice(at).join(", ") : (args[at] ?? ""));
  }
  const words = tokenize(body);
  let out = "";
  for (let at = 0; at < words.length; at++) {
    const { text, start } = words[at] ?? { text: "", start: 0 };
    const previous = words[at - 1];
    if (text === "##") {
      const next = given.get(words[at + 1]?.text ?? "");
      // `, ##__VA_ARGS__`: no comma where there is nothing behind it
      out = next === "" ? out.trimEnd().replace(/,$/, "") : out.trimEnd();
      continue;
    }
    if (previous && start > previous.end && previous.text !== "##") out += " ";
    const operand = text === "#" ? given.get(words[at + 1]?.text ?? "") : undefined;
    if (operand !== undefined) {
      out += JSON.stringify(operand);
      at++;
    } else out += given.get(text) ?? text;
  }
  return out;
}
