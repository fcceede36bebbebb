/**
 * All that a diagnosis may call certain. A claim is here only if the log cannot be read otherwise:
 * `test/oops/certain.test.ts` asks for each a log beside the one that shows it, in which it is not made.
 */
export const CLAIMS = [
  "earlier-crash",
  "earlier-oopses",
  "died-before",
  "warned-before",
  "module-leaves",
  "module-left",
  "in-delete-module",
  "system-call",
  "name-on-stack",
  "name-of-delete-module",
  "size-was-known",
  "asked-for-memory",
  "nobody-to-kill",
  "freed-poison-overwritten",
  "dropped-no-reference",
  "took-from-zero",
  "count-of-no-task",
  "no-kernel-thread",
  "dropped-last-reference",
  "read-freed-memory",
  "sleeps-in-stop",
  "thread-never-completed",
  "sleeps-below",
  "never-woken",
  "error-pointer",
  "in-first-page",
  "accessed-through",
  "loaded-from",
  "member-cleared",
  "member-named",
  "code-is-gone",
  "data-is-gone",
  "run-by",
  "object-past",
  "may-not-sleep",
  "tracked-object",
] as const;

export type Claim = (typeof CLAIMS)[number];
