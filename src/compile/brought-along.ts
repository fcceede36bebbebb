import { KERNEL_DIR } from "./flags.ts";
import type { Files } from "./toolchain.ts";

/** How the compiler says that it does not know a name. */
const UNKNOWN =
  /(?:use of undeclared identifier|call to undeclared function|implicit declaration of function|unknown type name|incomplete type) '(?:const |volatile )*(?:struct |union |enum )?(\w+)/g;

/**
 * Linux's headers bring one another along in more ways than ours do, and other ways in each version, so that a module may use a
 * `struct file_operations` without an include of its own. Which headers of ours declare the names that the compiler missed.
 */
export function headersFor(diagnostics: string, kernel: Files): string[] {
  const names = new Set([...diagnostics.matchAll(UNKNOWN)].map(([, name = ""]) => name));
  const found = new Set<string>();
  for (const name of names) {
    const declares = new RegExp(
      `^(?:[ \\t]*#[ \\t]*define[ \\t]+${name}\\b|(?:struct|union|enum) ${name} \\{|typedef [^\\n]*\\b${name};|(?:extern )?\\w[^\\n#=;(]*[ *]${name}[;([])`,
      "m",
    );
    for (const [path, text] of kernel) {
      if (path.startsWith(`${KERNEL_DIR}/include/linux/`) && typeof text === "string" && declares.test(text))
        found.add(path.slice(`${KERNEL_DIR}/include/`.length));
    }
  }
  return [...found].toSorted();
}
