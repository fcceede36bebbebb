import { Branches, type Directive } from "./branches.ts";
import { conditionHolds } from "./directive.ts";
import { endOfQuoted } from "./token.ts";

/** A `#define`. `body` is where its text lies in the masked file; offsets in it are offsets of the file. */
export interface Macro {
  readonly name: string;
  /** Undefined for a macro without a parameter list. The last one may be `...`. */
  readonly parameters: readonly string[] | undefined;
  readonly bodyStart: number;
  readonly bodyEnd: number;
}

/** A C file of which only plain C is left: everything else is blank, and every offset stays what it was. */
export interface MaskedFile {
  /** Same length as the original; comments, directives and branches not taken are spaces. */
  readonly text: string;
  /** As `text`, with the bodies of `#define` lines left in and their line continuations blank. */
  readonly macroText: string;
  readonly macros: ReadonlyMap<string, Macro>;
  /** What `#include` lines name, without quotes or brackets. */
  readonly includes: readonly string[];
  /** Where each comment lies, for those who look for remarks in them. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

const DIRECTIVE = /^#\s*(\w+)/;

/**
 * Blanks what is not C. Of every `#if` one branch is kept, the one directive.ts believes in, so that braces match.
 * `versionCode` is LINUX_VERSION_CODE, for modules that are written for many kernels; `prefers` a word whose branch is kept
 * where only the configuration decides.
 */
export function mask(original: string, versionCode: number, prefers?: string): MaskedFile {
  const comments: { start: number; end: number }[] = [];
  const bare = blankComments(original, comments);
  const macros = new Map<string, Macro>();
  const includes: string[] = [];
  const blanks: [number, number][] = [];
  const kept: [number, number][] = [];
  const lines = [...directives(bare)];
  const branches = new Branches(bare, lines, prefers);
  let skipFrom = 0;
  for (const [index, { start, end, word, rest, line }] of lines.entries()) {
    const { reading } = branches;
    blanks.push([start, end]);
    if (word === "define" && reading) {
      const macro = readDefine(line, start);
      if (macro) {
        macros.set(macro.name, macro);
        kept.push([macro.bodyStart, macro.bodyEnd]);
      }
    } else if (word === "undef" && reading) {
      macros.delete(rest.trim());
    } else if (word === "include" && reading) {
      const name = /["<]([^">]+)[">]/.exec(rest)?.[1];
      if (name) includes.push(name);
    } else {
      branches.pass(index, (condition) => conditionHolds(condition, macros, versionCode));
    }
    if (reading && !branches.reading) skipFrom = end;
    if (!reading && branches.reading) blanks.push([skipFrom, start]);
  }
  if (!branches.reading) blanks.push([skipFrom, bare.length]);
  const text = blank(bare, blanks);
  return { text, macroText: restore(text, bare, kept), macros, includes, comments };
}

/** `#define NAME(a, b) body`; the body's offsets are those of the file. */
function readDefine(line: string, start: number): Macro | undefined {
  const match = /^#\s*define\s+(\w+)(\(([^)]*)\))?/.exec(line);
  if (!match?.[1]) return undefined;
  const parameters =
    match[2] === undefined ? undefined : (match[3] ?? "").split(",").map((name) => name.trim());
  return { name: match[1], parameters, bodyStart: start + match[0].length, bodyEnd: start + line.length };
}

/** Where each directive begins (at its `#`) and ends (at its line break, continuations included). */
function* directives(text: string): Generator<Directive> {
  for (let at = text.indexOf("#"); at >= 0; at = text.indexOf("#", at + 1)) {
    if (!beginsLine(text, at)) continue;
    let end = text.indexOf("\n", at);
    while (end > 0 && (text[end - 1] === "\\" || (text[end - 1] === "\r" && text[end - 2] === "\\"))) {
      end = text.indexOf("\n", end + 1);
    }
    if (end < 0) end = text.length;
    const line = text.slice(at, end).replace(/\\\r?\n/g, (cut) => " ".repeat(cut.length));
    const match = DIRECTIVE.exec(line);
    yield { start: at, end, word: match?.[1] ?? "", rest: line.slice(match?.[0].length ?? 1), line };
    at = end - 1;
  }
}

/** Whether only blanks stand before a place on its line. */
function beginsLine(text: string, at: number): boolean {
  for (let before = at - 1; before >= 0; before--) {
    const char = text[before];
    if (char === "\n") return true;
    if (char !== " " && char !== "\t") return false;
  }
  return true;
}

/** Blanks comments and notes where they were; quotes inside of them and comment signs inside of quotes are honoured. */
function blankComments(text: string, comments: { start: number; end: number }[]): string {
  const MARK = /\/\*|\/\/|["']/g;
  const blanks: [number, number][] = [];
  for (let match = MARK.exec(text); match; match = MARK.exec(text)) {
    const start = match.index;
    if (match[0] === '"' || match[0] === "'") {
      MARK.lastIndex = endOfQuoted(text, start);
      continue;
    }
    const found = match[0] === "/*" ? text.indexOf("*/", start + 2) : text.indexOf("\n", start);
    const end = found < 0 ? text.length : match[0] === "/*" ? found + 2 : found;
    comments.push({ start, end });
    blanks.push([start, end]);
    MARK.lastIndex = end;
  }
  return blank(text, blanks);
}

/** Spaces in place of everything in the ranges, line breaks kept. Ranges may overlap. */
function blank(text: string, ranges: readonly (readonly [number, number])[]): string {
  const sorted = ranges.toSorted((a, b) => a[0] - b[0]);
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of sorted) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    parts.push(text.slice(at, from), blanksFor(text, from, end));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}

/** Spaces for a stretch of text, its line breaks kept. */
function blanksFor(text: string, from: number, end: number): string {
  const parts: string[] = [];
  let at = from;
  for (let line = text.indexOf("\n", at); line >= 0 && line < end; line = text.indexOf("\n", at)) {
    parts.push(" ".repeat(line - at), "\n");
    at = line + 1;
  }
  parts.push(" ".repeat(end - at));
  return parts.join("");
}

function restore(masked: string, bare: string, ranges: readonly (readonly [number, number])[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const [start, end] of ranges) {
    parts.push(masked.slice(at, start), bare.slice(start, end).replace(/\\(?=\r?\n)/g, " "));
    at = end;
  }
  parts.push(masked.slice(at));
  return parts.join("");
}
