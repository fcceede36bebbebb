import { handleOf } from "./layout.ts";
import type { Machine } from "./machine.ts";

/** What the caller of a call that is not modelled does with its result; of a pointer, whether it asks for NULL or an ERR_PTR. */
export type AssumedResult =
  | "unused"
  | "status"
  | "condition"
  | "handle"
  | "handle-or-null"
  | "handle-or-error";

/** Returned by a call that fails, and that nobody asks why. */
const EIO = -5;

/** Stands for the address of something that nobody looks into. */
const HANDLE = "something";

/** What a call may be taken to return: what its caller can tell apart. */
const ANSWERS: Readonly<Record<AssumedResult, readonly (number | typeof HANDLE)[]>> = {
  unused: [0],
  status: [0, EIO],
  condition: [0, 1],
  handle: [HANDLE],
  "handle-or-null": [HANDLE, 0],
  "handle-or-error": [HANDLE, EIO],
};

const SAID: Readonly<Record<AssumedResult, string>> = {
  unused: "does nothing that matters here",
  status: "returns 0 or an error, and does nothing else",
  condition: "returns true or false, and does nothing else",
  handle: "returns something of the kernel's, and does nothing else",
  "handle-or-null": "returns something of the kernel's or NULL, and does nothing else",
  "handle-or-error": "returns something of the kernel's or an error, and does nothing else",
};

/** A call that the model does not have, and that gets nothing which could matter: it returns any of its answers. */
export function assumedHook(
  machine: Machine,
  name: string,
  result: AssumedResult,
): (...args: number[]) => number {
  return (...args) => {
    const site = Number(args.at(-1));
    machine.at(site);
    const answers = ANSWERS[result];
    const picked = answers.length > 1 ? machine.now.choose(answers.length) : 0;
    machine.assumptions.add(`${name}() ${SAID[result]}`);
    if (picked > 0) machine.event({ type: "choice", why: `${name}() returns ${answers[picked]}`, picked });
    const answer = answers[picked] ?? 0;
    if (answer !== HANDLE) return answer;
    const number = [...(machine.options.assumed?.keys() ?? [])].indexOf(name);
    return handleOf(machine.layout, number);
  };
}
