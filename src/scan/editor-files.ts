import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { readAsJudged } from "../check/index.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { SourceFile } from "../source/index.ts";
import { decodeSource, entriesOf, tryReadBytes } from "../host/read.ts";

interface Kept {
  readonly changed: number;
  readonly size: number;
  readonly text: string;
  source?: SourceFile;
}

/** Files beside a document, read again only when they changed: somebody is typing. */
export class EditorFiles {
  private readonly kept = new Map<string, Kept>();

  header(path: string, kernel: KernelVersion): SourceFile | undefined {
    const kept = this.read(path);
    return kept && this.source(path, kept, kernel);
  }

  /** C files of the document's folder that hold one of the names. */
  siblings(
    path: string,
    names: ReadonlySet<string>,
    known: ReadonlySet<string>,
    kernel: KernelVersion,
  ): SourceFile[] {
    const folder = dirname(path);
    return entriesOf(folder)
      .filter((entry) => entry.isFile() && entry.name.endsWith(".c"))
      .map((entry) => join(folder, entry.name))
      .filter((sibling) => !known.has(sibling))
      .flatMap((sibling) => {
        const kept = this.read(sibling);
        const isWanted = kept && [...names].some((name) => kept.text.includes(name));
        return isWanted ? [this.source(sibling, kept, kernel)] : [];
      });
  }

  private source(path: string, kept: Kept, kernel: KernelVersion): SourceFile {
    kept.source ??= readAsJudged(path, kept.text, kernel);
    return kept.source;
  }

  private read(path: string): Kept | undefined {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    const known = this.kept.get(path);
    if (known?.changed === stat.mtimeMs && known.size === stat.size) return known;
    const bytes = tryReadBytes(path);
    if (typeof bytes === "string") return undefined;
    const kept: Kept = { changed: stat.mtimeMs, size: stat.size, text: decodeSource(bytes) };
    this.kept.set(path, kept);
    return kept;
  }
}
