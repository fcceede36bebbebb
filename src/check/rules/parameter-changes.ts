import type { Finding } from "../../core/finding.ts";
import { isWritableMode } from "../../kernel-api/index.ts";
import { conjunctsOf, type Expr } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { keyOfGlobal, sameKey, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { escapes } from "../thread/escape.ts";
import { testsAround } from "../thread/loops.ts";
import { moduleAround } from "../thread/module-exit.ts";
import type { Stop } from "../thread/thread.ts";

/**
 * A thread is stopped only if a parameter says so, and root may write that parameter while the module is there: whoever changes it
 * in between leaves the thread behind, `kthread-outlives-module`.
 */
export function* parameterChanges({ program, thread, life }: ThreadCase): Generator<Finding> {
  const { fn, creations, stops } = thread;
  const [creation] = creations;
  if (!fn || !creation || !thread.wakes || !life.complete || life.early.length > 0) return;
  if (stops.length === 0 || escapes(program, thread) || !moduleAround(program, creation.site.fn)) return;
  const writable = writableParameters(program);
  const asked = stops.map((stop) => parameterAskedAt(program, stop, writable));
  const [first] = asked;
  if (!first || asked.some((one) => one?.key !== first.key)) return;
  if (program.writesTo(first.key).length > 0) return; // what the code itself does with it may tell of the thread
  const { site } = stops[0]!;
  yield finding(
    "kthread-outlives-module",
    "error",
    `${thread.name}() is stopped only if ${first.name} says so, and root may write that parameter while the thread runs: it then runs on when its module is unloaded`,
    site.fn,
    site.call,
    [
      note("created here", creation.site.fn, creation.site.call),
      note(`asks ${first.name}, which /sys/module/.../parameters/${first.name} changes`, site.fn, first.test),
    ],
  );
}

interface Parameter {
  readonly name: string;
  readonly key: Key;
}

/** `module_param(enable, bool, 0644)`; include/linux/moduleparam.h. */
function writableParameters(program: SourceProgram): Parameter[] {
  return program.files.flatMap((file) =>
    file.topLevelCalls.flatMap(({ name: macro, args }): Parameter[] => {
      const [name, variable, mode] =
        macro === "module_param"
          ? [args[0], args[0], args[2]]
          : macro === "module_param_named"
            ? [args[0], args[1], args[3]]
            : [];
      if (name === undefined || variable === undefined || !mode || isWritableMode(mode) !== true) return [];
      const key = keyOfGlobal(variable, file, program);
      return key === undefined ? [] : [{ name, key }];
    }),
  );
}

/** The parameter that alone decides one of the tests around a stop, on whichever branch. */
function parameterAskedAt(
  program: SourceProgram,
  { site }: Stop,
  parameters: readonly Parameter[],
): (Parameter & { readonly test: Expr }) | undefined {
  for (const test of testsAround(site).flatMap(conjunctsOf)) {
    const key = asksOnly(test, (place) => program.keyOf(place, site.fn));
    const found = parameters.find((one) => key !== undefined && sameKey(one.key, key));
    if (found) return { ...found, test };
  }
  return undefined;
}

/** The one place that `p`, `!p` or `p > 0` looks at. */
function asksOnly(test: Expr, keyOf: (place: Expr) => Key | undefined): Key | undefined {
  if (test.kind === "unary" && test.op === "!") return asksOnly(test.operand, keyOf);
  if (test.kind === "binary" && /^([=!]=|[<>]=?)$/.test(test.op) && test.right.kind === "number")
    return keyOf(test.left);
  return test.kind === "name" ? keyOf(test) : undefined;
}
