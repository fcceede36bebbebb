import { kernelHeadersIn } from "../core/include-lines.ts";
import { ABSENT_DIR, KERNEL_DIR } from "./flags.ts";
import type { Files } from "./toolchain.ts";

/**
 * The kernel's headers that a module includes and the model has not, each as an empty file. Many a module includes what it never
 * uses; where it does use something, that is undeclared, and refused by the compiler or named as a call that is not modelled.
 * @param files the module's own
 * @param kernel our headers and services
 */
export function absentHeaders(files: Files, kernel: Files): Map<string, string> {
  const absent = new Map<string, string>();
  for (const text of files.values()) {
    if (typeof text !== "string") continue;
    for (const path of kernelHeadersIn(text)) {
      if (!kernel.has(`${KERNEL_DIR}/include/${path}`)) absent.set(`${ABSENT_DIR}/${path}`, "");
    }
  }
  return absent;
}

/** The compiler's way of saying so. */
export function absenceWarnings(absent: ReadonlyMap<string, string>): string {
  return [...absent.keys()]
    .map(
      (path) =>
        `warning: <${path.slice(ABSENT_DIR.length + 1)}> is not in the model, and is taken as empty\n`,
    )
    .join("");
}
