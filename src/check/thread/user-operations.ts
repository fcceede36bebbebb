import { withoutCasts, type CFunction, type Expr } from "../../source/index.ts";
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

/** Tables of functions that user space calls whenever it likes; include/linux/fs.h, proc_fs.h, moduleparam.h, device.h. */
const TABLES =
  /\bstruct (file_operations|proc_ops|kernel_param_ops|device_attribute|driver_attribute|class_attribute|kobj_attribute)\b/;

/** Of them, those that any process may call again and again; an open() and a release() come in pairs. */
const AGAIN =
  /^(proc_)?(write|write_iter|ioctl|unlocked_ioctl|compat_ioctl|store|set|read|read_iter|show|get)$/;

/** `static DEVICE_ATTR_RW(name)` shows and stores by functions of that name; include/linux/device.h, sysfs.h. */
const ATTRIBUTE = /^(?:static )?(?:DEVICE|DRIVER|CLASS|BUS)_ATTR(?:_(?:RW|RO|WO))?$/;

/** Functions that user space may call at any time from when a file is there to when it is gone, as often as it likes. */
function userOperationsOf(program: SourceProgram): Set<CFunction> {
  const found = new Set<CFunction>();
  for (const file of program.files) {
    const add = (name: string): void => {
      const fn = file.functions.get(name);
      if (fn) found.add(fn);
    };
    for (const { name, type, init } of file.globals.values()) {
      if (ATTRIBUTE.test(type)) for (const end of ["_store", "_show"]) add(`${name}${end}`);
      if (init?.kind !== "list" || !TABLES.test(type)) continue;
      for (const { field, value } of init.items) {
        const target = AGAIN.test(field ?? "") ? nameIn(value) : undefined;
        if (target !== undefined) add(target);
      }
    }
  }
  return found;
}

function nameIn(value: Expr): string | undefined {
  const named = withoutCasts(value);
  return named.kind === "name" ? named.name : undefined;
}
