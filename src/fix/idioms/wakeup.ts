import { SLEEPS as MAY_SLEEP } from "../../kernel-api/index.ts";
import { calleeName, walkExpressions, type CFunction, type Expr, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { createAwake, keptCreation, whenCreated } from "../creation-edits.ts";
import { operandOf, where, wordsOf } from "../handle.ts";
import { threadFunction, threadOf, type Idiom, type Repair } from "../repair.ts";
import { blockOf, followers, parentOf, placesIn, textOf, type StatementPlace } from "../statement-place.ts";
import { isCall } from "./order.ts";

const SETS_STATE = new Set(["set_current_state", "__set_current_state"]);
const SLEEPS = new Set(["schedule", "schedule_timeout", "io_schedule"]);

/** A wake-up that comes after the state is set makes the task run again; so the condition is asked once more in between. */
export const ASK_AFTER_STATE: Idiom = {
  title: "ask again after the task's state is set, before it sleeps",
  cost: "nothing",
  example: `set_current_state(TASK_INTERRUPTIBLE);
if (!kthread_should_stop())
	schedule();
__set_current_state(TASK_RUNNING);`,
  apply(repair) {
    const sleeper =
      repair.thread?.fn ?? repair.program.indexed.find(({ name }) => name === repair.finding.function);
    if (!sleeper) throw new CannotEdit("the function that sleeps is in none of the files");
    let done = 0;
    for (const state of placesIn(sleeper)) {
      if (!isCall(state.stmt, SETS_STATE)) continue;
      const [sleep, next] = followers(state);
      if (!sleep || !isCall(sleep.stmt, SLEEPS)) continue;
      const condition = conditionAround(sleep);
      if (condition === undefined) continue;
      const words = sleeper.file.text.slice(sleep.stmt.start, sleep.stmt.end);
      const running = next && isCall(next.stmt, SETS_STATE) ? [] : ["__set_current_state(TASK_RUNNING);"];
      repair.patch.rewrite(sleep, `if (${condition})`, `\t${words}`, ...running);
      done++;
    }
    if (done === 0)
      throw new CannotEdit("no sleep was found whose condition is asked before the task's state is set");
  },
};

/** What must hold for the sleep, as the nearest `while` or `if` around it says. */
function conditionAround(place: StatementPlace): string | undefined {
  for (let outer = parentOf(place); outer; outer = parentOf(outer)) {
    const { stmt, fn } = outer;
    if ((stmt.kind === "while" || stmt.kind === "if") && stmt.test.kind !== "number")
      return wordsOf(fn, stmt.test);
    if (stmt.kind === "for" && stmt.test) return wordsOf(fn, stmt.test);
  }
  return undefined;
}

/** The creation wakes it. */
export const RUN_AT_CREATION: Idiom = {
  title: "start the thread where it is created",
  cost: "nothing",
  example: `k = kthread_run(fn, data, "name");`,
  apply(repair) {
    for (const creation of threadOf(repair).creations) createAwake(repair, keptCreation(creation));
  },
};

/** Whoever created it wakes it. */
export const WAKE_WHEN_CREATED: Idiom = {
  title: "wake the thread once it is created",
  cost: "nothing",
  example: `k = kthread_create(fn, data, "name");
if (IS_ERR(k))
	return PTR_ERR(k);
wake_up_process(k);`,
  apply(repair) {
    for (const creation of threadOf(repair).creations) {
      const created = keptCreation(creation);
      if (creation.wakes) throw new CannotEdit("the thread is already woken where it is created");
      whenCreated(repair, created, [`wake_up_process(${created.handle});`]);
    }
  },
};

/** Endless loops and waits of the thread ask whether it should stop. */
export const ASK_FOR_STOP: Idiom = {
  title: "let the thread's loop ask whether it should stop",
  cost: "the thread ends between two rounds: what it waits for must wake up for a stop too",
  example: `while (!kthread_should_stop()) {
	...
}`,
  apply(repair) {
    const fn = threadFunction(repair);
    const loops = placesIn(fn).filter(({ stmt }) => isEndless(stmt));
    const waits = waitsIn(fn, "kthread_should_stop");
    if (loops.length === 0 && waits.length === 0) {
      throw new CannotEdit(`${fn.name}() has no endless loop and no wait that could ask`);
    }
    for (const loop of loops.slice(0, 1)) {
      askInHead(repair.patch, loop);
      const [after] = followers(loop);
      if (!after && /\bint\b/.test(fn.returnType) && blockOf(loop) === fn.body)
        repair.patch.insertAfter(loop, "return 0;");
    }
    for (const condition of waits) {
      repair.patch.replace(fn.file, condition, `${operandOf("||", fn, condition)} || kthread_should_stop()`);
    }
  },
};

/** kthread_park() waits until the thread says that it is parked, which kthread_parkme() alone does (kernel/kthread.c). */
export const PARK_WHEN_ASKED: Idiom = {
  title: "let the thread's loop park where it is asked to",
  cost: "nothing",
  example: `while (!kthread_should_stop()) {
	if (kthread_should_park()) {
		kthread_parkme();
		continue;
	}
	...
}`,
  apply(repair) {
    const fn = threadFunction(repair);
    if (!repair.program.indexed.some((one) => callsIn(repair, one, "kthread_park")))
      throw new CannotEdit("nobody parks a thread");
    if (callsIn(repair, fn, "kthread_parkme")) throw new CannotEdit(`${fn.name}() parks already`);
    const loop = placesIn(fn).find(({ stmt, around }) => isLoop(stmt) && !around.some(isLoop));
    if (!loop || !isLoop(loop.stmt) || loop.stmt.body.kind !== "block")
      throw new CannotEdit(`${fn.name}() has no loop with a block`);
    const { body } = loop.stmt;
    const first = body.body.find(({ kind }) => kind !== "decl");
    if (!first) throw new CannotEdit(`${where(fn, body)}: the loop does nothing`);
    repair.patch.insertBefore(
      { fn, stmt: first, around: [...loop.around, loop.stmt, body] },
      "if (kthread_should_park()) {",
      "\tkthread_parkme();",
      "\tcontinue;",
      "}",
    );
    for (const condition of waitsIn(fn, "kthread_should_park"))
      repair.patch.replace(fn.file, condition, `${operandOf("||", fn, condition)} || kthread_should_park()`);
  },
};

type Loop = Extract<Stmt, { kind: "while" | "for" }>;

function isLoop(stmt: Stmt): stmt is Loop {
  return stmt.kind === "while" || stmt.kind === "for";
}

function callsIn({ program }: Repair, fn: CFunction, name: string): boolean {
  return program.callsIn(fn).some(({ call }) => calleeName(call) === name);
}

export function isEndless(stmt: Stmt): boolean {
  if (stmt.kind === "for")
    return stmt.test === undefined && stmt.init?.kind !== "decl" && stmt.step === undefined;
  if (stmt.kind !== "while") return false;
  const { test } = stmt;
  return (test.kind === "number" && test.value !== 0) || (test.kind === "name" && test.name === "true");
}

export function askInHead(patch: Parameters<Idiom["apply"]>[0]["patch"], { fn, stmt }: StatementPlace): void {
  if (stmt.kind !== "for" && stmt.kind !== "while") return;
  const head = /^(for|while)\s*\([^()]*\)/.exec(fn.file.text.slice(stmt.start, stmt.body.start));
  if (!head) throw new CannotEdit(`${where(fn, stmt)}: the head of this loop cannot be read`);
  patch.replace(
    fn.file,
    { start: stmt.start, end: stmt.start + head[0].length },
    "while (!kthread_should_stop())",
  );
}

/** A loop within the thread's loop that sleeps until something comes, and asks for nothing else; what follows both is a plain return. */
export const LEAVE_INNER_WAIT: Idiom = {
  title: "let the thread's inner loop, which waits for something, ask whether it should stop",
  cost: "the thread ends without what it waited for",
  example: `while (!wait_for_completion_timeout(&here, HZ))
	if (kthread_should_stop())
		return 0;`,
  apply(repair) {
    const fn = threadFunction(repair);
    let done = 0;
    for (const place of placesIn(fn)) {
      const { stmt, around } = place;
      const outer = around.find(({ kind }) => kind === "while" || kind === "for" || kind === "do");
      if (!outer || (stmt.kind !== "while" && stmt.kind !== "do")) continue;
      if (!sleepsIn(stmt) || textOf(place).includes("kthread_should_stop")) continue;
      const end = followers({ fn, stmt: outer, around: around.slice(0, around.indexOf(outer)) })[0]?.stmt;
      if (end?.kind !== "return") throw new CannotEdit(`${where(fn, outer)}: more follows than a return`);
      const [first = stmt.body] = stmt.body.kind === "block" ? stmt.body.body : [];
      const inside = stmt.body.kind === "block" ? [...around, stmt, stmt.body] : [...around, stmt];
      const leave = textOf({ fn, stmt: end });
      repair.patch.insertBefore(
        { fn, stmt: first, around: inside },
        "if (kthread_should_stop())",
        `\t${leave}`,
      );
      done++;
    }
    if (done === 0) throw new CannotEdit(`${fn.name}() has no loop within its loop that sleeps`);
  },
};

function sleepsIn(stmt: Stmt): boolean {
  let sleeps = false;
  walkExpressions(stmt, (expr) => {
    sleeps ||= expr.kind === "call" && MAY_SLEEP.test(calleeName(expr) ?? "");
  });
  return sleeps;
}

/** Conditions of wait_event() and its kin that do not ask yet; include/linux/wait.h. */
function waitsIn(fn: CFunction, asked: string): Expr[] {
  const found: Expr[] = [];
  if (!fn.body) return found;
  walkExpressions(fn.body, (expr) => {
    const [, condition] = expr.kind === "call" ? expr.args : [];
    if (!condition || !calleeName(expr)?.startsWith("wait_event")) return;
    if (!wordsOf(fn, condition).includes(asked)) found.push(condition);
  });
  return found;
}
