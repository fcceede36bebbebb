import { EXITS } from "../../kernel-api/index.ts";
import { calleeName, type CFunction, type Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { freeName } from "../names.ts";
import { handleStays, threadFunction, type Idiom } from "../repair.ts";
import { placesIn, type StatementPlace } from "../statement-place.ts";

/** TASK_IDLE (4.2): a pending signal does not end the sleep, and it does not count as load. */
const WAIT = [
  "set_current_state(TASK_IDLE);",
  "while (!kthread_should_stop()) {",
  "\tschedule();",
  "\tset_current_state(TASK_IDLE);",
  "}",
  "__set_current_state(TASK_RUNNING);",
];

/** The thread sleeps until it is stopped, and only then returns. */
export const WAIT_FOR_STOP: Idiom = {
  title: "let the thread wait for its stop before it returns",
  cost: "a thread that is done sleeps, with its stack, until it is stopped; every start needs its stop",
  weight: 3,
  example: `	set_current_state(TASK_IDLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_IDLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;`,
  apply(repair) {
    const fn = threadFunction(repair);
    handleStays(repair);
    const ends = waysOut(fn);
    if (ends.length === 0) throw new CannotEdit(`${fn.name}() has no return that could be read`);
    if (ends.length === 1 && ends[0]) return repair.patch.insertBefore(ends[0], ...WAIT);
    const name = freeName(fn, "wait_for_kthread_stop");
    repair.patch.above(fn, `static void ${name}(void)`, "{", ...WAIT.map((line) => `\t${line}`), "}");
    for (const end of ends) repair.patch.insertBefore(end, `${name}();`);
  },
};

/** Statements that end the thread. */
export function waysOut(fn: CFunction): StatementPlace[] {
  return placesIn(fn).filter(({ stmt }) => stmt.kind === "return" || exits(stmt));
}

function exits(stmt: Stmt): boolean {
  return stmt.kind === "expr" && EXITS.has(calleeName(stmt.expr) ?? "");
}
