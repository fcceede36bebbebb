import { RULE_PAGES } from "../core/rule-pages.ts";
import type { RuleId } from "../core/rules.ts";
import { STOPPERS } from "../kernel-api/index.ts";
import type { Trap } from "../machine/trap.ts";

/** What a run shows, in one line: what its rule says, or more exactly what happened where the rule covers several things. */
export function messageFor(rule: RuleId, trap: Trap, stuck: number): string {
  if (rule === "deadlock" && stuck === 1) return "waits forever: nobody is left to wake it";
  if (rule === "endless-loop" && trap.kind === "livelock")
    return "loops here forever: what it waits for never comes";
  if (rule === "kthread-err-ptr" && !trap.stack.some((name) => STOPPERS.has(name)))
    return "what a failed creation gave is used as a thread: it is an ERR_PTR";
  return trap.kind === "out-of-bounds" || trap.kind === "read-only"
    ? trap.text
    : (RULE_PAGES[rule].found ?? trap.text);
}
