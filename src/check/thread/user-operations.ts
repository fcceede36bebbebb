import { calleeName, withoutCasts, type CFunction, type Expr } from "../../source/index.ts";
import type { SourceProgram } from "../code/program.ts";
import { callbacksOf, type Callback } from "./callbacks.ts";

/** A function that is called at times which the module does not choose. */
export interface CalledByOthers {
  readonly fn: CFunction;
  /** Undefined for what user space does, as often as it likes. */
  readonly callback: Callback | undefined;
}

/** Work, timers and tasklets, and what user space does with files. */
export function calledByOthers(program: SourceProgram): CalledByOthers[] {
  return [
    ...callbacksOf(program).map((callback) => ({ fn: callback.fn, callback })),
    ...[...userOperationsOf(program)].map((fn) => ({ fn, callback: undefined })),
  ];
}

/** Tables of functions that user space calls whenever it likes; include/linux/fs.h, proc_fs.h, moduleparam.h, device.h, sysfs.h. */
const TABLES =
  /\bstruct (file_operations|proc_ops|kernel_param_ops|(device|driver|class|kobj|bin)_attribute|sysfs_ops)\b/;

/** Of them, those that any process may call again and again; an open() and a release() come in pairs. */
const AGAIN =
  /^(proc_)?(write|write_iter|ioctl|unlocked_ioctl|compat_ioctl|store|set|read|read_iter|show|get)$/;

/** Macros that are given such functions; include/linux/device.h, sysfs.h, fs.h, debugfs.h, moduleparam.h. */
const GIVEN: readonly [macro: RegExp, args: readonly number[]][] = [
  [/^((DEVICE|DRIVER|CLASS|BUS|BIN|__BIN)_|__)ATTR$/, [2, 3]],
  [/^DEFINE_(SIMPLE|DEBUGFS)_ATTRIBUTE(_SIGNED)?$/, [1, 2]],
  [/^module_param_call$/, [1, 2]],
];

/** Macros that make such functions' names of the one that they are given. */
const NAMED: readonly [macro: RegExp, ends: readonly string[]][] = [
  [/^(DEVICE|DRIVER|CLASS|BUS)_ATTR(_R[OW]|_WO)?$|^__ATTR_(R[OW]|WO)(_MODE)?$/, ["_show", "_store"]],
  [/^BIN_ATTR_(R[OW]|WO)$/, ["_read", "_write"]],
  [/^DEFINE_(PROC_)?SHOW_ATTRIBUTE$/, ["_show"]],
];

/** Functions that user space may call at any time from when a file is there to when it is gone, as often as it likes. */
function userOperationsOf(program: SourceProgram): Set<CFunction> {
  const found = new Set<CFunction>();
  for (const file of program.files) {
    const add = (name: string | undefined): void => {
      const fn = name === undefined ? undefined : file.functions.get(name);
      if (fn) found.add(fn);
    };
    for (const { name, args } of file.topLevelCalls) for (const one of namesGivenTo(name, args)) add(one);
    for (const { type, init } of file.globals.values())
      if (init && TABLES.test(type)) for (const one of namesInTable(init)) add(one);
  }
  return found;
}

/** What `{ .write = f }` names, and `__ATTR(name, 0644, show, store)`, or a list of them. */
function namesInTable(init: Expr): (string | undefined)[] {
  if (init.kind === "call") return namesGivenTo(calleeName(init) ?? "", init.args.map(nameIn));
  if (init.kind !== "list") return [];
  return init.items.flatMap(({ field, value }) =>
    field === undefined ? namesInTable(value) : AGAIN.test(field) ? [nameIn(value)] : [],
  );
}

function namesGivenTo(macro: string, args: readonly (string | undefined)[]): (string | undefined)[] {
  const given = GIVEN.filter(([name]) => name.test(macro)).flatMap(([, at]) =>
    at.map((index) => args[index]),
  );
  const made = NAMED.filter(([name]) => name.test(macro)).flatMap(([, ends]) =>
    ends.map((end) => (args[0] === undefined ? undefined : `${args[0]}${end}`)),
  );
  return [...given, ...made];
}

function nameIn(value: Expr): string | undefined {
  const named = withoutCasts(value);
  return named.kind === "name" ? named.name : undefined;
}
