import type { Finding } from "../core/finding.ts";
import type { RuleId } from "../core/rules.ts";
import type { Failure } from "../explore/system.ts";
import type { Machine } from "../machine/machine.ts";
import { isTrap, type Trap, type TrapKind } from "../machine/trap.ts";
import { callbackRule, useOfDeadTask } from "./classify.ts";
import { placeOf } from "./place.ts";

/** About a thread that is gone. */
const DEAD_TASKS = /^kthread-(stop-after-exit|pin-too-late|unreferenced-read)$/;

/** How a run fails by a rule, told before it is run again: the first pattern that fits holds. Other rules are told only then. */
const KINDS: readonly (readonly [RegExp, ReadonlySet<TrapKind>])[] = [
  [DEAD_TASKS, new Set(["use-after-free", "refcount", "double-free"])],
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

function seemsToShow(machine: Machine, trap: Trap, { rule, span, function: fn }: Finding): boolean {
  const { program } = machine;
  const place = placeOf(program, trap.moduleSite >= 0 ? trap.moduleSite : trap.site);
  const kinds = kindsOf(rule);
  if (!kinds?.has(trap.kind)) return false;
  // who signals or reads a thread before he stops it fails there first: the stop is still to be shown
  if (DEAD_TASKS.test(rule) && useOfDeadTask(machine, trap) !== rule) return false;
  // it is read where it begins, which only its trace tells
  if (rule.endsWith("-outlives-module")) return (callbackRule(trap) ?? "kthread-outlives-module") === rule;
  return (
    place !== undefined && place.file === span.file && (place.line === span.line || place.function === fn)
  );
}

function kindsOf(rule: RuleId): ReadonlySet<TrapKind> | undefined {
  return KINDS.find(([pattern]) => pattern.test(rule))?.[1];
}
