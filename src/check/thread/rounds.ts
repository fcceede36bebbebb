import type { CFunction, Stmt } from "../../source/index.ts";
import type { CallSite } from "../code/program.ts";

/** The loop that a thread goes round in until it is stopped. */
export type Rounds = Extract<Stmt, { kind: "while" }>;

/** `while (!kthread_should_stop())`, before which nothing leaves the function. */
export function loopUntilStopped(fn: CFunction): Rounds | undefined {
  const body = fn.body?.kind === "block" ? fn.body.body : [];
  const loop = body.find((stmt): stmt is Rounds => stmt.kind === "while");
  if (!loop || !ASKS_FOR_STOP.test(fn.file.code.slice(loop.start, loop.body.start))) return undefined;
  return LEAVES.test(fn.file.code.slice(fn.start, loop.start)) ? undefined : loop;
}

const ASKS_FOR_STOP = /^while\s*\(\s*!\s*kthread_should_stop\s*\(\s*\)\s*\)[\s{]*$/;
const LEAVES = /\b(return|goto)\b/;

/** A statement of its own in the loop's block, before which nothing leaves the round. */
export function isMadeEachRound({ fn, within, call }: CallSite, { body }: Rounds): boolean {
  if (within.kind !== "expr") return false;
  if (body.kind !== "block") return body === within;
  if (!body.body.includes(within)) return false;
  return !/\b(return|goto|break|continue)\b/.test(fn.file.code.slice(body.start, call.start));
}
