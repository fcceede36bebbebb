import type { Finding } from "../../core/finding.ts";
import { LEAVES_NONE, READS_TASK, SHOWN, WAITS_FOR_WORD, WAKES } from "../../kernel-api/index.ts";
import {
  calleeName,
  innerStatements,
  walkExpression,
  type CFunction,
  type Expr,
  type SourceFile,
  type Stmt,
} from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { isField as isFieldKey, sameKey, type Key } from "../code/key.ts";
import { isOfOneObject } from "../code/one-object.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { armingsOf } from "../thread/callbacks.ts";
import { interruptHandlersOf } from "../thread/interrupts.ts";
import { placesIn } from "../thread/other-guard.ts";
import { lastFunctionsOf } from "../thread/removes.ts";
import { isZero } from "../thread/settled.ts";
import { lastingKey, type Thread } from "../thread/thread.ts";
import { calledByOthers, type CalledByOthers } from "../thread/user-operations.ts";

/**
 * A work or timer, another thread, or what user space does with a file, that uses the thread's handle and is there before the thread is, or still
 * is when the thread was stopped: `null-dereference`, `kthread-unreferenced-read`.
 */
export function* outsideLife(subject: ThreadCase): Generator<Finding> {
  const { program, thread, pin, others } = subject;
  const key = lastingKey(thread);
  const isField = key !== undefined && isFieldKey(key);
  if (key === undefined || !(isField || key.startsWith("global:"))) return;
  for (const user of usersOf(program, key, others)) {
    if (thread.creations.some(({ site }) => site.fn === user.use.fn)) continue;
    // of another object it may be what the user has
    const early = user.asks || isField ? undefined : comesEarly(subject, user);
    const late = pin.kind === "none" ? staysLate(subject, user, key) : undefined;
    const found = early ?? late;
    if (!found) continue;
    const { fn, call } = user.use;
    const comes = user.thread ? "run" : "be called";
    yield finding(
      early ? "null-dereference" : "kthread-unreferenced-read",
      "error",
      early
        ? `uses the handle of ${thread.name}() when it may still be NULL: ${user.fn.name}() may ${comes} before the thread is created`
        : `uses the task_struct of ${thread.name}() when kthread_stop() may have let it go: ${user.fn.name}() may still ${comes} then`,
      fn,
      call,
      [
        note(early ? `from here on it may ${comes}` : "the thread is stopped here", found.fn, found.from),
        note(early ? "the thread is created here" : "only here that ends", found.fn, found.to),
      ],
    );
  }
}

/** A function that others call, or another thread's, and the first use of the handle in it. */
interface User extends CalledByOthers {
  /** Whose function it is. */
  readonly thread?: Thread;
  readonly use: CallSite;
  /** Whether a test asks for the handle before. */
  readonly asks: boolean;
}

function usersOf(program: SourceProgram, key: Key, others: readonly ThreadCase[]): User[] {
  // one that may have ended by itself may be gone when the other is stopped
  const threads = others.flatMap(({ thread, life: { early } }) =>
    thread.fn && early.length === 0 ? [{ fn: thread.fn, callback: undefined, thread }] : [],
  );
  const isHandle = (place: Expr | undefined, fn: CFunction): boolean => {
    const own = place && program.keyOf(place, fn);
    return own !== undefined && sameKey(own, key);
  };
  const handlers = interruptHandlersOf(program).flatMap(({ fn, isSilenced }) =>
    isSilenced ? [] : { fn, callback: undefined },
  );
  const all: readonly (CalledByOthers & Pick<User, "thread">)[] = [
    ...calledByOthers(program),
    ...handlers,
    ...threads,
  ];
  return all.flatMap((user): User[] => {
    const { fn } = user;
    const use = program.callsIn(fn).find(({ call }) => {
      const name = calleeName(call) ?? "";
      return (WAKES.has(name) || READS_TASK.has(name)) && isHandle(call.args[0], fn);
    });
    if (!use) return [];
    // what a thread waits for may be what tells it that the other is there
    const waits = program.callsIn(fn).some(({ call }) => WAITS_FOR_WORD.test(calleeName(call) ?? ""));
    if (user.thread && waits) return [];
    const tests = testsBefore(fn, use.call.start);
    const asking = tests.filter((test) => placesIn(test).every((place) => isHandle(place, fn)));
    return asking.length === tests.length ? [{ ...user, use, asks: tests.length > 0 }] : [];
  });
}

