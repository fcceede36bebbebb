import type { Finding } from "../core/finding.ts";

/** How a message about a handle tells whose it is. */
const NAMED = /\(thread function (\w+)\)/;

/** By file, line and rule; what is said of one handle for several thread functions is said once, with all their names. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    const { file, line, column } = one.span;
    const key = [file, line, column, one.rule, one.message.replace(NAMED, "")].join("|");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap(asOne).toSorted(byPlace);
}

export function byPlace(a: Finding, b: Finding): number {
  return a.span.file.localeCompare(b.span.file) || a.span.line - b.span.line || a.rule.localeCompare(b.rule);
}

function asOne(group: readonly Finding[]): Finding[] {
  const [first] = group;
  if (!first) return [];
  const names = new Set(group.flatMap(({ message }) => NAMED.exec(message)?.[1] ?? []));
  if (names.size < 2) return [first];
  const message = first.message.replace(NAMED, `(thread functions ${[...names].join(", ")})`);
  return [{ ...first, message }];
}
