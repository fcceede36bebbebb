import type { Remark, Unjudged } from "../check/index.ts";
import { countText } from "../core/progress-text.ts";
import type { Finding } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { CheckCache } from "./cache.ts";
import { performAll } from "./pool.ts";
import { isWithin } from "./around.ts";
import { treeAround } from "../host/kernel-tree.ts";
import { unitsOf, type CheckedUnit, type UnitResult } from "./units.ts";

export interface TreeResult {
  readonly findings: readonly Finding[];
  readonly unjudged: readonly Unjudged[];
  readonly remarks: readonly Remark[];
  readonly stats: {
    /** Files that were looked at, and those of them that speak of threads. */
    readonly files: number;
    readonly read: number;
    readonly functions: number;
    readonly threads: number;
    readonly stops: number;
    /** Folders whose result came from the cache. */
    readonly cached: number;
  };
}

export interface ScanRunOptions {
  /** What the files were found by; results are kept for these. */
  readonly paths: readonly string[];
  /** Folders that could not be read, with the system's word for why. */
  readonly unread: readonly (readonly [string, string])[];
  readonly kernel: KernelVersion;
  readonly cache: boolean;
  /** Told how far the run is; called often. */
  readonly progress: (text: string) => void;
}

/** Fewer files than this are read as fast as a cache would be. */
const CACHE_FROM = 200;

/** A module, not a tree: each of its files is worth a line of what was not judged. */
export const FEW = 50;

/** Files a worker looks at before it reports. */
const BATCH = 400;

/** Judges all files, folder by folder. */
export async function checkFiles(files: readonly string[], options: ScanRunOptions): Promise<TreeResult> {
  const cache =
    options.cache && files.length >= CACHE_FROM
      ? new CheckCache([options.kernel, ...options.paths])
      : undefined;
  const { speaking, unread } = await lookAt(files, cache, options, files.length < FEW);
  const units = unitsOf(speaking, (folder) => boundOf(folder, options.paths));
  const results = await checkUnits(units, cache, options);
  cache?.save();
  const asked = new Set(files);
  // in the order of the tree, whichever worker was done first
  const all = units.flatMap((unit) => results.get(unit) ?? []);
  return {
    findings: once(all.flatMap(({ findings }) => findings)).filter(({ span }) => asked.has(span.file)),
    unjudged: [...options.unread.map(unreadFolder), ...unread, ...all.flatMap((result) => result.unjudged)],
    remarks: all.flatMap(({ remarks, unlooked }) => [
      ...remarks,
      ...(files.length < FEW ? unlooked.filter(({ file }) => asked.has(file)) : []),
    ]),
    stats: {
      files: files.length,
      read: speaking.length,
      functions: sum(all, (result) => result.functions),
      threads: sum(all, (result) => result.threads),
      stops: sum(all, (result) => result.stops),
      cached: units.filter((unit) => cache?.unit(unit.folder) !== undefined).length,
    },
  };
}

function unreadFolder([file, code]: readonly [string, string]): Unjudged {
  return { file, line: 1, function: "the folder", reason: `cannot be read (${code})` };
}

/** How far around a folder functions are looked for: in its kernel tree, else in the path somebody named, else nowhere. */
export function boundOf(folder: string, paths: readonly string[]): string {
  return treeAround(folder)?.root ?? paths.find((path) => isWithin(folder, path)) ?? folder;
}

/** Two folders that share a thread may both find the same. */
function once(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(
      findings.map((one) => [`${one.span.file}:${one.span.line}|${one.rule}|${one.message}`, one]),
    ).values(),
  ];
}

function sum(results: readonly UnitResult[], of: (result: UnitResult) => number): number {
  return results.reduce((total, result) => total + of(result), 0);
}

/** Which of the files speak of threads, or of what calls back, and which cannot be read. */
export async function lookAt(
  files: readonly string[],
  cache: CheckCache | undefined,
  options: Pick<ScanRunOptions, "progress">,
  callbacks: boolean,
): Promise<{ speaking: string[]; unread: Unjudged[] }> {
  const speaking = new Set<string>();
  const unread: Unjudged[] = [];
  const open: string[] = [];
  for (const file of files) {
    const known = cache?.look(file);
    if (known === undefined) open.push(file);
    else if (known) speaking.add(file);
  }
  const batches = Array.from({ length: Math.ceil(open.length / BATCH) }, (_, index) =>
    open.slice(index * BATCH, (index + 1) * BATCH),
  );
  const began = performance.now();
  let looked = files.length - open.length;
  await performAll(
    batches.map((batch) => ({ kind: "look", files: batch, callbacks })),
    (index, result) => {
      if (result.kind === "look") {
        for (const file of result.found) speaking.add(file);
        for (const [file, code] of result.unread) {
          unread.push({ file, line: 1, function: "the file", reason: `cannot be read (${code})` });
        }
      }
      looked += batches[index]?.length ?? 0;
      options.progress(countText("files looked at", looked, files.length, performance.now() - began));
    },
  );
  if (cache) for (const file of files) cache.keepLook(file, speaking.has(file));
  return { speaking: files.filter((file) => speaking.has(file)), unread };
}

async function checkUnits(
  units: readonly CheckedUnit[],
  cache: CheckCache | undefined,
  options: ScanRunOptions,
): Promise<Map<CheckedUnit, UnitResult>> {
  const began = performance.now();
  const results = new Map<CheckedUnit, UnitResult>();
  const open: CheckedUnit[] = [];
  for (const unit of units) {
    const known = cache?.unit(unit.folder);
    if (known) results.set(unit, known);
    else open.push(unit);
  }
  // The largest first, so that no worker is left with one at the end.
  const sizes = new Map(open.map((unit) => [unit, unit.files.length]));
  const ordered = open.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  await performAll(
    ordered.map((unit) => ({ kind: "check", unit, kernel: options.kernel })),
    (index, answer) => {
      const unit = ordered[index];
      if (unit && answer.kind === "check") results.set(unit, answer.result);
      options.progress(countText("folders judged", results.size, units.length, performance.now() - began));
    },
  );
  if (cache) for (const [unit, result] of results) cache.keepUnit(unit.folder, result);
  return results;
}
