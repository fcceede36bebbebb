import { OutOfTime } from "../core/out-of-time.ts";
import type { Tool } from "../compile/toolchain.ts";

/** How long all that is compiled for one program may take, in ms. */
export interface Clock {
  readonly limit: number;
  /** Milliseconds until then. */
  left(): number;
}

/** A timer takes no longer time than this; a month is as good as none. */
const LONGEST = 2 ** 31 - 1;

/** A clock that runs from now on. */
export function clockOf(limit: number): Clock {
  const end = performance.now() + limit;
  return { limit, left: () => Math.min(LONGEST, Math.max(0, end - performance.now())) };
}

export function late(tool: Tool, { limit }: Clock): OutOfTime {
  return new OutOfTime(
    `compiling was not done after ${limit / 1000} s: ${tool} was stopped; --timeout gives it longer`,
  );
}
