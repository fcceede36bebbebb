/** How far below its creation a handle is tested, in lines, comments included. */
const NEAR = 12;

/**
 * Is the variable that a thread's creation on this line (counted from 1) is assigned to then tested for NULL, and not with
 * IS_ERR()? Reads text, because a compiled test for NULL looks like any other comparison with 0.
 */
export function testsForNull(source: string | undefined, line: number): boolean {
  if (source === undefined) return false;
  const below = source.split("\n").slice(line - 1, line - 1 + NEAR);
  const handle = /([\w>.[\]-]+)\s*=[^=]*\bkthread_/.exec(below[0] ?? "")?.[1];
  if (handle === undefined) return false;
  const text = below.join("\n");
  const name = handle.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  if (new RegExp(`IS_ERR(_OR_NULL)?\\(\\s*${name}\\s*\\)`).test(text)) return false;
  const nothing = "(NULL|0)\\b";
  return new RegExp(
    `!\\s*${name}(?![\\w.[-])|${name}\\s*==\\s*${nothing}|\\b${nothing}\\s*==\\s*${name}(?![\\w.[-])`,
  ).test(text);
}
