/** Every rule id that a finding can carry; `rule-pages.ts` holds the prose of each. */
export const RULE_IDS = [
  "kthread-stop-after-exit",
  "kthread-outlives-module",
  "kthread-double-stop",
  "kthread-pin-too-late",
  "kthread-unreferenced-read",
  "kthread-ref-leak",
  "kthread-err-ptr",
  "kthread-null-check",
  "kthread-stop-deadlock",
  "kthread-never-stops",
  "kthread-never-ran",
  "kthread-lost-wakeup",
  "allow-signal-mask",
  "work-outlives-module",
  "timer-outlives-module",
  "tasklet-outlives-module",
  "rcu-callback-outlives-module",
  "handler-outlives-module",
  "file-outlives-module",
  "use-after-free",
  "double-free",
  "refcount-misuse",
  "sleep-in-atomic",
  "deadlock",
  "irq-lock-inversion",
  "endless-loop",
  "data-race",
  "module-leak",
  "null-dereference",
  "out-of-bounds",
  "uninitialised-read",
  "undefined-arithmetic",
  "lock-misuse",
  "api-misuse",
  "bug-reached",
] as const;

export type RuleId = (typeof RULE_IDS)[number];

export function isRuleId(text: string): text is RuleId {
  return (RULE_IDS as readonly string[]).includes(text);
}
