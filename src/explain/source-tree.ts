import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Crash, TraceFrame } from "../oops/index.ts";
import type { SourceExcerpt } from "../report/oops-view.ts";
import { readSource } from "../source/index.ts";
import { filesFor } from "../scan/files.ts";
import { belongsTo } from "./join-findings.ts";

const AROUND = 2;
const MOST = 4;
/** A tree of more files is not searched for definitions: with --vmlinux or --modules the lines are known. */
const MOST_SEARCHED = 2_000;

/**
 * The source lines that the innermost frames name, with their neighbours, from a tree at `folder`. Frames without a
 * line are shown where the tree defines their function.
 */
export class SourceTree {
  readonly #folder: string;
  /** Files of a tree that is small enough to search. */
  readonly #files: readonly string[];
  readonly #definitions = new Map<string, SourceExcerpt | undefined>();

  constructor(folder: string) {
    this.#folder = folder;
    const files = filesFor([folder], []);
    this.#files = files.length > MOST_SEARCHED ? [] : files;
  }

  excerpts(crash: Crash): SourceExcerpt[] {
    const sure = crash.frames.filter((frame) => !frame.unreliable);
    const shown = new Set<string>();
    return sure
      .flatMap((frame) => this.#excerpt(frame))
      .filter(({ file, line }) => {
        const isNew = !shown.has(`${file}:${line}`);
        shown.add(`${file}:${line}`);
        return isNew;
      })
      .slice(0, MOST);
  }

  #excerpt(frame: TraceFrame): SourceExcerpt[] {
    if (frame.source === undefined) {
      const definition = this.#definitionOf(frame.function.replace(/\..*/, ""), frame.module);
      return definition ? [definition] : [];
    }
    const [file = "", number = "0"] = frame.source.split(":");
    const path = findFile(file, this.#folder);
    return path === undefined ? [] : [cut(frame.function, file, path, Number(number), AROUND)];
  }

  #definitionOf(name: string, module: string | undefined): SourceExcerpt | undefined {
    const key = `${module ?? ""} ${name}`;
    if (!this.#definitions.has(key)) this.#definitions.set(key, this.#findDefinition(name, module));
    return this.#definitions.get(key);
  }

  /** Several files may have a function of that name: the module's own is taken. */
  #findDefinition(name: string, module: string | undefined): SourceExcerpt | undefined {
    const own = module === undefined ? [] : this.#files.filter((path) => belongsTo(path, module));
    for (const path of own.length > 0 ? own : this.#files) {
      const text = readFileSync(path, "utf8");
      if (!text.includes(name)) continue;
      const source = readSource(path, text);
      const found = source.functions.get(name);
      if (found) return cut(name, path, path, source.place(found.start).line, AROUND);
    }
    return undefined;
  }
}

function cut(name: string, file: string, path: string, line: number, around: number): SourceExcerpt {
  const lines = readFileSync(path, "utf8").split("\n");
  const from = Math.max(1, line - around);
  return { function: name, file, line, from, text: lines.slice(from - 1, line + around) };
}

/** The build's own path may begin elsewhere: the longest end of it that the tree has is taken. */
function findFile(file: string, folder: string): string | undefined {
  const parts = file.split("/").filter((part) => part !== "" && part !== ".");
  for (let from = 0; from < parts.length; from++) {
    const path = join(folder, ...parts.slice(from));
    if (!parts.includes("..") && existsSync(path)) return path;
  }
  return undefined;
}
