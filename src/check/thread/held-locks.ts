import { calleeName, isGuard, type CFunction, type Expr } from "../../source/index.ts";
import type { Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { ownGuards } from "./own-guards.ts";
import type { CallExpr } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { GUARDS, LOCK_KINDS, LOCKS, THE_LOCK, UNLOCKS, type LockKind } from "../../kernel-api/index.ts";

/** A lock that a call takes, or lets go. */
export interface LockStep {
  readonly key: Key;
  /** Undefined when it is let go. */
  readonly kind: LockKind | undefined;
}

/** A lock that a path holds. */
export interface HeldLock extends LockStep {
  readonly kind: LockKind;
}

/** What a call does to a lock: `mutex_lock(&l)`, `scoped_guard(mutex, &l)`. */
export function lockStep(
  program: SourceProgram,
  name: string,
  call: CallExpr,
  fn: CFunction,
): LockStep | undefined {
  const [first, second, third] = call.args;
  if (isScope(name)) {
    const guarded = name === "scoped_cond_guard" ? third : second;
    return first?.kind === "name" ? guardOf(program, first.name, guarded, fn) : undefined;
  }
  const lock = LOCKS.has(name) || UNLOCKS.has(name) ? first : undefined;
  const only = THE_LOCK.get(name);
  const key = only === undefined ? lock && program.keyOf(lock, fn) : `global:${only}`;
  return key === undefined ? undefined : { key, kind: LOCKS.get(name) };
}

/** True for a macro whose lock is held in the statement behind it. */
export function isScope(name: string): boolean {
  return name === "scoped_guard" || name === "scoped_cond_guard";
}

/** The lock that `guard(mutex)(&l)` takes until its scope ends. */
export function guardStep(program: SourceProgram, call: CallExpr, fn: CFunction): LockStep | undefined {
  const { callee } = call;
  if (!isGuard(call) || callee.kind !== "call") return undefined;
  const [kind] = callee.args;
  return kind?.kind === "name" ? guardOf(program, kind.name, call.args[0], fn) : undefined;
}

/** What any call does to a lock. */
export function anyLockStep(program: SourceProgram, call: CallExpr, fn: CFunction): LockStep | undefined {
  return lockStep(program, calleeName(call) ?? "", call, fn) ?? guardStep(program, call, fn);
}

function guardOf(
  program: SourceProgram,
  name: string,
  lock: Expr | undefined,
  fn: CFunction,
): LockStep | undefined {
  const kind = GUARDS.get(name);
  if (kind === undefined) return ownGuardOf(program, name, lock, fn);
  const key = lock ? program.keyOf(lock, fn) : name === "rcu" ? "global:rcu" : undefined;
  return key === undefined ? undefined : { key, kind };
}

/** The same of a guard that the files define. */
function ownGuardOf(
  program: SourceProgram,
  name: string,
  given: Expr | undefined,
  fn: CFunction,
): LockStep | undefined {
  for (const file of program.files) {
    const guard = ownGuards(file).get(name);
    if (!guard) continue;
    const key = guard.lock ? program.keyOf(guard.lock, guard.fn) : given && program.keyOf(given, fn);
    return key === undefined ? undefined : { key, kind: guard.kind };
  }
  return undefined;
}

/** Marks a path that holds the lock. */
export function markOf({ key, kind }: HeldLock): string {
  return `lock:${kind}:${key}`;
}

/** The state with the lock taken, or let go. */
export function withLock(state: State, { key, kind }: LockStep): State {
  const free = LOCK_KINDS.reduce((at, held) => at.unmark(markOf({ key, kind: held })), state);
  return kind ? free.mark(markOf({ key, kind })) : free; // downgrade_write() leaves it held in another way
}

/** The locks that a path holds, in the order it took them. */
export function locksHeld({ marks }: State): HeldLock[] {
  return [...marks].flatMap((mark) => {
    const [, word, key = ""] = /^lock:(\w+):(.*)$/.exec(mark) ?? [];
    const kind = LOCK_KINDS.find((known) => known === word);
    return kind ? [{ key, kind }] : [];
  });
}

/** Keys of the locks that are held, and by nobody else. */
export function heldLocks(state: State): Key[] {
  return locksHeld(state).flatMap(({ key, kind }) =>
    kind === "sleeping" || kind === "spinning" ? [key] : [],
  );
}

/** What forbids to sleep: a spinlock that is held, or an RCU reader's section. */
export function atomicLock(state: State): HeldLock | undefined {
  return locksHeld(state).find(({ kind }) => kind === "spinning" || kind === "reading");
}

/** A sleep where nobody may sleep. */
export interface AtomicSleep {
  readonly fn: CFunction;
  readonly call: CallExpr;
  readonly lock: HeldLock;
  readonly state: State;
}

/** Why nobody may sleep there. */
export function whyAtomic(kind: LockKind): string {
  return kind === "reading" ? "RCU is being read" : "a spinlock is held";
}

/** Marks a lock that goes with the function, however it returns. */
const WITH_FUNCTION = "guard";

/** The state in which a guard of the function at this depth holds the lock. */
export function withGuard(state: State, step: LockStep, depth: number): State {
  return withLock(state, step).mark(`${WITH_FUNCTION}:${depth}:${step.key}`);
}

/** The state after the function at this depth has returned. */
export function withoutGuards(state: State, depth: number): State {
  const prefix = `${WITH_FUNCTION}:${depth}:`;
  return [...state.marks]
    .filter((mark) => mark.startsWith(prefix))
    .reduce(
      (at, mark) => withLock(at.unmark(mark), { key: mark.slice(prefix.length), kind: undefined }),
      state,
    );
}

/** The state after the scope of `scoped_guard(...)`, or of a block with a `guard(...)(...)`, of the function at this depth. */
export function afterScope(
  program: SourceProgram,
  head: Expr,
  fn: CFunction,
  state: State,
  depth: number,
): State {
  const step = head.kind === "call" ? anyLockStep(program, head, fn) : undefined;
  if (!step) return state;
  return withLock(state.unmark(`${WITH_FUNCTION}:${depth}:${step.key}`), { key: step.key, kind: undefined });
}
