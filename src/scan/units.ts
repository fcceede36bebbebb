import { basename, dirname, join } from "node:path";
import { checkProgram, readAsJudged, type CheckResult, type FindMore } from "../check/index.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { RuleId } from "../core/rules.ts";
import { ARMS, SPEAKS_OF_THREADS } from "../kernel-api/index.ts";
import type { SourceFile } from "../source/index.ts";
import { surroundingsOf } from "./around.ts";
import { DISK, type FileTree } from "./file-tree.ts";
import { decodeSource, isWide } from "../host/read.ts";

/** Files of one folder that are judged together: there a thread is created, run and stopped. */
export interface CheckedUnit {
  readonly folder: string;
  /** The folder beyond which nothing is looked for. */
  readonly bound: string;
  /** Files that speak of kthreads, with their folder. */
  readonly files: readonly string[];
}

/** What makes it certain that a file which speaks of threads has something to judge. */
const CERTAIN = /kthread_(run|create|stop|should|freezable_should|complete_and|exit)/;

/** A remark that hides nothing is told wherever it stands. */
const IGNORE = "unoops-ignore";

/** A cheap first look: whether the file speaks of kthreads at all. */
export function speaksOfThreads(bytes: Buffer): boolean {
  if (bytes.includes(IGNORE)) return true;
  if (!bytes.includes(SPEAKS_OF_THREADS) && !isWide(bytes)) return false;
  return CERTAIN.test(decodeSource(bytes));
}

const SETS_GOING = new RegExp(
  `\\b(${[...ARMS.keys(), "call_rcu", "DECLARE_COMPLETION_ONSTACK"].join("|")})\\b`,
);

/** Whether a file sets timers, work, tasklets or RCU callbacks going, or hands on what lies on its stack. */
export function speaksOfCallbacks(bytes: Buffer): boolean {
  return SETS_GOING.test(decodeSource(bytes));
}

/** `boundOf` tells how far around a folder may be looked. */
export function unitsOf(files: readonly string[], boundOf: (folder: string) => string): CheckedUnit[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const known = folders.get(dirname(file));
    if (known) known.push(file);
    else folders.set(dirname(file), [file]);
  }
  return [...folders].map(([folder, members]) => ({ folder, bound: boundOf(folder), files: members }));
}

export interface UnitResult extends CheckResult {
  /** The part of the tree around the folder that was searched as well; undefined when nothing was amiss. */
  readonly searched: string | undefined;
}

/** Reads and judges a unit; headers, further files of its folder and of the tree around it are read as they are needed. */
export function checkUnit(
  unit: CheckedUnit,
  kernel: KernelVersion,
  tree: FileTree = DISK,
  rules?: ReadonlySet<RuleId>,
): UnitResult {
  const read = (path: string): SourceFile => readAsJudged(path, decodeSource(tree.read(path)), kernel);
  const files = unit.files.map(read);
  const known = new Set(unit.files);
  const headers: SourceFile[] = [];
  for (const path of headersOf(unit, files, tree).filter((header) => !known.has(header))) {
    known.add(path);
    (speaksOfThreads(tree.read(path)) ? files : headers).push(read(path));
  }
  let searched: string | undefined;
  const around = (): readonly string[] => {
    const found = surroundingsOf(unit.folder, unit.bound, tree);
    searched = found?.root;
    return found?.files ?? [];
  };
  const findMore: FindMore = (names, where) => {
    const places = where === "folder" ? siblingsOf(unit.folder, tree) : around();
    const paths = places.filter((path) => !known.has(path) && holdsAny(path, names, tree));
    for (const path of paths) known.add(path);
    return paths.map(read);
  };
  return { ...checkProgram(files, headers, kernel, findMore, rules), searched };
}

/** Headers in the unit's own folder that its files include. */
function headersOf({ folder }: CheckedUnit, files: readonly SourceFile[], tree: FileTree): string[] {
  const names = new Set(files.flatMap((file) => file.includes).filter((name) => name === basename(name)));
  return [...names].map((name) => join(folder, name)).filter((path) => tree.has(path));
}

function siblingsOf(folder: string, tree: FileTree): string[] {
  return tree
    .entries(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith(".c"))
    .map((entry) => join(folder, entry.name));
}

function holdsAny(path: string, words: ReadonlySet<string>, tree: FileTree): boolean {
  const bytes = tree.tryRead(path);
  return typeof bytes !== "string" && [...words].some((word) => bytes.includes(word));
}
