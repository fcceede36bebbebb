import type { Calls } from "../wasm/calls.ts";

/**
 * Functions in which a task may be switched away: those that call, themselves or through others, an import at which it may be, or whom
 * nobody knows.
 * @param imports numbers of those imports
 */
export function mayBeSwitched(
  calls: readonly Calls[],
  imported: number,
  imports: readonly number[],
): Set<number> {
  const callers = new Map<number, number[]>();
  const found = new Set(imports);
  for (const [number, { targets, indirect }] of calls.entries()) {
    for (const target of targets) {
      const known = callers.get(target);
      if (known) known.push(imported + number);
      else callers.set(target, [imported + number]);
    }
    if (indirect) found.add(imported + number);
  }
  for (const index of found) for (const caller of callers.get(index) ?? []) found.add(caller);
  return found;
}
