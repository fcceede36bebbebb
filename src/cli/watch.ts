import { statSync, watch as watchFiles } from "node:fs";
import { basename, dirname, extname } from "node:path";
import { printable } from "../core/printable.ts";
import { UserError } from "../core/user-error.ts";

/** Editors write a file in several steps: so long it has to be quiet, in ms. */
const QUIET = 150;

/** What a module is made of. */
const SOURCES = new Set([".c", ".h", ".json"]);
const BUILD_FILES = new Set(["Kbuild", "Makefile"]);

/**
 * Does something now, and again whenever a source beside the paths changes; until it is called off. What is wrong with the sources is
 * told, and the watch goes on.
 */
export async function watch(
  paths: readonly string[],
  action: () => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const changes = new Changes(paths, signal);
  for (let changed: string | undefined = ""; changed !== undefined; changed = await changes.next()) {
    if (changed !== "") process.stderr.write(`\nunoops: ${printable(changed)} changed\n`);
    try {
      await action();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`unoops: ${printable(error.message)}\n`);
    }
  }
}

/** Names of changed sources, the last one of each burst. */
class Changes {
  private changed: string | undefined;
  private wake: (() => void) | undefined;
  private readonly signal: AbortSignal | undefined;

  constructor(paths: readonly string[], signal: AbortSignal | undefined) {
    this.signal = signal;
    // a file that is written by renaming another is a new one: its folder tells
    const folders = new Map(paths.map((path) => (isFolder(path) ? [path, true] : [dirname(path), false])));
    for (const [folder, recursive] of folders) {
      watchFiles(folder, { recursive, ...(signal ? { signal } : {}) }, (_, name) => this.saw(name));
    }
    signal?.addEventListener("abort", () => this.wake?.());
  }

  private saw(name: string | null): void {
    if (name === null || !(SOURCES.has(extname(name)) || BUILD_FILES.has(basename(name)))) return;
    this.changed = name;
    this.wake?.();
  }

  /** Waits for a change, and for quiet after it; undefined when the watch is called off. */
  async next(): Promise<string | undefined> {
    while (this.changed === undefined) {
      if (this.signal?.aborted) return undefined;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    let name = this.changed;
    for (;;) {
      this.changed = undefined;
      await new Promise((resolve) => setTimeout(resolve, QUIET));
      if (this.changed === undefined) return name;
      name = this.changed;
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
