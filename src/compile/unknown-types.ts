import { ABSENT_DIR } from "./flags.ts";
import type { Files } from "./toolchain.ts";

/** Declares them, and is read before the module. */
const HEADER = "unoops-unknown-types.h";

/** Names of types that stand for more than a number: of locks, waits, deferred calls, functions, and of what has members. */
const MORE =
  /lock|mutex|sem(_|$)|wait|queue|complet|event|timer|work|task|thread|list|node|head|ref|count|(^|_)(fn|func|cb|call|callback|handler|ops|hook|proc|cpu|key)(_|$)/i;

/** More than these are missing for another reason: a header of the module's own is not there, or it is no kernel module. */
const MOST = 4;

/**
 * Types of the kernel's that the model has not, and other kernels too may not have, by what the compiler said. A module that only
 * hands their values on can be run with numbers in their place; where it does more, the compiler refuses it still.
 * @param diagnostics with the paths of the build tree
 */
export function unknownTypes(diagnostics: string, files: Files): string[] {
  const names = new Set<string>();
  for (const [, path = "", line = "", column = "", what = "", name = ""] of diagnostics.matchAll(UNKNOWN)) {
    if (what.startsWith("use") && !declaresAt(files.get(path), Number(line), Number(column))) continue;
    names.add(name);
  }
  const all = [...names];
  return all.length > MOST || all.some((name) => MORE.test(name)) ? [] : all;
}

const UNKNOWN = /^([^\s:]+):(\d+):(\d+): error: (unknown type name|use of undeclared identifier) '(\w+)'/gm;

/** In a function an unknown type is an unknown variable to the compiler: `cputime_t spent = 0;` */
function declaresAt(text: string | Uint8Array | undefined, line: number, column: number): boolean {
  if (typeof text !== "string") return false;
  const rest = text.split("\n", line)[line - 1]?.slice(column - 1) ?? "";
  return /^\w+(\s+\**|\s*\*+\s*)[A-Za-z_]\w*\s*[;=,[]/.test(rest);
}

/** What is read before the module, so that it compiles with numbers of those types. */
export function asNumbers(names: readonly string[]): { files: Files; flags: readonly string[] } {
  const text = names.map((name) => `typedef long ${name};\n`).join("");
  return { files: new Map([[`${ABSENT_DIR}/${HEADER}`, text]]), flags: ["-include", HEADER] };
}

/** What a verdict says of such a type. */
export function assumesNumber(name: string): string {
  return `${name}, a type that the model lacks, is a number`;
}
