import type { KernelVersion } from "../core/kernel-version.ts";
import { spellingFor } from "../kernel-api/index.ts";
import { calleeName, type CFunction, type Expr } from "../source/index.ts";
import { lineStart } from "./layout.ts";
import { CannotEdit } from "./edit.ts";
import type { Patcher } from "./patcher.ts";

/** Columns from one tab stop to the next; Documentation/process/coding-style.rst. */
const TAB = 8;

/** Calls another function with the same arguments; lines that stood under the first argument still do. */
export function renameCall(
  patch: Patcher,
  { file }: CFunction,
  call: Extract<Expr, { kind: "call" }>,
  name: string,
): void {
  const { text } = file;
  const shift = name.length - (calleeName(call)?.length ?? name.length);
  patch.replace(file, call.callee, name);
  const column = columnAt(text, text.indexOf("(", call.callee.end) + 1);
  for (
    let at = text.indexOf("\n", call.start) + 1;
    at > 0 && at < call.end;
    at = text.indexOf("\n", at) + 1
  ) {
    const blanks = /^[ \t]*/.exec(text.slice(at, call.end))?.[0] ?? "";
    if (columnAt(text, at + blanks.length) !== column) continue;
    const wanted = column + shift;
    const tabs = blanks.includes("\t") ? Math.floor(wanted / TAB) : 0;
    patch.replace(
      file,
      { start: at, end: at + blanks.length },
      "\t".repeat(tabs) + " ".repeat(wanted - tabs * TAB),
    );
  }
}

/** Column from 0 that an offset is shown in. */
function columnAt(text: string, offset: number): number {
  let column = 0;
  for (let at = lineStart(text, offset); at < offset; at++) {
    column = text[at] === "\t" ? (Math.floor(column / TAB) + 1) * TAB : column + 1;
  }
  return column;
}

/** Of a call's two names the one that every kernel of the patch has. @throws CannotEdit when there is none */
export function spelling(kernels: readonly KernelVersion[], older: string, newer: string): string {
  const found = spellingFor(kernels, { older, newer });
  if ("why" in found) throw new CannotEdit(found.why);
  return found.name;
}
