import { messageOf } from "../core/message-of.ts";
import { applyPatch, parsePatch, type StructuredPatch } from "diff";
import type { ModuleSource } from "../compile/module-source.ts";
import type { Judgement } from "../core/fix.ts";
import { UserError } from "../core/user-error.ts";
import { judgement } from "./judgement.ts";
import { withTexts } from "./sources.ts";
import { tryModule, type Bench } from "./trial.ts";

/** Judges a change that somebody else made by the same measure as our own. */
export async function judgeChange(
  before: ModuleSource,
  after: ModuleSource,
  bench: Bench,
): Promise<Judgement> {
  bench.say?.("running the module as it is");
  const old = await tryModule(before, bench);
  bench.say?.("running the module with the change");
  const now = await tryModule(after, bench);
  return judgement(old, now);
}

/**
 * The module with a patch applied: unified, as diff, git or a mail has it.
 * @throws UserError when it does not apply, or changes none of the module's files
 */
export function withPatch(source: ModuleSource, text: string, name: string): ModuleSource {
  const texts = new Map<string, string>();
  for (const part of partsOf(text, name)) {
    const path = fileOf(source, part.newFileName) ?? fileOf(source, part.oldFileName);
    if (path === undefined) continue;
    const old = textAt(source, path);
    const patched = applyPatch(old, part, { fuzzFactor: 2, autoConvertLineEndings: true });
    if (patched === false) throw new UserError(`${name} does not apply to ${path}`);
    texts.set(path, patched);
  }
  if (texts.size === 0) throw new UserError(`${name} changes none of the module's files`);
  return withTexts(source, texts);
}

/** A mail brings text before the first file, and a signature behind the last one. */
function partsOf(text: string, name: string): StructuredPatch[] {
  const plain = text.replaceAll("\r\n", "\n").replace(/\n-- \n[^\n]*\n*$/, "\n");
  const first = plain.search(/^--- \S.*\n\+\+\+ \S/m);
  if (first < 0) throw new UserError(`${name} is not a unified diff: it has no "---" and "+++" lines`);
  try {
    return parsePatch(plain.slice(first));
  } catch (error) {
    throw new UserError(`${name} cannot be read as a patch: ${messageOf(error)}`);
  }
}

/** The module's file that a patch means: `a/drivers/foo/bar.c` is the one whose path shares most of its end. */
function fileOf(source: ModuleSource, named: string | undefined): string | undefined {
  if (named === undefined || named === "/dev/null") return undefined;
  const wanted = named.split("/").toReversed();
  const shared = (path: string): number => {
    const own = path.split("/").toReversed();
    let n = 0;
    while (n < own.length && own[n] === wanted[n]) n++;
    return n;
  };
  const paths = [...source.files.keys()].map((path) => source.userPath(path));
  const [best] = paths.filter((path) => shared(path) > 0).toSorted((a, b) => shared(b) - shared(a));
  return best;
}

function textAt(source: ModuleSource, path: string): string {
  for (const [key, text] of source.files)
    if (source.userPath(key) === path && typeof text === "string") return text;
  throw new UserError(`${path}: no text of the module`);
}
