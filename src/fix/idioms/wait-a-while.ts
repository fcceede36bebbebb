import { ASKS_STOP } from "../../kernel-api/index.ts";
import { calleeName, type Expr, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, wordsOf } from "../handle.ts";
import { include } from "../include.ts";
import { threadFunction, type Idiom } from "../repair.ts";
import { innermostLoop, placesIn, textOf, type StatementPlace } from "../statement-place.ts";
import { askInHead, isEndless } from "./wakeup.ts";

type Call = Extract<Expr, { kind: "call" }>;

/**
 * kthread_stop() wakes the thread, and one that waits for a semaphore or a completion sleeps on: kernel/locking/semaphore.c,
 * ___down_common(), and kernel/sched/completion.c, do_wait_for_common(). Where the wait ends by itself, the loop asks.
 */
const FOR_A_WHILE: readonly { readonly waits: RegExp; readonly test: (what: string) => string }[] = [
  { waits: /^down(_interruptible|_killable)?$/, test: (what) => `down_timeout(${what}, HZ)` },
  {
    waits: /^wait_for_completion(_interruptible|_killable)?$/,
    test: (what) => `!wait_for_completion_timeout(${what}, HZ)`,
  },
];

export const WAIT_A_WHILE: Idiom = {
  title: "let the thread wait a second at a time, and ask in between whether it should stop",
  cost: "the thread wakes up every second, and its stop takes as long",
  weight: 2,
  example: `while (!kthread_should_stop()) {
	if (down_timeout(&items, HZ))
		continue;
	...
}`,
  apply(repair) {
    const fn = threadFunction(repair);
    const asked = new Set<Stmt>();
    for (const place of placesIn(fn)) {
      const wait = waitOf(place);
      const loop = wait && innermostLoop(place);
      if (!wait || !loop) continue;
      if (loop.kind === "do" || loop.kind === "macro")
        throw new CannotEdit(`${where(fn, loop)}: the next round of this loop is not behind a question`);
      if (place.around.slice(place.around.indexOf(loop)).some(({ kind }) => kind === "switch"))
        throw new CannotEdit(`${where(fn, place.stmt)}: the wait stands in a switch`);
      const [what] = wait.call.args;
      if (!what) continue;
      if (isEndless(loop) && !asked.has(loop)) {
        askInHead(repair.patch, { fn, stmt: loop, around: [] });
        asked.add(loop);
      } else if (!isEndless(loop) && !asksForStop(textOf({ fn, stmt: loop }))) {
        throw new CannotEdit(`${where(fn, loop)}: this loop asks for something else`);
      }
      repair.patch.rewrite(place, `if (${wait.test(wordsOf(fn, what))})`, "\tcontinue;");
      include(repair.patch, fn.file, "linux/jiffies.h");
      asked.add(loop);
    }
    if (asked.size === 0)
      throw new CannotEdit(`${fn.name}() waits in no loop for a semaphore or a completion`);
  },
};

function asksForStop(text: string): boolean {
  return [...ASKS_STOP].some((name) => text.includes(`${name}(`));
}

/** A wait that is a statement of its own, or an `if` around one that leaves the loop or does nothing but go round. */
function waitOf({ stmt }: StatementPlace): { call: Call; test: (what: string) => string } | undefined {
  const expr = stmt.kind === "expr" ? stmt.expr : stmt.kind === "if" && !stmt.no ? stmt.test : undefined;
  if (expr?.kind !== "call") return undefined;
  const known = FOR_A_WHILE.find(({ waits }) => waits.test(calleeName(expr) ?? ""));
  if (!known || (stmt.kind === "if" && !goesOn(stmt.yes))) return undefined;
  return { call: expr, test: known.test };
}

function goesOn(yes: Stmt): boolean {
  const [only, more] = yes.kind === "block" ? yes.body : [yes];
  return !more && (only?.kind === "break" || only?.kind === "continue" || only?.kind === "return");
}
