import type { LinkedProgram } from "../compile/program.ts";

/** JavaScript frames that are looked through for the program's. */
const DEPTH = 100;

/** Functions of the program that are running, innermost first. */
export function stackNow(program: LinkedProgram): string[] {
  return holdStack(program)();
}

/** The same for who may ask later: V8 spells a stack out only when it is read, and most failures were met before. */
export function holdStack(program: LinkedProgram): () => string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const error = new Error("stack");
  Error.stackTraceLimit = limit;
  return () => functionsIn(program, error.stack ?? "");
}

/** The program's functions in a JavaScript stack, innermost first. */
export function functionsIn({ functions }: LinkedProgram, stack: string): string[] {
  return [...stack.matchAll(/wasm-function\[(\d+)\]/g)].map(
    ([, index]) => functions[Number(index)] ?? `function ${index}`,
  );
}
