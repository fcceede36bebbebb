import { CALLBACK_PAGES } from "./rule-pages/callbacks.ts";
import { CONTEXT_PAGES } from "./rule-pages/contexts.ts";
import { KTHREAD_END_PAGES } from "./rule-pages/kthread-end.ts";
import { KTHREAD_LIFE_PAGES } from "./rule-pages/kthread-life.ts";
import { MEMORY_PAGES } from "./rule-pages/memory.ts";
import type { RulePage } from "./rule-pages/page.ts";
import type { RuleId } from "./rules.ts";

export type { RulePage };

/** One row for every id in rules.ts: what `unoops rules ID` prints, what a run says, and what to do. */
export const RULE_PAGES: Readonly<Record<RuleId, RulePage>> = {
  ...KTHREAD_END_PAGES,
  ...KTHREAD_LIFE_PAGES,
  ...CALLBACK_PAGES,
  ...MEMORY_PAGES,
  ...CONTEXT_PAGES,
};

/** What to do about a finding. */
export function adviceFor(rule: RuleId): readonly string[] {
  return RULE_PAGES[rule].advice ?? [`unoops rules ${rule} says more.`];
}

/** The rule whose id is most like a mistyped one; undefined when none is much like it. */
export function nearestRule(text: string, ids: readonly RuleId[]): RuleId | undefined {
  const ranked = ids
    .map((id) => ({ id, edits: editsBetween(text, id) }))
    .toSorted((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits <= Math.max(2, best.id.length / 2) ? best.id : undefined;
}

/** Levenshtein's distance: letters to put in, to take out or to replace. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
