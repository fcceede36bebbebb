import { FREES, LOCKS, THE_LOCK, UNLOCKS } from "../../kernel-api/index.ts";
import { calleeName, walkExpressions, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import { isLasting } from "../names.ts";
import { initFunction, type Idiom, type Repair } from "../repair.ts";
import { blockOf, followers, leaves, placesIn, type StatementPlace } from "../statement-place.ts";

/** What one function does under a lock, another one does to the same list or pointer without. */
export const TAKE_THE_LOCK: Idiom = {
  title: "take the lock under which others use it",
  cost: "who holds the lock is waited for",
  weight: 1,
  example: `spin_lock(&items_lock);	/* as whoever walks the list does */
list_del(&item->node);
spin_unlock(&items_lock);
kfree(item);`,
  apply(repair) {
    const sections = sectionsIn(repair);
    if (sections.length === 0) throw new CannotEdit("nothing is done under a lock");
    let done = 0;
    for (const lock of new Set(sections.map(({ key }) => key))) {
      const own = sections.filter(({ key }) => key === lock);
      for (const fn of forgetful(repair, own)) if (coverIn(repair, fn, own)) done++;
      if (done > 0) return;
    }
    throw new CannotEdit("what is done under a lock is done under it everywhere");
  },
};

/** What is done from a lock to its unlock, in one block. */
interface Section {
  readonly fn: CFunction;
  readonly lock: Expr;
  readonly key: string;
  readonly takes: string;
  readonly drops: string;
  readonly inside: readonly StatementPlace[];
}

function sectionsIn(repair: Repair): Section[] {
  const { program } = repair;
  return program.indexed
    .filter(({ isMacro }) => !isMacro)
    .flatMap(placesIn)
    .flatMap((place) => {
      const { name: takes, args } = callIn(place.stmt);
      const [lock] = args;
      const key = lock && program.keyOf(lock, place.fn);
      const kind = LOCKS.get(takes);
      if (!lock || key === undefined || kind === undefined || kind === "reading" || THE_LOCK.has(takes))
        return [];
      const rest = followers(place);
      const end = rest.findIndex(({ stmt }) => isUnlockOf(repair, place.fn, stmt, key));
      const unlock = rest[end]?.stmt;
      if (!unlock) return [];
      return [{ fn: place.fn, lock, key, takes, drops: callIn(unlock).name, inside: rest.slice(0, end) }];
    });
}

/** The call that a statement is, by the callee's name; of another statement, one of nothing. */
function callIn(stmt: Stmt): { readonly name: string; readonly args: readonly Expr[] } {
  const expr = stmt.kind === "expr" && stmt.expr.kind === "call" ? stmt.expr : undefined;
  return { name: (expr && calleeName(expr)) ?? "", args: expr?.args ?? [] };
}

function isUnlockOf({ program }: Repair, fn: CFunction, stmt: Stmt, key: string): boolean {
  const { name, args } = callIn(stmt);
  const [lock] = args;
  return lock !== undefined && UNLOCKS.has(name) && program.keyOf(lock, fn) === key;
}

/** Places that others can reach which a statement names, in itself and in what stands in it. */
function shared({ program }: Repair, fn: CFunction, stmt: Stmt): Set<string> {
  const found = new Set<string>();
  walkExpressions(stmt, (expr, parents) => {
    const isPart = parents.some((outer) => outer.kind === "call" && outer.callee === expr);
    if ((expr.kind !== "name" && expr.kind !== "member") || isPart) return;
    const key = program.keyOf(expr, fn);
    if (key?.startsWith("global:") || key?.startsWith("field:")) found.add(key);
  });
  return found;
}

const UNLINKS = /^h?list_(?:del|move|splice|replace|add)\w*$/;

/** Whether something goes by a statement that somebody else may stand on: an entry of a list, memory, what a pointer said. */
function takesAway(stmt: Stmt, fn: CFunction): boolean {
  let found = false;
  walkExpressions(stmt, (expr) => {
    const name = calleeName(expr) ?? "";
    found ||= UNLINKS.test(name) || FREES.has(name);
    found ||= expr.kind === "assign" && (expr.target.kind === "member" || isLasting(fn, expr.target));
  });
  return found;
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((key) => b.has(key));
}

/** Functions that do not take the lock where they take something away that is used under it, or use what is taken away under it. */
function forgetful(repair: Repair, sections: readonly Section[]): CFunction[] {
  const init = initFunction(repair);
  const under = sections.flatMap(({ inside }) => inside);
  const isDestroyed = under.some(({ fn, stmt }) => takesAway(stmt, fn));
  return repair.program.indexed.filter((fn) => {
    if (fn.isMacro || fn === init) return false;
    const isMeant = fn.name === repair.finding.function && isDestroyed;
    return openIn(repair, fn, sections).some(({ stmt }) => isMeant || takesAway(stmt, fn));
  });
}

/** Whole statements of a function's blocks that name what is used under the lock, and do not stand under it. */
function openIn(repair: Repair, fn: CFunction, sections: readonly Section[]): StatementPlace[] {
  const [first] = sections;
  const used = new Set(
    sections.flatMap((section) =>
      section.inside.flatMap(({ stmt }) => [...shared(repair, section.fn, stmt)]),
    ),
  );
  used.delete(first?.key ?? "");
  const covered = sections
    .filter((section) => section.fn === fn)
    .flatMap(({ inside }) => inside.map(({ stmt }) => stmt));
  return placesIn(fn).filter(({ stmt, around }) => {
    if (stmt.kind === "block" || stmt.kind === "decl" || blockOf({ fn, stmt, around }) === undefined)
      return false;
    if (covered.some((one) => one === stmt || around.includes(one))) return false;
    if (covered.some(({ start, end }) => stmt.start <= start && end <= stmt.end)) return false;
    return common(shared(repair, fn, stmt), used);
  });
}

/** Puts the lock around what goes from the first of such statements to the last one, in the block that all of them stand in. */
function coverIn({ patch, ...repair }: Repair, fn: CFunction, sections: readonly Section[]): boolean {
  const [section] = sections.toSorted((a, b) => strictness(b) - strictness(a));
  const open = openIn({ patch, ...repair }, fn, sections).filter(
    ({ stmt }) => fn.name === repair.finding.function || takesAway(stmt, fn),
  );
  const outer = open.filter(({ around }) => !open.some(({ stmt }) => around.includes(stmt)));
  const [first] = outer;
  const last = outer.at(-1);
  if (!section || !first || !last) return false;
  if (blockOf(first) !== blockOf(last))
    throw new CannotEdit(`${where(fn, first.stmt)}: what is used under the lock is used in several blocks`);
  const inside = [first, ...followers(first).filter(({ stmt }) => stmt.end <= last.stmt.end)];
  const early = inside.find(({ stmt }) => leaves(stmt) || /\b(return|goto)\b/.test(textIn(fn, stmt)));
  if (early) throw new CannotEdit(`${where(fn, early.stmt)}: the function is left from here`);
  const lock = lockHere({ patch, ...repair }, fn, section, inside);
  patch.insertBefore(first, `${plain(section.takes)}(${lock});`);
  patch.insertAfter(last, `${plain(section.drops)}(${lock});`);
  return true;
}

const textIn = (fn: CFunction, { start, end }: Stmt): string => fn.file.code.slice(start, end);

/** Of the forms in which one lock is taken, the one that keeps away most. */
function strictness({ takes }: Section): number {
  if (takes.includes("_irq")) return 2;
  return takes.endsWith("_bh") ? 1 : 0;
}

/** Without the flags that somebody else's variable keeps. */
function plain(name: string): string {
  return name.replace(/_irq(?:save|restore)$/, "_irq");
}

/** The lock as this function would name it: the same variable, or the member of the object that it has at hand. */
function lockHere(
  { program }: Repair,
  fn: CFunction,
  { fn: from, lock }: Section,
  inside: readonly StatementPlace[],
): string {
  if (isLasting(from, lock)) return wordsOf(from, lock);
  const member = lock.kind === "unary" && lock.op === "&" ? lock.operand : undefined;
  const key = member && program.keyOf(member, from);
  const struct = key === undefined ? undefined : /^field:(\w+)\./.exec(key)?.[1];
  let object: string | undefined;
  for (const { stmt } of inside) {
    walkExpressions(stmt, (expr) => {
      if (object !== undefined || expr.kind !== "member" || !expr.arrow || expr.object.kind !== "name")
        return;
      if (struct !== undefined && program.keyOf(expr, fn)?.startsWith(`field:${struct}.`))
        object = expr.object.name;
    });
  }
  if (object === undefined || member?.kind !== "member")
    throw new CannotEdit(`${where(fn, fn)}: ${fn.name}() cannot name the lock`);
  return `&${object}->${member.field}`;
}
