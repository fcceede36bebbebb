import type { LinkedProgram } from "../compile/program.ts";

/** JavaScript frames that are looked through for the program's. */
const DEPTH = 100;

/** Functions of the program that are running, innermost first. */
export function stackNow(program: LinkedProgram): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = DEPTH;
  const { stack = "" } = new Error("stack");
  Error.stackTraceLimit = limit;
  return functionsIn(program, stack);
}

/** The program's functions in a JavaScript stack, innermost first. */
export function functionsIn({ functions }: LinkedProgram, stack: string): string[] {
  return [...stack.matchAll(/wasm-function\[(\d+)\]/g)].map(
    ([, index]) => functions[Number(index)] ?? `function ${index}`,
  );
}
