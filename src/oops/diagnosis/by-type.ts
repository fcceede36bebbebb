import type { RuleId } from "../../core/rules.ts";
import type { Crash } from "../crash.ts";
import { chain, type Diagnosis, type LogFacts } from "./diagnosis.ts";
import { pointerEvidence } from "./pointer-evidence.ts";
import { sceneEvidence } from "./scene.ts";

interface Meaning {
  readonly type: RegExp;
  readonly title?: RegExp;
  readonly rule: RuleId;
  readonly summary: string;
  readonly next: string;
}

/** Reports that say by themselves which rule was broken. */
const MEANINGS: readonly Meaning[] = [
  {
    type: /USE-AFTER-FREE/,
    rule: "use-after-free",
    summary: "Memory was used after it was freed",
    next: "compare the traces `Allocated by` and `Freed by` with the one of the use: whose lifetime ended first?",
  },
  {
    type: /INVALID-FREE/,
    rule: "double-free",
    summary: "Memory was freed twice, or was freed without having been allocated",
    next: "compare the trace `Freed by` with the one of this free",
  },
  {
    type: /^REFCOUNT_WARNING$/,
    rule: "refcount-misuse",
    summary: "A reference was taken or dropped on an object whose count had reached 0",
    next: "look for a put without its get, and for a get through a pointer that is not protected",
  },
  {
    type: /^ATOMIC_SLEEP$/,
    rule: "sleep-in-atomic",
    summary: "A function that may sleep was called where sleeping is not allowed",
    next: "look for the spinlock, the interrupt or the RCU section around the call",
  },
  {
    type: /^LOCKDEP$/,
    title: /deadlock|inconsistent lock state/,
    rule: "deadlock",
    summary: "Locks are taken in an order, or in a context, in which they can deadlock",
    next: "take the locks in one order everywhere, or disable interrupts where the handler takes the lock",
  },
  {
    type: /^KCSAN/,
    rule: "data-race",
    summary: "Two processors used the same memory at the same time, and one of them wrote",
    next: "protect it by a lock, or mark both accesses with READ_ONCE() and WRITE_ONCE()",
  },
];

export function byType({ crash, pointer }: LogFacts): Diagnosis | undefined {
  const found = MEANINGS.find(
    ({ type, title }) => type.test(crash.type) && (title?.test(crash.title) ?? true),
  );
  if (!found) return undefined;
  return {
    rule: found.rule,
    summary: `${found.summary}${both(crash) ?? place(crash.function)}.`,
    evidence: [...pointerEvidence(pointer, chain(crash)), ...sceneEvidence(crash)],
    next: [found.next],
  };
}

/** A pointer of slab poison was followed: whatever it was read from had been freed. */
export function byPointer({ crash, pointer }: LogFacts): Diagnosis | undefined {
  const kind = pointer?.meaning.kind;
  if (kind !== "poison-free" && kind !== "list-poison") return undefined;
  // 32-bit list poison is a small number: only one that was loaded is a pointer that somebody stored.
  if (kind === "list-poison" && (pointer?.value ?? 0n) < PAGE && pointer?.loads.length === 0)
    return undefined;
  return {
    rule: "use-after-free",
    summary: `A pointer was read from ${kind === "list-poison" ? "a list entry that had been deleted" : "memory that had been freed"}${place(crash.function)}.`,
    evidence: [...pointerEvidence(pointer, chain(crash)), ...sceneEvidence(crash)],
    next: ["look for who freed the object while this function could still reach it", "unoops run MODULE.c"],
  };
}

const PAGE = 4096n;

/** KCSAN names both sides of a race (kernel/kcsan/report.c). */
function both({ headline }: Crash): string | undefined {
  const [, one, other] = /^BUG: KCSAN: data-race in (\S+) \/ (\S+)$/.exec(headline) ?? [];
  return one === undefined ? undefined : `, in ${one}() and ${other}()`;
}

export function place(name: string | undefined): string {
  return name === undefined ? "" : `, in ${name}()`;
}
