import type { SourceOf } from "../core/span.ts";
import { modulesOf, type ModuleSource } from "../compile/module-source.ts";

/** Quotes from the user's files, by the user's paths. */
export function sourceOf(source: ModuleSource): SourceOf {
  const texts = new Map<string, string>();
  for (const { files, userPath } of modulesOf(source)) {
    for (const [path, content] of files) if (typeof content === "string") texts.set(userPath(path), content);
  }
  return (file) => texts.get(file);
}

/** The call, or whatever expression begins here, as the user wrote it; one line, cut when it is long. */
export function expressionAt(source: string | undefined, line: number, column: number): string | undefined {
  if (source === undefined) return undefined;
  const lines = source.split("\n");
  const rest = [lines[line - 1]?.slice(column - 1) ?? "", ...lines.slice(line, line + 6)].join("\n");
  const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  if (name === undefined) return lines[line - 1]?.trim();
  const open = rest.slice(name.length).match(/^\s*\(/);
  if (!open) return lines[line - 1]?.trim();
  let depth = 0;
  for (let at = name.length; at < rest.length; at++) {
    if (rest[at] === "(") depth++;
    else if (rest[at] === ")" && --depth === 0) return shorten(rest.slice(0, at + 1));
  }
  return `${name}()`;
}

const LONGEST = 60;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= LONGEST ? line : `${line.slice(0, line.indexOf("(") + 1)}…)`;
}
