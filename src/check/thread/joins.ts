import { includesIn } from "../../core/include-lines.ts";
import { calleeName, walkExpressions, type CFunction, type SourceFile } from "../../source/index.ts";
import { sameKey, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { sitesWithin } from "../code/reach.ts";
import { EXITS } from "../../kernel-api/index.ts";
import { loopsAround } from "./loops.ts";
import type { Thread } from "./thread.ts";

/**
 * Who sees to it that the thread has left the module's text when that goes away: the kernel, into whose text it exits or whose
 * count of users it holds; somebody who waits for a signal of the thread, which runs on for a moment after it; or nobody.
 */
export type Join = "kernel" | Signalled | "nobody";

interface Signalled {
  readonly signal: CallSite;
  /** Whether the thread sleeps behind its signal. */
  readonly goesOn: boolean;
  /** Whether the module's exit function is who waits: the next thing that happens is that the text goes away. */
  readonly lastWait: boolean;
}

/** What tells others that something is done; none of them says that the thread is gone. */
const SIGNALS = /^(complete|complete_all|up|wake_up\w*|atomic_dec_and_test|refcount_dec_and_test)$/;

/** What waits for such a signal; kernel/sched/completion.c, kernel/locking/semaphore.c, include/linux/wait.h. */
const WAITS =
  /^(wait_for_completion\w*|down(_interruptible|_killable|_timeout)?|wait_event\w*|swait_event\w*)$/;

const HOLDS_MODULE = /module_(get|put)$/;

export function joinOf(program: SourceProgram, { fn, creations }: Thread, exit: CFunction | undefined): Join {
  if (!fn) return "kernel";
  const own = sitesWithin(program, fn, 3);
  const makers = creations.flatMap(({ site }) => sitesWithin(program, site.fn, 2));
  const dropped = own.findLast(dropsModule);
  if (dropped && !own.some(({ call }) => EXITS.get(calleeName(call) ?? "") === "putting the module")) {
    return { signal: dropped, goesOn: dropped.fn === fn && sleepsBehind(dropped), lastWait: true };
  }
  if ([...own, ...makers].some(({ call }) => HOLDS_MODULE.test(calleeName(call) ?? ""))) return "kernel";
  const waits = waitsIn(
    program,
    program.indexed.filter((other) => other !== fn).flatMap((other) => program.callsIn(other)),
  );
  for (const site of own) {
    const told = EXITS.get(calleeName(site.call) ?? "");
    // complete_and_exit() joins only whoever waits for it
    if (told === "putting the module" || (told === "completing" && isAwaited(program, site, waits)))
      return "kernel";
  }
  const signal = own.findLast(
    (site) =>
      SIGNALS.test(calleeName(site.call) ?? "") &&
      loopsAround(site).length === 0 &&
      isAwaited(program, site, waits),
  );
  if (!signal) return "nobody";
  const lastWaits = waitsIn(program, exit ? sitesWithin(program, exit, 4) : []);
  return {
    signal,
    goesOn: signal.fn === fn && sleepsBehind(signal),
    lastWait: isAwaited(program, signal, lastWaits),
  };
}

/** `module_put(THIS_MODULE)`: from then on the module may be unloaded. */
export function dropsModule({ call }: CallSite): boolean {
  const [module] = call.args;
  return calleeName(call) === "module_put" && module?.kind === "name" && module.name === "THIS_MODULE";
}

/** What is waited for in some calls. */
function waitsIn(program: SourceProgram, sites: readonly CallSite[]): Key[] {
  return sites
    .filter(({ call }) => WAITS.test(calleeName(call) ?? ""))
    .flatMap(({ fn, call }) => (call.args[0] && program.keyOf(call.args[0], fn)) ?? []);
}

function isAwaited(program: SourceProgram, { fn, call }: CallSite, waits: readonly Key[]): boolean {
  const [what] = call.args;
  if (what?.kind === "member" || what?.kind === "name") return waits.length > 0; // a pointer to whatever somebody waits on
  const key = what && program.keyOf(what, fn);
  return key !== undefined && waits.some((awaited) => sameKey(awaited, key));
}

/** Whether the function sleeps behind the signal: then it is there for long, and not for the instructions of a return. */
function sleepsBehind({ fn, call }: CallSite): boolean {
  let found = false;
  if (!fn.body) return false;
  walkExpressions(fn.body, (expr) => {
    found ||= expr.kind === "call" && expr.start >= call.end && SLEEPS.test(calleeName(expr) ?? "");
  });
  return found;
}

const SLEEPS = /^(m|s)sleep|^usleep_range|^schedule(_timeout\w*)?$|^wait_|^mutex_lock|^down(_|$)/;

/**
 * Whether a function calls one that may be the module's own and that nobody can look into: it may do anything. A file that
 * includes no header of its own and declares no function itself calls the kernel's alone, and no function of the kernel waits
 * for a thread that it is not given.
 */
export function callsUnknown(program: SourceProgram, fn: CFunction): boolean {
  return sitesWithin(program, fn, 4).some(
    ({ fn: caller, call }) =>
      program.lookup(calleeName(call) ?? "", caller) === undefined &&
      mayBeOwn(program, caller.file, calleeName(call)),
  );
}

function mayBeOwn(program: SourceProgram, { text, defines }: SourceFile, name: string | undefined): boolean {
  if (name === undefined) return true; // through a pointer
  if (defines.has(name)) return false; // a macro that does not read as a function
  const own = includesIn(text).flatMap(({ name: path, isAngled }) =>
    isAngled ? [] : path.split("/").at(-1),
  );
  const unread = own.some((header) => !program.files.some(({ path }) => path.split("/").at(-1) === header));
  return unread || new RegExp(`^(extern\\s[^;{}]*)?\\b${name}\\s*\\([^;{}]*\\);`, "m").test(text);
}

/** Whether the new handle has `__free(...)`: some code of the module's is given it when its scope ends; linux/cleanup.h. */
export function endsWithScope({ fn, within }: CallSite): boolean {
  return (
    within.kind === "decl" && /\b__(?:free|cleanup)\s*\(/.test(fn.file.text.slice(within.start, within.end))
  );
}
