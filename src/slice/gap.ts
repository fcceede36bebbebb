import { GAP } from "../compile/hooks.ts";
import { innerStatements, type SourceFile, type Stmt, type TextRange } from "../source/index.ts";

/** One change of a text. */
export interface Replacement extends TextRange {
  readonly text: string;
}

/**
 * What makes a text compile that the compiler refused at a place: the statement there becomes a call that the model lacks, so that
 * whoever comes to it ends the run. What lies behind it is nobody's any more. Undefined outside of functions.
 * @param what the name that the model lacks, for the message
 */
export function gapAt(file: SourceFile, offset: number, what: string): Replacement[] | undefined {
  for (const { start, end, body } of file.functions.values()) {
    if (offset < start || offset >= end) continue;
    return body && offset >= body.start ? inStatement(file.text, body, offset, what) : undefined;
  }
  return undefined;
}

function inStatement(text: string, around: Stmt, offset: number, what: string): Replacement[] | undefined {
  const inner = innerStatements(around).find(({ start, end }) => start <= offset && offset < end);
  // where a loop begins is no statement of its own
  if (inner && !(around.kind === "for" && inner === around.init))
    return inStatement(text, inner, offset, what);
  if (around.kind === "block" || around.kind === "case" || around.kind === "label") return undefined;
  const call = `${GAP}${what}()`;
  const init =
    around.kind === "decl"
      ? around.declarators.find((one) => one.init && one.init.start <= offset && offset < one.init.end)?.init
      : undefined;
  if (!init) return [replaced(text, around, call)];
  const sign = text.lastIndexOf("=", init.start);
  if (sign < around.start) return [replaced(text, around, call)];
  const { end } = around;
  // an expression ends before the brackets that it stands in
  const [brackets = ""] = /^(?:\s*\))*/.exec(text.slice(init.end, end)) ?? [];
  const behind = init.end + brackets.length;
  return [
    { start: sign, end: behind, text: linesOf(text.slice(sign, behind)) },
    { start: end, end, text: text[end - 1] === ";" ? ` ${call};` : `; ${call}` },
  ];
}

function replaced(text: string, { start, end }: TextRange, call: string): Replacement {
  const last = text[end - 1];
  const lines = linesOf(text.slice(start, end));
  return { start, end, text: `${call}${last === ";" || last === "}" ? ";" : ""}${lines}` };
}

/** The line ends of a text, so that what stands behind it stays on its line. */
function linesOf(text: string): string {
  return text.replace(/[^\n]/g, "");
}

/** The assembly around a place that moves a word to CR0, for which there is nothing: whether memory is protected is not modelled. */
export function protectionAt({ code, text }: SourceFile, offset: number): Replacement | undefined {
  const begins = /\b(asm|__asm__|__asm)\s*((__)?volatile(__)?\s*)?\(\s*$/.exec(code.slice(0, offset));
  const end = code.indexOf(";", offset);
  if (!begins || end < 0 || !/^"\s*movq?\s+%0\s*,\s*%%cr0\s*"/.test(text.slice(offset, end)))
    return undefined;
  return { start: begins.index, end, text: `(void)0${linesOf(text.slice(begins.index, end))}` };
}

/** A member's part of an initializer, from its dot to the comma behind it. Undefined where the place is no such part. */
export function designatedAt({ code, text }: SourceFile, place: number): Replacement | undefined {
  const dot = /\.\s*$/.exec(code.slice(0, place));
  const offset = dot ? dot.index : place;
  if (code[offset] !== ".") return undefined;
  let depth = 0;
  for (let at = offset; at < code.length; at++) {
    const sign = code[at] ?? "";
    if ("([{".includes(sign)) depth++;
    else if (")]}".includes(sign) && depth-- === 0)
      return { start: offset, end: at, text: linesOf(text.slice(offset, at)) };
    else if (sign === "," && depth === 0)
      return { start: offset, end: at + 1, text: linesOf(text.slice(offset, at + 1)) };
    else if (sign === ";") return undefined;
  }
  return undefined;
}

/**
 * A macro outside of functions that nobody knows, with its brackets. What it declares is unknown then; where it says who begins and ends
 * the module, it is needed.
 */
export function topLevelAt(
  { topLevelCalls, code, text }: SourceFile,
  offset: number,
): Replacement | undefined {
  const call = topLevelCalls.findLast(({ start }) => start <= offset);
  if (!call || /^(module|builtin)_[a-z]|(^|_)(init|exit)(call)?(_|$)/.test(call.name)) return undefined;
  const semicolon = code.indexOf(";", call.start);
  const end = semicolon < 0 ? code.length : semicolon + 1;
  if (offset >= end) return undefined;
  return { start: call.start, end, text: linesOf(text.slice(call.start, end)) };
}

/** Puts changes into a text; of two that overlap, the one that begins first. */
export function edited(text: string, edits: readonly Replacement[]): string {
  let result = "";
  let from = 0;
  for (const { start, end, text: put } of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < from) continue;
    result += text.slice(from, start) + put;
    from = end;
  }
  return result + text.slice(from);
}
