import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { checkProgram, type CheckResult } from "../check/index.ts";
import { versionCode, type KernelVersion } from "../core/kernel-version.ts";
import { readSource, type SourceFile } from "../source/index.ts";
import { readBytes, tryReadBytes } from "./check-read.ts";
import { decodeSource, isWide } from "./check-text.ts";

/** Files of one folder that are judged together: there a thread is created, run and stopped. */
export interface Unit {
  readonly folder: string;
  /** Files that speak of kthreads, with their folder. */
  readonly files: readonly string[];
}

/** A word without which a file has nothing to judge, cheap to look for; and what makes it certain. */
const FIRST_WORD = "kthread_";
const CERTAIN = /kthread_(run|create|stop|should|freezable_should|complete_and|exit)/;

/** A cheap first look: whether the file speaks of kthreads at all. */
export function speaksOfThreads(bytes: Buffer): boolean {
  if (!bytes.includes(FIRST_WORD) && !isWide(bytes)) return false;
  return CERTAIN.test(decodeSource(bytes));
}

export function unitsOf(files: readonly string[]): Unit[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const known = folders.get(dirname(file));
    if (known) known.push(file);
    else folders.set(dirname(file), [file]);
  }
  return [...folders].map(([folder, members]) => ({ folder, files: members }));
}

/** Reads and judges a unit; headers and further files of its folder are read as they are needed. */
export function checkUnit(unit: Unit, kernel: KernelVersion): CheckResult {
  const options = { versionCode: versionCode(kernel), prefers: FIRST_WORD };
  const read = (path: string): SourceFile => readSource(path, decodeSource(readBytes(path)), options);
  const files = unit.files.map(read);
  const known = new Set(unit.files);
  const headers: SourceFile[] = [];
  for (const path of headersOf(unit, files).filter((header) => !known.has(header))) {
    known.add(path);
    (speaksOfThreads(readBytes(path)) ? files : headers).push(read(path));
  }
  const findMore = (names: ReadonlySet<string>): SourceFile[] =>
    siblingsWith(unit.folder, names)
      .filter((path) => !known.has(path))
      .map(read);
  return checkProgram(files, headers, kernel, findMore);
}

/** Headers in the unit's own folder that its files include. */
function headersOf({ folder }: Unit, files: readonly SourceFile[]): string[] {
  const names = new Set(files.flatMap((file) => file.includes).filter((name) => name === basename(name)));
  return [...names].map((name) => join(folder, name)).filter((path) => existsSync(path));
}

/** C files of a folder that hold one of the words. */
function siblingsWith(folder: string, words: ReadonlySet<string>): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".c"))
    .map((entry) => join(folder, entry.name))
    .filter((path) => {
      const bytes = tryReadBytes(path);
      return typeof bytes !== "string" && [...words].some((word) => bytes.includes(word));
    });
}
