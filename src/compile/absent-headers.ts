import { forcedIncludes, includedAmong, kernelHeadersIn, mayMean } from "../core/include-lines.ts";
import { ABSENT_DIR, KERNEL_DIR } from "./flags.ts";
import type { ModuleSource } from "./module-source.ts";

/**
 * The kernel's headers that a module includes and the model has not, each as an empty file. Many a module includes what it never
 * uses; where it does use something, that is undeclared, and refused by the compiler or named as a call that is not modelled.
 * @param kernel our headers and services
 */
export function absentHeaders(
  source: ModuleSource,
  kernel: { has(path: string): boolean },
): Map<string, string> {
  const absent = new Map<string, string>();
  for (const text of textsOf(source)) {
    for (const path of kernelHeadersIn(text)) {
      if (!kernel.has(`${KERNEL_DIR}/include/${path}`)) absent.set(`${ABSENT_DIR}/${path}`, "");
    }
  }
  return absent;
}

/** What the compiler may come to read: the units, and of the module's other files those that these include. */
function textsOf({ units, files, flags }: ModuleSource): string[] {
  const textAt = (path: string): string => {
    const text = files.get(path);
    return typeof text === "string" ? text : "";
  };
  const texts = [...units.map(textAt), ...forcedIncludes(flags)];
  const others = [...files.keys()].filter((path) => !units.includes(path));
  return [...texts, ...includedAmong(texts, others, textAt).map(textAt)];
}

/** The compiler's way of saying so. Of one that the module has a file of that name for nothing is said: that is read first. */
export function absenceWarnings(absent: ReadonlyMap<string, string>, { files }: ModuleSource): string {
  return [...absent.keys()]
    .map((path) => path.slice(ABSENT_DIR.length + 1))
    .filter((name) => ![...files.keys()].some((path) => mayMean(name, path)))
    .map((name) => `warning: <${name}> is not in the model, and is taken as empty\n`)
    .join("");
}
