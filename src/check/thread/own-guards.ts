import {
  calleeName,
  readSource,
  walkExpressions,
  type CFunction,
  type Expr,
  type SourceFile,
} from "../../source/index.ts";
import { LOCKS, type LockKind } from "../../kernel-api/index.ts";

/** What a guard that a file defines does: it takes the lock that it is given, or one that this leads to. */
export interface OwnGuard {
  readonly kind: LockKind;
  /** The lock, as the definition names it; undefined for the very object that the guard is given. */
  readonly lock: Expr | undefined;
  /** The definition as a function of the file, whose parameter is what the guard is given. */
  readonly fn: CFunction;
}

/**
 * Macros of include/linux/cleanup.h (6.5) that define a guard: which argument is the type of what it is given, and which
 * one takes the lock. A guard of LOCK_GUARD_1 is given a pointer to its type, and calls it `_T->lock`.
 */
const DEFINERS: ReadonlyMap<
  string,
  { readonly type?: number; readonly lock: number; readonly pointer?: true }
> = new Map([
  ["DEFINE_GUARD", { type: 1, lock: 2 }],
  ["DEFINE_LOCK_GUARD_1", { type: 1, lock: 2, pointer: true }],
  ["DEFINE_LOCK_GUARD_0", { lock: 1 }],
]);

/** `DEFINE_GUARD_COND(demo, _try, mutex_trylock(&_T->lock))` defines `demo_try`, which takes what `demo` takes. */
const VARIANTS: ReadonlySet<string> = new Set(["DEFINE_GUARD_COND", "DEFINE_LOCK_GUARD_1_COND"]);

const KNOWN = new WeakMap<SourceFile, ReadonlyMap<string, OwnGuard>>();

/** The guards that a file defines, by name. */
export function ownGuards(file: SourceFile): ReadonlyMap<string, OwnGuard> {
  const known = KNOWN.get(file) ?? readGuards(file);
  KNOWN.set(file, known);
  return known;
}

function readGuards(file: SourceFile): ReadonlyMap<string, OwnGuard> {
  const found = new Map<string, OwnGuard>();
  for (const { name: macro, args } of file.topLevelCalls) {
    const [name = "", second = ""] = args;
    const base = found.get(name);
    if (VARIANTS.has(macro) && base) found.set(`${name}${second}`, base);
    const guard = guardOf(file, macro, args);
    if (guard) found.set(name, guard);
  }
  return found;
}

function guardOf(file: SourceFile, macro: string, args: readonly string[]): OwnGuard | undefined {
  const form = DEFINERS.get(macro);
  const lock = form && args[form.lock];
  if (!form || lock === undefined) return undefined;
  const type = form.type === undefined ? "void *" : `${args[form.type] ?? ""}${form.pointer ? " *" : ""}`;
  const takes = form.pointer ? lock.replace(/\b_T\s*->\s*lock\b/g, GIVEN) : lock.replace(/\b_T\b/g, GIVEN);
  const read = readSource(file.path, `void guard(${type} ${GIVEN}) { ${takes}; }`).functions.get("guard");
  if (!read?.body) return undefined;
  // a function reads itself when it is asked, so that its parts are named here
  const { body, flow, locals } = read;
  const fn: CFunction = { ...read, file, body, flow, locals };
  let guard: OwnGuard | undefined;
  walkExpressions(read.body, (expr) => {
    const kind = expr.kind === "call" ? LOCKS.get(calleeName(expr) ?? "") : undefined;
    const [object] = expr.kind === "call" ? expr.args : [];
    if (!kind || !object) return;
    guard ??= { kind, fn, lock: object.kind === "name" && object.name === GIVEN ? undefined : object };
  });
  return guard;
}

const GIVEN = "_G";
