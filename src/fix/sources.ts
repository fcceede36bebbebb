import { SourceProgram, readAsJudged } from "../check/index.ts";
import type { ModuleSource } from "../compile/module-source.ts";
import type { ChangedFile } from "../core/fix.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { SourceFile } from "../source/index.ts";

/** The module's text as `check` and the idioms read it; paths are the user's. */
export function readProgram(source: ModuleSource, kernel: KernelVersion): SourceProgram {
  const { units, headers } = readFiles(source, kernel);
  return new SourceProgram(units, headers);
}

export function readFiles(
  source: ModuleSource,
  kernel: KernelVersion,
): { units: SourceFile[]; headers: SourceFile[] } {
  const read = (path: string): SourceFile[] => {
    const text = source.files.get(path);
    return typeof text === "string" ? [readAsJudged(source.userPath(path), text, kernel)] : [];
  };
  const others = [...source.files.keys()].filter((path) => !source.units.includes(path));
  return { units: source.units.flatMap(read), headers: others.flatMap(read) };
}

/** The module with other texts in some of its files, by the user's paths. */
export function withTexts(source: ModuleSource, texts: ReadonlyMap<string, string>): ModuleSource {
  const files = new Map(
    [...source.files].map(([path, text]) => [path, texts.get(source.userPath(path)) ?? text]),
  );
  return { ...source, files };
}

/** What differs between two states of a module. */
export function changedFiles(before: ModuleSource, after: ModuleSource): ChangedFile[] {
  return [...after.files].flatMap(([path, text]): ChangedFile[] => {
    const old = before.files.get(path) ?? "";
    if (typeof text !== "string" || typeof old !== "string" || text === old) return [];
    return [{ path: before.userPath(path), before: old, after: text }];
  });
}
