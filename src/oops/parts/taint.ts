/** Letters as in the kernel's Documentation/admin-guide/tainted-kernels.rst. */
export const TAINT: Readonly<Record<string, string>> = {
  P: "a proprietary module was loaded",
  G: "all loaded modules are GPL-compatible",
  F: "a module was force-loaded",
  S: "the processor or system is out of specification",
  R: "a module was force-unloaded",
  M: "a machine check happened",
  B: "a bad page was found",
  U: "user space asked for it",
  D: "the kernel has died before: an OOPS or BUG",
  A: "an ACPI table was overridden",
  W: "a WARN was issued before",
  C: "a staging driver was loaded",
  I: "a firmware bug is worked around",
  O: "an out-of-tree module was loaded",
  E: "an unsigned module was loaded",
  L: "a soft lockup happened before",
  K: "the kernel was live-patched",
  X: "a distribution's own mark",
  T: "built with the struct randomisation plugin",
  N: "an in-kernel test was run",
};

const TAINTED = /\bTainted: ((?:\[[A-Z]\]=\w+,? ?)+|[A-Z](?:[A-Z ]*[A-Z])?(?=\s))/;
const RELEASE =
  /(?:\bNot tainted|\bTainted: (?:\[[A-Z]\]=\w+,? ?|[A-Z](?= |[A-Z])|[A-Z] | )+)[\s(-]*(\d+\.\d+[^\s,)]*)/;

/** Taint letters and kernel release of a `CPU: ... Tainted: ...` line; the letters are "" for `Not tainted`. */
export function readTaint(text: string): { taint?: string; kernel?: string } {
  const kernel = RELEASE.exec(text)?.[1];
  const letters = /\bNot tainted\b/.test(text) ? "" : TAINTED.exec(text)?.[1];
  const taint = letters?.replace(/\]=\w+/g, "").replace(/[^A-Z]/g, "");
  return { ...(taint !== undefined && { taint }), ...(kernel !== undefined && { kernel }) };
}
