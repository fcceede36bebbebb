import { kernelHeadersIn } from "../core/include-lines.ts";
import { isKernelVersion, versionCode, type KernelVersion } from "../core/kernel-version.ts";
import { BRINGS_DIR, KERNEL_DIR } from "./flags.ts";
import type { Files } from "./toolchain.ts";

/** Set while a header brings others along: those bring nothing themselves, or each would need the next before it is read. */
const BRINGING = "UNOOPS_BRINGING";

/**
 * Headers that stand before ours in the way of a module's includes: each includes ours, and then what Linux's of that version
 * brings along. Ours alone bring what they need themselves.
 */
export function bringingHeaders(files: Files, kernel: Files, version: KernelVersion): Map<string, string> {
  const relations = relationsOf(kernel, version);
  const headers = new Map<string, string>();
  for (const text of files.values()) {
    if (typeof text !== "string") continue;
    for (const path of kernelHeadersIn(text)) {
      const brought = broughtBy(path, relations);
      if (brought.length === 0 || !kernel.has(`${KERNEL_DIR}/include/${path}`)) continue;
      headers.set(
        `${BRINGS_DIR}/${path}`,
        [
          `#ifdef ${BRINGING}`,
          `#include_next <${path}>`,
          "#else",
          `#define ${BRINGING}`,
          `#include_next <${path}>`,
          ...brought.map((other) => `#include <${other}>`),
          `#undef ${BRINGING}`,
          "#endif\n",
        ].join("\n"),
      );
    }
  }
  return headers;
}

/** What each header brings directly, of the newest table that is not newer than the kernel, or the oldest. */
function relationsOf(kernel: Files, version: KernelVersion): Map<string, readonly string[]> {
  const tables = [...kernel].flatMap(([path, text]) => {
    const of = /\/include-relations\/(\d+\.\d+)\.txt$/.exec(path)?.[1] ?? "";
    return isKernelVersion(of) && typeof text === "string" ? [{ code: versionCode(of), text }] : [];
  });
  const inOrder = tables.toSorted((a, b) => a.code - b.code);
  const table = inOrder.findLast(({ code }) => code <= versionCode(version)) ?? inOrder[0];
  const lines = (table?.text ?? "").matchAll(/^(\S+): (.+)$/gm);
  return new Map([...lines].map(([, name = "", brought = ""]) => [name, brought.split(" ")]));
}

/** `+header` has names that Linux declares in the header before it: those alone are meant, not what it brings. */
function broughtBy(path: string, relations: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set<string>();
  const followed = new Set([path]);
  for (const name of followed) {
    for (const next of relations.get(name) ?? []) {
      if (!next.startsWith("+")) followed.add(next);
      found.add(next.replace("+", ""));
    }
  }
  return [...found].filter((name) => name !== path).toSorted();
}

/** How the compiler says that it does not know a name. */
const UNKNOWN =
  /(?:use of undeclared identifier|call to undeclared function|implicit declaration of function|unknown type name|incomplete (?:definition of )?type) '(?:const |volatile )*(?:struct |union |enum )?(\w+)/g;

/** Names that the compiler did not know. */
function unknownNames(diagnostics: string): Set<string> {
  return new Set([...diagnostics.matchAll(UNKNOWN)].map(([, name = ""]) => name));
}

/**
 * Whether it is unknown only because its declaration, which the compiler quotes, was refused: it has an unknown type, or is a macro that
 * took other arguments once.
 */
function isDeclaredIn(diagnostics: string, name: string): boolean {
  const plain = `[A-Za-z_]\\w*[\\s*]+${name}\\s*[=;,[]`;
  const macro = `(?:DECLARE|DEFINE)_\\w+\\(\\s*${name}\\b`;
  return new RegExp(`^(?:\\s*\\d+ \\|)?\\s*(?:struct |const |static )*(?:${plain}|${macro})`, "m").test(
    diagnostics,
  );
}

/** Whether a name is missing that none of our headers has, for any kernel: most drivers miss one, and to compile them again takes long. */
export function isNobodys(diagnostics: string, headers: Files): boolean {
  const missing = [...unknownNames(diagnostics)].filter((name) => !isDeclaredIn(diagnostics, name));
  const texts = missing.length === 0 ? [] : [...headers.values()].filter((text) => typeof text === "string");
  return missing.some((name) => {
    const word = new RegExp(`\\b${name}\\b`);
    return !texts.some((text) => word.test(text));
  });
}

/**
 * Linux's headers bring one another along in more ways than ours do, and other ways in each version, so that a module may use a
 * `struct file_operations` without an include of its own. Which headers of ours declare the names that the compiler missed.
 */
export function headersFor(diagnostics: string, kernel: Files): string[] {
  const headers = new Set<string>();
  for (const name of unknownNames(diagnostics)) {
    const declares = new RegExp(
      `^(?:[ \\t]*#[ \\t]*define[ \\t]+${name}\\b|(?:struct|union|enum) ${name} \\{|typedef [^\\n]*\\b${name};|(?:extern )?\\w[^\\n#=;(]*[ *]${name}[;([])`,
      "m",
    );
    const found = [...kernel].flatMap(([path, text]) =>
      INCLUDED.test(path) && typeof text === "string" && declares.test(text)
        ? [path.slice(`${KERNEL_DIR}/include/`.length)]
        : [],
    );
    // what subsystems share stands in linux/
    const shared = found.filter((path) => path.startsWith("linux/"));
    for (const path of shared.length > 0 ? shared : found) headers.add(path);
  }
  return [...headers].toSorted();
}

/** Where headers of ours lie that a module includes by name; what a subsystem has for itself lies beside linux/. */
const INCLUDED = new RegExp(`^${KERNEL_DIR}/include/(?:linux|crypto|net)/`);
