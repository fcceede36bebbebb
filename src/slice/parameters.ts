import { isWritableMode } from "../kernel-api/index.ts";
import type { Driver } from "./driver.ts";

/** A variable that a parameter of the module is kept in. */
interface Parameter {
  readonly variable: string;
  /** User space may write it at any time, through sysfs, as far as its mode tells; else it has what the command line says, from before init on. */
  readonly isWritable: boolean;
}

const known = new WeakMap<Driver, readonly Parameter[]>();

/** The parameters of a driver whose variables are in its files (include/linux/moduleparam.h). */
export function parametersOf(driver: Driver): readonly Parameter[] {
  const before = known.get(driver);
  if (before) return before;
  const found = driver.files
    .flatMap(({ topLevelCalls }) => topLevelCalls)
    .filter(({ name }) => /^(module|core)_param(_|$)/.test(name))
    .flatMap(({ args }) =>
      args.slice(0, 3).flatMap((arg): Parameter[] => {
        const variable = /^&?\s*(\w+)$/.exec(arg.trim())?.[1];
        const isOurs = variable !== undefined && driver.files.some(({ globals }) => globals.has(variable));
        return isOurs ? [{ variable, isWritable: isWritableMode(args.at(-1) ?? "") !== false }] : [];
      }),
    );
  known.set(driver, found);
  return found;
}
