import type { Finding } from "../../core/finding.ts";
import { COMPLETES, EXCHANGES } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note } from "../case.ts";
import { isLocal, sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram, Write } from "../code/program.ts";

/**
 * A completion on the stack of a function that gives up waiting for it, while whoever completes it still has its address: he writes to a
 * frame that is gone, `use-after-free`; include/linux/completion.h, DECLARE_COMPLETION_ONSTACK().
 */
export function* leftStack(program: SourceProgram): Generator<Finding> {
  for (const name of ["DECLARE_COMPLETION_ONSTACK", "init_completion"]) {
    for (const declared of program.callsOf(name)) {
      const completion = nameOf(declared);
      const { fn } = declared;
      if (completion === undefined || (name === "init_completion" && !isOnStack(fn, completion))) continue;
      yield* leavesEarly(program, fn, completion);
    }
  }
}

function* leavesEarly(program: SourceProgram, fn: CFunction, completion: string): Generator<Finding> {
  const given = handedOn(program, fn, completion);
  const waits = program
    .callsIn(fn)
    .filter(
      (site) =>
        /^(try_)?wait_for_completion/.test(calleeName(site.call) ?? "") && nameOf(site) === completion,
    );
  const [wait, another] = waits;
  if (!given || !wait || another || !GIVES_UP.test(calleeName(wait.call) ?? "")) return;
  // whatever is called, or written, behind the wait may see to it that nobody has the address any more
  if (wait.within.kind !== "if" || wait.within.no || !onlyReturns(fn, wait)) return;
  if (program.writesTo(given.key).some((write) => write.fn === fn && write.expr.start > wait.call.start))
    return;
  const completer = completerOf(program, given.key);
  if (!completer) return;
  yield finding(
    "use-after-free",
    "error",
    `${completer.fn.name}() may complete this when the wait was given up: it lies on the stack of ${fn.name}(), which has returned by then`,
    fn,
    wait.call,
    [
      note("its address is kept here", given.fn, given.expr),
      note(`${completer.fn.name}() has it from there`, completer.fn, completer.call),
    ],
  );
}

const GIVES_UP = /^wait_for_completion(_io)?_(interruptible|killable|timeout)/;

/** The branch of whoever gave up is a return, and nothing else. */
function onlyReturns({ file }: CFunction, { within }: CallSite): boolean {
  if (within.kind !== "if") return false;
  const [only, more] = within.yes.kind === "block" ? within.yes.body : [within.yes];
  return only?.kind === "return" && !more && !/\w\s*\(/.test(file.code.slice(only.start, only.end));
}

/** The completion that a call is given the address of, or declares. */
function nameOf({ call }: CallSite): string | undefined {
  const [arg] = call.args;
  const what = arg?.kind === "unary" && arg.op === "&" ? arg.operand : arg;
  return what?.kind === "name" ? what.name : undefined;
}

function isOnStack({ locals }: CFunction, name: string): boolean {
  const local = locals.get(name);
  return local !== undefined && !local.isStatic && /\bstruct completion$/.test(local.type);
}

/** Where its address is put into a place that outlasts the function. */
function handedOn(program: SourceProgram, fn: CFunction, completion: string): Write | undefined {
  const isAddress = ({ value }: Write): boolean =>
    value?.kind === "unary" &&
    value.op === "&" &&
    value.operand.kind === "name" &&
    value.operand.name === completion;
  const kept = program.writesIn(fn).filter((write) => isAddress(write) && outlasts(fn, write));
  return kept.length === 1 ? kept[0] : undefined;
}

/** A variable of the file, or a member of an object that the function has been given or has looked up. */
function outlasts(fn: CFunction, { key, expr }: Write): boolean {
  if (isLocal(key) || expr.kind !== "assign") return false;
  let root = expr.target;
  let follows = false;
  while (root.kind === "member") {
    follows ||= root.arrow;
    root = root.object;
  }
  return root.kind === "name" && (!fn.locals.has(root.name) || follows);
}

/** Another function that completes what is kept there, or takes it from there. */
function completerOf(program: SourceProgram, key: Key): CallSite | undefined {
  return [...COMPLETES, ...EXCHANGES]
    .flatMap((name) => program.callsOf(name))
    .find(({ fn, call }) => {
      const [arg] = call.args;
      const own = arg && program.keyOf(arg, fn);
      return own !== undefined && sameKey(own, key);
    });
}