/** The conditions in a function before an offset. */
function testsBefore({ body }: CFunction, before: number): Expr[] {
  const within = (stmt: Stmt): Expr[] => [
    ...(stmt.kind === "if" && stmt.test.end <= before ? [stmt.test] : []),
    ...innerStatements(stmt).flatMap(within),
  ];
  return body ? within(body) : [];
}

/** Two moments in one function. */
interface Between {
  readonly fn: CFunction;
  readonly from: Expr;
  readonly to: Expr;
}

/** Where a creator lets the user come before it creates the thread. */
function comesEarly({ program, thread }: ThreadCase, user: User): Between | undefined {
  for (const { site, namedAt } of thread.creations) {
    if (namedAt !== site) continue;
    const from = beginningsOf(program, user).find(
      ({ fn, call }) => fn === site.fn && call.end <= site.call.start,
    );
    if (from) return { fn: site.fn, from: from.call, to: site.call };
  }
  return undefined;
}

/** Where the last function of a module or a device stops the thread, and only then sees to it that the user does not come any more. */
function staysLate({ program, thread }: ThreadCase, user: User, key: Key): Between | undefined {
  const isEnd = endOf(program, user);
  const last = lastFunctionsOf(program);
  for (const { site } of thread.stops) {
    const { fn, call } = site;
    if (!last.has(fn)) continue;
    if (user.asks && program.writesTo(key).some((write) => write.fn === fn && isZero(write.value))) continue;
    const [end, another] = program.callsIn(fn).filter(isEnd);
    if (end && isFieldKey(key) && !isOfOneObject(site, end)) continue;
    if (end && !another && end.call.start >= call.end) return { fn, from: call, to: end.call };
  }
  return undefined;
}

/** Calls from which on the user may come. */
function beginningsOf(program: SourceProgram, { fn: user, callback, thread }: User): CallSite[] {
  if (thread) return thread.creations.filter(({ wakes }) => wakes).map(({ namedAt }) => namedAt);
  if (!callback) {
    return program.indexed.flatMap((fn) =>
      program.callsIn(fn).filter(({ call }) => {
        const name = calleeName(call) ?? "";
        return SHOWN.some(({ shows }) => shows.test(name)) && leadsTo(program, fn.file, call.args, user.name);
      }),
    );
  }
  return armingsOf(program, callback).map(({ site }) => site);
}

/** Tells the calls that see to it that the user does not come any more. */
function endOf(program: SourceProgram, user: User): (site: CallSite) => boolean {
  const { callback, thread } = user;
  if (thread) return ({ call }) => thread.stops.some(({ site }) => site.call === call);
  if (callback) {
    return ({ fn, call }) => {
      const [what] = call.args;
      const ended = LEAVES_NONE.has(calleeName(call) ?? "") && what ? program.keyOf(what, fn) : undefined;
      return ended !== undefined && sameKey(ended, callback.key);
    };
  }
  const [shown, another] = beginningsOf(program, user).map((site) => calleeName(site.call) ?? "");
  if (shown === undefined || another !== undefined) return () => false;
  const ends = SHOWN.filter(({ shows }) => shows.test(shown));
  return ({ call }) => ends.some(({ hides }) => hides.test(calleeName(call) ?? ""));
}

/** Whether what a call is given has a table with the function in it: `misc_register(&misc)`, `.fops = &fops`, `.write = user`. */
function leadsTo(
  program: SourceProgram,
  file: SourceFile,
  from: readonly Expr[],
  user: string,
  seen = new Set<string>(),
): boolean {
  const names = new Set<string>();
  for (const expr of from)
    walkExpression(expr, (inner) => {
      if (inner.kind === "name") names.add(inner.name);
    });
  return [...names].some((name) => {
    if (name === user) return true;
    if (seen.has(name) || !file.globals.has(name)) return false;
    seen.add(name);
    const init = file.globals.get(name)?.init;
    const setUp = program.callsOf("cdev_init").filter(({ call: { args } }) => {
      const [device] = args;
      return device?.kind === "unary" && device.operand.kind === "name" && device.operand.name === name;
    });
    const next = [...(init ? [init] : []), ...setUp.flatMap(({ call }) => call.args.slice(1))];
    return leadsTo(program, file, next, user, seen);
  });
}
