import type { Creation, SourceProgram, Thread, Write } from "../check/index.ts";
import type { Finding } from "../core/finding.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import type { CFunction } from "../source/index.ts";
import { CannotEdit } from "./edit.ts";
import type { Patcher } from "./patcher.ts";

/** As deep as calls are followed from a function that an idiom is about. */
export const CALL_DEPTH = 3;

/** What an idiom has to work on. */
export interface Repair {
  readonly program: SourceProgram;
  readonly finding: Finding;
  /** The thread that the finding is about, where it is about one. */
  readonly thread: Thread | undefined;
  /** The patch must do for all of them. */
  readonly kernels: readonly KernelVersion[];
  readonly patch: Patcher;
}

/** One way to mend a kind of finding. */
export interface Idiom {
  /** As the subject of a mail would say it. */
  readonly title: string;
  readonly cost: string;
  /** How much that is beside what other idioms cost: 3 makes somebody wait or keeps a stack, 0 is little; 0 when absent. */
  readonly weight?: number;
  /** How it looks, for whoever has to write it by hand. */
  readonly example: string;
  /** @throws CannotEdit when it does not fit */
  readonly apply: (repair: Repair) => void;
}

export function threadOf({ thread }: Repair): Thread {
  if (!thread) throw new CannotEdit("no kernel thread of this source belongs to the finding");
  return thread;
}

export function threadFunction(repair: Repair): CFunction {
  const thread = threadOf(repair);
  if (!thread.fn?.body || thread.fn.isMacro)
    throw new CannotEdit(`the body of ${thread.name}() is in none of the files`);
  return thread.fn;
}

/** Where the thread itself sets its handle to NULL. */
function emptyings(repair: Repair): readonly Write[] {
  const { fn } = threadOf(repair);
  return allEmptyings(repair).filter((write) => write.fn === fn);
}

/** Where somebody sets the thread's handle to NULL. */
export function allEmptyings(repair: Repair): readonly Write[] {
  return [...threadOf(repair).keys]
    .flatMap((key) => repair.program.writesTo(key))
    .filter(({ value }) => value?.kind === "name" && value.name === "NULL");
}

/** @throws CannotEdit when the thread itself empties its handle: then nobody would stop it, or drop its reference */
export function handleStays(repair: Repair): void {
  if (emptyings(repair).length === 0) return;
  throw new CannotEdit(
    `${threadOf(repair).name}() itself sets its handle to NULL, so that its stopper would not know of it`,
  );
}

export function onlyCreation(repair: Repair): Creation {
  const { creations, name } = threadOf(repair);
  const [first, another] = creations;
  if (!first || another) throw new CannotEdit(`${name}() is started in more than one place`);
  return first;
}

/** The function that runs when the module is unloaded. */
export function exitFunction(repair: Repair): CFunction {
  return declaredBy(repair, "module_exit");
}

/** The function that runs when the module is loaded. */
export function initFunction(repair: Repair): CFunction {
  return declaredBy(repair, "module_init");
}

function declaredBy(repair: Repair, macro: "module_init" | "module_exit"): CFunction {
  for (const file of repair.program.files) {
    const call = file.topLevelCalls.find(({ name }) => name === macro);
    const fn =
      call && repair.program.files.map(({ functions }) => functions.get(call.args[0] ?? "")).find(Boolean);
    if (fn?.body) return fn;
  }
  throw new CannotEdit(`the module has no ${macro}() function that could be read`);
}
