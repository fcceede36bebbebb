import { FAULTS } from "./faults.ts";
import type { Kind } from "./kind.ts";
import { CHECKS } from "./warnings.ts";

/** Every kind, the more particular before the more general: the first that matches a line names it. */
export const KINDS: readonly Kind[] = [...FAULTS, ...CHECKS];

const HINT = new RegExp(
  [...new Set(KINDS.flatMap((kind) => kind.hints))]
    .map((hint) => hint.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("|"),
);

/** The kind that a line announces, if any. */
export function kindOf(text: string): Kind | undefined {
  return HINT.test(text) ? KINDS.find((kind) => kind.line.test(text)) : undefined;
}
