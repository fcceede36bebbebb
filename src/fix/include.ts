import { includesIn } from "../core/include-lines.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { SourceFile } from "../source/index.ts";
import { allHave } from "../kernel-api/index.ts";
import { conditionals } from "./conditionals.ts";
import { layoutOf, lineEnd } from "./layout.ts";
import type { Patcher } from "./patcher.ts";

/** get_task_struct() and put_task_struct() lie in linux/sched/task.h since 4.11, in linux/sched.h before. */
export function includeTaskReferences(
  patch: Patcher,
  file: SourceFile,
  kernels: readonly KernelVersion[],
): void {
  if (file.includes.includes("linux/sched/task.h") || file.includes.includes("linux/sched/signal.h")) return;
  // under `#if`, for those kernels that have it
  if (includesIn(file.text).some(({ name }) => name === "linux/sched/task.h")) return;
  if (allHave(kernels, "linux/sched/task.h")) return include(patch, file, "linux/sched/task.h");
  include(patch, file, "linux/sched.h");
  const isSplit = kernels.some((kernel) => allHave([kernel], "linux/sched/task.h"));
  if (isSplit) includeByVersion(patch, file, "linux/sched/task.h", "4, 11, 0");
}

/** Adds an `#include <...>` among the others, in the order of the alphabet where they have one. */
export function include(patch: Patcher, file: SourceFile, header: string): void {
  if (file.includes.includes(header)) return;
  const lines = linesOf(file);
  const own = lines.filter(({ name }) => name.startsWith("linux/"));
  const before = own.findLast(({ name }) => name < header);
  const [first] = own;
  if (before || !first) return insert(patch, file, (before ?? lines.at(-1))?.end, [`#include <${header}>`]);
  const { newline } = layoutOf(file);
  patch.replace(file, { start: first.start, end: first.start }, `#include <${header}>${newline}`);
}

function includeByVersion(patch: Patcher, file: SourceFile, header: string, version: string): void {
  const lines = linesOf(file);
  const own = file.includes.includes("linux/version.h") ? [] : ["#include <linux/version.h>"];
  insert(patch, file, lines.at(-1)?.end, [
    ...own,
    `#if LINUX_VERSION_CODE >= KERNEL_VERSION(${version})`,
    `#include <${header}>`,
    "#endif",
  ]);
}

/** The lines that include for every kernel and configuration. */
function linesOf(file: SourceFile): { name: string; start: number; end: number }[] {
  const { text, comments } = file;
  const apart = [...comments, ...conditionals(file)];
  return includesIn(text)
    .filter(({ at }) => !apart.some(({ start, end }) => start <= at && at < end))
    .map(({ name, at }) => ({ name, start: at, end: lineEnd(text, at) }));
}

function insert(patch: Patcher, file: SourceFile, at: number | undefined, lines: readonly string[]): void {
  const { newline } = layoutOf(file);
  const text = lines.join(newline);
  if (at === undefined) patch.replace(file, { start: 0, end: 0 }, text + newline);
  else patch.replace(file, { start: at, end: at }, newline + text);
}
