import { COMPLETES_FIRST } from "../../kernel-api/index.ts";
import type { CFunction } from "../../source/index.ts";
import type { Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { sitesWithin, withCallers } from "../code/reach.ts";
import type { CallExpr } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { loopsAround } from "./loops.ts";
import type { Thread } from "./thread.ts";

/** Marks the thread's path that has called complete() on this. */
export function completedMark(key: Key): string {
  return `completed:${key}`;
}

/** Marks the path of somebody who has waited for it since he created the thread. */
export function awaitedMark(key: Key): string {
  return `awaited:${key}`;
}

/** What complete(&x) or wait_for_completion(&x) is about. */
export function completionKey(
  program: SourceProgram,
  { args: [first] }: CallExpr,
  fn: CFunction,
): Key | undefined {
  return first && program.keyOf(first, fn);
}

/** What the functions wait for that create the thread, and those that call them. */
export function awaitedByMakers(program: SourceProgram, { creations }: Thread): Set<Key> {
  const makers = creations.flatMap(({ site, namedAt }) => [site.fn, namedAt.fn]);
  const near = new Set(makers.flatMap((fn) => withCallers(program, fn)));
  return new Set(
    program
      .callsOf("wait_for_completion")
      .filter(({ fn }) => near.has(fn))
      .flatMap(({ fn, call }) => completionKey(program, call, fn) ?? []),
  );
}

/** What a path has waited for, and the thread alone completes. */
export function awaitedOf(program: SourceProgram, thread: Thread, { marks }: State): Key[] {
  const keys = [...marks].flatMap((mark) => /^awaited:(.*)$/.exec(mark)?.[1] ?? []);
  return keys.filter((key) => completesAlone(program, thread, key));
}

/** Whether nobody but the thread completes this; of several threads the last one may do so for all. */
export function completesAlone(program: SourceProgram, { fn, creations }: Thread, key: Key): boolean {
  const isOne = creations.length === 1 && creations.every(({ site }) => loopsAround(site).length === 0);
  if (!fn || !isOne) return false;
  const own = new Set(sitesWithin(program, fn, 4).map(({ call }) => call));
  return [...COMPLETES_FIRST].every((name) =>
    program
      .callsOf(name)
      .every((site) => own.has(site.call) || completionKey(program, site.call, site.fn) !== key),
  );
}
