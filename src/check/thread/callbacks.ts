import { ARMS, BINDS, LEAVES_NONE, type CallbackKind } from "../../kernel-api/index.ts";
import type { CFunction, Expr } from "../../source/index.ts";
import { keyOfGlobal, sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";

/** A work, timer or tasklet, and the function that it calls. */
export interface Callback {
  readonly kind: CallbackKind;
  readonly key: Key;
  readonly fn: CFunction;
}

/** The callbacks that a program sets up: `INIT_WORK(&d->work, job)`, `static DECLARE_WORK(work, job);`. */
export function callbacksOf(program: SourceProgram): Callback[] {
  const found: Callback[] = [];
  const add = (kind: CallbackKind, key: Key | undefined, fn: CFunction | undefined): void => {
    if (key !== undefined && fn) found.push({ kind, key, fn });
  };
  for (const [name, { kind, functionArg }] of BINDS) {
    for (const { fn, call } of program.callsOf(name)) {
      const { [0]: what, [functionArg]: target } = call.args;
      if (what && target?.kind === "name")
        add(kind, program.keyOf(what, fn), program.lookup(target.name, fn));
    }
    for (const file of program.files) {
      for (const { args } of file.topLevelCalls.filter((call) => call.name === name)) {
        const { [0]: what, [functionArg]: target } = args;
        if (what !== undefined && target !== undefined)
          add(kind, keyOfGlobal(what, file, program), file.functions.get(target));
      }
    }
  }
  return found;
}

/** A call from which on a work, timer or tasklet may come. */
export interface Arming {
  readonly site: CallSite;
  readonly kind: CallbackKind;
  /** What is armed, as it is written there, and where it lies. */
  readonly what: Expr | undefined;
  readonly key: Key | undefined;
  /** A variable of the file itself, which nothing outside of it can reach. */
  readonly isStatic: boolean;
}

export function* armingsIn(program: SourceProgram): Generator<Arming> {
  for (const [name, { kind, arg }] of ARMS) {
    for (const site of program.callsOf(name)) {
      const what = site.call.args[arg];
      const isStatic = what !== undefined && isOwnVariable(what, site);
      yield { site, kind, what, key: what && program.keyOf(what, site.fn), isStatic };
    }
  }
}

export function armingsOf(program: SourceProgram, { key: own }: Callback): Arming[] {
  return [...armingsIn(program)].filter(({ key }) => key !== undefined && sameKey(key, own));
}

/** Where a callback is ended so that none is left, in the order of the text. */
export function endsOf(program: SourceProgram, kind: CallbackKind, own: Key): CallSite[] {
  return [...LEAVES_NONE]
    .flatMap((name) => program.callsOf(name))
    .filter(({ fn, call }) => {
      const [what] = call.args;
      const ended = what && program.keyOf(kind.startsWith("delayed ") ? aroundWork(what) : what, fn);
      return ended !== undefined && sameKey(ended, own);
    })
    .toSorted((a, b) => a.call.start - b.call.start);
}

/** `&beat.work` is the work of the delayed work `&beat`: cancel_work_sync() waits until its time has come. */
function aroundWork(arg: Expr): Expr {
  if (arg.kind !== "unary" || arg.op !== "&" || arg.operand.kind !== "member") return arg;
  const { arrow, field, object } = arg.operand;
  return arrow || field !== "work" ? arg : { ...arg, operand: object };
}

/** Whether a call is made each time that its function is called: a statement of its own, before which nothing leaves. */
export function isAlwaysMade({ fn, within, call }: CallSite): boolean {
  if (within.kind !== "expr" || fn.body?.kind !== "block" || !fn.body.body.includes(within)) return false;
  return !/\b(return|goto)\b/.test(fn.file.code.slice(fn.body.start, call.start));
}

/** `&timer`, `&state.timer` of a static variable of this file. */
function isOwnVariable(what: Expr, { fn }: CallSite): boolean {
  let inner = what;
  if (inner.kind !== "unary" || inner.op !== "&") return false;
  inner = inner.operand;
  while (inner.kind === "member" && !inner.arrow) inner = inner.object;
  return (
    inner.kind === "name" && !fn.locals.has(inner.name) && fn.file.globals.get(inner.name)?.isStatic === true
  );
}
