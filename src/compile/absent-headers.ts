import { COMPUTED_INCLUDE, includesIn, kernelHeadersIn, mayMean } from "../core/include-lines.ts";
import { ABSENT_DIR, KERNEL_DIR } from "./flags.ts";
import type { ModuleSource } from "./module-source.ts";
import type { Files } from "./toolchain.ts";

/**
 * The kernel's headers that a module includes and the model has not, each as an empty file. Many a module includes what it never
 * uses; where it does use something, that is undeclared, and refused by the compiler or named as a call that is not modelled.
 * @param kernel our headers and services
 */
export function absentHeaders(source: ModuleSource, kernel: Files): Map<string, string> {
  const absent = new Map<string, string>();
  for (const text of textsOf(source)) {
    for (const path of kernelHeadersIn(text)) {
      if (!kernel.has(`${KERNEL_DIR}/include/${path}`)) absent.set(`${ABSENT_DIR}/${path}`, "");
    }
  }
  return absent;
}

/** What the compiler may come to read: the units, and of the module's other files, among which other modules may lie, those that these include. */
function textsOf({ units, files, flags }: ModuleSource): string[] {
  const all = [...files].flatMap(([path, text]) => (typeof text === "string" ? [{ path, text }] : []));
  const forced = [...flags.join(" ").matchAll(/-include ?(\S+)/g)].map(([, name = ""]) => name);
  const named = new Set([...units, ...forced]);
  const read = new Set<string>();
  for (let before = -1; before < read.size;) {
    before = read.size;
    for (const { path, text } of all) {
      if (read.has(text) || ![...named].some((name) => mayMean(name, path))) continue;
      if (COMPUTED_INCLUDE.test(text)) return all.map((one) => one.text);
      read.add(text);
      for (const { name } of includesIn(text)) named.add(name);
    }
  }
  return [...read];
}

/** The compiler's way of saying so. Of one that the module has a file of that name for nothing is said: that is read first. */
export function absenceWarnings(absent: ReadonlyMap<string, string>, { files }: ModuleSource): string {
  return [...absent.keys()]
    .map((path) => path.slice(ABSENT_DIR.length + 1))
    .filter((name) => ![...files.keys()].some((path) => mayMean(name, path)))
    .map((name) => `warning: <${name}> is not in the model, and is taken as empty\n`)
    .join("");
}
