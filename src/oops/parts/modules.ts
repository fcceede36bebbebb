import type { ModuleEntry } from "../crash.ts";

const MARKS: Readonly<Record<string, ModuleEntry["state"]>> = { "-": "unloading", "+": "loading" };
const ENTRY = /^([\w-]+)(?:\(([A-Z]*)([-+]?)\))?$/;

/** Reads `klt_a(OE-) foo [last unloaded: bar(O)]`: what follows `Modules linked in:`. */
export function readModules(text: string): ModuleEntry[] {
  const [listed = "", last] = text.split(/\[last unloaded: ?/);
  const entries = listed
    .trim()
    .split(/\s+/)
    .flatMap((word) => entry(word, "live"));
  const gone = /^([^\s\]]+)/.exec(last ?? "")?.[1];
  return gone === undefined ? entries : [...entries, ...entry(gone, "last unloaded")];
}

function entry(word: string, state: ModuleEntry["state"]): ModuleEntry[] {
  const match = ENTRY.exec(word);
  if (!match?.[1]) return [];
  const taint = match[2];
  return [{ name: match[1], state: MARKS[match[3] ?? ""] ?? state, ...(taint && { taint }) }];
}
