import { COMPLETES_FIRST } from "../kernel-api/index.ts";
import type { CFunction, Expr } from "../source/index.ts";
import { callsOf } from "./calls.ts";
import type { Driver, PlaceKey } from "./driver.ts";

/** A call that ends a wait for a completion, in a line of text. */
export const COMPLETION_CALL = new RegExp(String.raw`\b(?:${[...COMPLETES_FIRST].join("|")})\(`);

/** Waits for one. */
export const AWAITS = /^wait_for_completion/;

/** What the driver completes: known places, and whether there is a call of which the place cannot be told. */
interface Completed {
  readonly keys: ReadonlySet<PlaceKey>;
  readonly anywhere: boolean;
}

const known = new WeakMap<Driver, Completed>();

/** Whether no file that was read completes what is waited for: an interrupt of another file does, a callback, the hardware. */
export function isCompletedElsewhere(driver: Driver, completion: Expr, fn: CFunction): boolean {
  const key = driver.keyOf(completion, fn);
  const { keys, anywhere } = known.get(driver) ?? read(driver);
  return key !== undefined && !key.startsWith("?") && !anywhere && !keys.has(key);
}

function read(driver: Driver): Completed {
  const keys = new Set<PlaceKey>();
  let anywhere = false;
  for (const fn of driver.functions.values())
    for (const { args } of callsOf(fn, (name) => COMPLETES_FIRST.has(name))) {
      const key = args[0] && driver.keyOf(args[0], fn);
      // what a variable points to may be any
      if (key === undefined || /^\?|^\w+:/.test(key)) anywhere = true;
      else keys.add(key);
    }
  const completed = { keys, anywhere };
  known.set(driver, completed);
  return completed;
}
