import { KERNEL_VERSIONS, versionCode, type KernelVersion } from "../core/kernel-version.ts";
import { BOOK } from "./book.ts";
import type { Release } from "./kernel-call.ts";

/** `4.14` as LINUX_VERSION_CODE. */
function codeOf(release: Release): number {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  return (major << 16) | (minor << 8);
}

/** Whether a release has a name of the kernel's API; true for names of which nothing is known. */
export function releaseHas(release: Release, name: string): boolean {
  const { since, until, again, unexported } = BOOK.get(name) ?? {};
  const code = codeOf(release);
  if (unexported === "ever") return false;
  if (again !== undefined && code >= codeOf(again)) return true;
  return (since === undefined || code >= codeOf(since)) && (until === undefined || code < codeOf(until));
}

/** The same for a kernel that is modelled. */
export function hasName(kernel: KernelVersion, name: string): boolean {
  return releaseHas(kernel, name);
}

/** Whether every kernel has a name, or a header. */
export function allHave(kernels: readonly KernelVersion[], name: string): boolean {
  return kernels.every((kernel) => hasName(kernel, name));
}

/** Of a call's old and new name the one that every kernel has, the new one first; a sentence that says why when there is none. */
export function spellingFor(
  kernels: readonly KernelVersion[],
  { older, newer }: { readonly older: string; readonly newer: string },
): { readonly name: string } | { readonly why: string } {
  const name = [newer, older].find((one) => allHave(kernels, one));
  if (name !== undefined) return { name };
  const until = BOOK.get(older)?.until ?? "some kernel";
  const since = BOOK.get(newer)?.since ?? "some kernel";
  return {
    why: `${older}() was removed in ${until}, and ${newer}() exists since ${since}: make one patch for each side`,
  };
}

/** Whether late updates of a release have a name that its first one lacked, or lack one that it had. */
export function isBackported(release: Release, name: string): boolean {
  return BOOK.get(name)?.backported?.includes(release) ?? false;
}

/** Why a name is not there in a kernel, and what to do: one line. Undefined when it is there, or nothing is known. */
export function whyMissing(kernel: KernelVersion, name: string): string | undefined {
  const row = BOOK.get(name);
  if (!row || hasName(kernel, name)) return undefined;
  const call = name.endsWith(".h") ? name : `${name}()`;
  const isGone = row.until !== undefined && versionCode(kernel) >= codeOf(row.until);
  const others = KERNEL_VERSIONS.filter((version) => hasName(version, name));
  const other = isGone ? others.at(-1) : others[0];
  const ways = [...(other ? [`--kernel ${other}`] : []), ...(row.instead ? [row.instead] : [])];
  const when =
    row.unexported === "ever"
      ? "is not exported to modules"
      : isGone
        ? `${row.unexported ? "is not exported since" : "was removed in"} ${row.until}`
        : `exists since ${row.since}`;
  const late = isBackported(kernel, name) ? ` and in late updates of ${kernel}` : "";
  return `${call} ${when}${late}: ${ways.join(", or ")}`;
}

/** Whether a line says why a name is not there: what whyMissing() gives, with its place before it. */
export function saysWhyMissing(line: string): boolean {
  return /\S (was removed in \d|exists since \d|is not exported (since \d|to modules))/.test(line);
}

/** A line for each name of another kernel's API that a compiler did not know. */
export function hintsFor(kernel: KernelVersion, diagnostics: string): string[] {
  const unknown = new Set([...diagnostics.matchAll(/'([\w/.]+)'/g)].map(([, name = ""]) => name));
  return [...unknown].flatMap((name) => whyMissing(kernel, name) ?? []);
}
