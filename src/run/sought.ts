import type { Finding } from "../core/finding.ts";
import type { RuleId } from "../core/rules.ts";
import { STOPPERS } from "../kernel-api/index.ts";
import type { Failure } from "../explore/system.ts";
import type { Machine } from "../machine/machine.ts";
import { isTrap, type Trap, type TrapKind } from "../machine/trap.ts";
import { callbackRule } from "./classify.ts";
import { placeOf } from "./place.ts";

/** How a run fails by a rule, told before it is run again: the first pattern that fits holds. Other rules are told only then. */
const KINDS: readonly (readonly [RegExp, ReadonlySet<TrapKind>])[] = [
  [
    /^kthread-(stop-after-exit|pin-too-late|unreferenced-read)$/,
    new Set(["use-after-free", "refcount", "double-free"]),
  ],
  [/^kthread-(err-ptr|null-check)$/, new Set(["err-ptr-dereference", "null-dereference", "wild-access"])],
  [/^kthread-stop-deadlock$/, new Set(["deadlock", "livelock", "sleep-in-atomic"])],
  [/-outlives-module$/, new Set(["unloaded-code", "unloaded-data", "left-behind"])],
];

/** Whether failures seem to be all that is sought: a search may end then. */
export function showsAll(
  machine: Machine,
  failures: readonly Failure[],
  sought: readonly Finding[],
): boolean {
  return sought.every((read) =>
    failures.some((failure) => isTrap(failure) && seemsToShow(machine, failure, read)),
  );
}

function seemsToShow({ program }: Machine, trap: Trap, { rule, span, function: fn }: Finding): boolean {
  const place = placeOf(program, trap.moduleSite >= 0 ? trap.moduleSite : trap.site);
  const kinds = kindsOf(rule);
  if (!kinds?.has(trap.kind)) return false;
  // a count that is off says so of a thread only where one is stopped or held
  if (
    trap.kind === "refcount" &&
    !trap.stack.some((name) => STOPPERS.has(name) || name === "get_task_struct")
  )
    return false;
  // it is read where it begins, which only its trace tells
  if (rule.endsWith("-outlives-module")) return (callbackRule(trap) ?? "kthread-outlives-module") === rule;
  return (
    place !== undefined && place.file === span.file && (place.line === span.line || place.function === fn)
  );
}

function kindsOf(rule: RuleId): ReadonlySet<TrapKind> | undefined {
  return KINDS.find(([pattern]) => pattern.test(rule))?.[1];
}
