import { BINDS, type CallbackKind } from "../../kernel-api/index.ts";
import type { CFunction } from "../../source/index.ts";
import { keyOfGlobal, type Key } from "../code/key.ts";
import type { Program } from "../code/program.ts";

/** A work, timer or tasklet, and the function that it calls. */
export interface Callback {
  readonly kind: CallbackKind;
  readonly key: Key;
  readonly fn: CFunction;
}

/** The callbacks that a program sets up: `INIT_WORK(&d->work, job)`, `static DECLARE_WORK(work, job);`. */
export function callbacksOf(program: Program): Callback[] {
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
