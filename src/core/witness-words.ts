import { signalName, signalNumber } from "./signal-names.ts";

/** What a witness says and others read in it: who plays a witness on a real kernel must find the same words. */

/** A signal from user space, as a step of a witness. */
export function killText(signal: number): string {
  return `kill -${signalName(signal)}`;
}

/** The signal of such a step; undefined for any other text. */
export function killedWith(text: string): number | undefined {
  const word = /^kill -(\w+)$/.exec(text)?.[1];
  if (word === undefined) return undefined;
  return /^\d+$/.test(word) ? Number(word) : signalNumber(word);
}

/** The effect of a wake-up that comes before its task sleeps. */
export const NOBODY_TO_WAKE = "already running: nothing to wake";

/** A task enters the function it was made for. */
export function startText(name: string): string {
  return `${name}() starts`;
}

/** The function of such a step; undefined for any other text. */
export function startedFunction(text: string): string | undefined {
  return /^(\w+)\(\) starts$/.exec(text)?.[1];
}

/** What a process of user space does with a file of the module's, as `src/kernel/services/world/` tells it. */
export interface Deed {
  readonly how: "read" | "write";
  readonly path: string;
  /** What is written. */
  readonly value?: string;
}

/** Such a step: `cat /proc/worker`, `echo 1 > /dev/worker`; undefined for any other text. */
export function deedOf(text: string): Deed | undefined {
  const read = /^cat (\/\S+)$/.exec(text);
  if (read) return { how: "read", path: read[1] ?? "" };
  const written = /^echo (\d+) > (\/\S+)$/.exec(text);
  return written ? { how: "write", path: written[2] ?? "", value: written[1] ?? "" } : undefined;
}

export function deedText({ how, path, value }: Deed): string {
  return how === "read" ? `cat ${path}` : `echo ${value} > ${path}`;
}
