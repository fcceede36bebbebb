import type { LinkedProgram } from "../compile/program.ts";
import { CONTROLS } from "../compile/switchable/index.ts";
import { layoutFor, NULL_PAGE, type MemoryLayout } from "./layout.ts";
import { factsOf } from "./program-facts.ts";

/** Bytes by which memory grows. */
const WASM_PAGE = 65536;

/** The program as the host sees it once it is loaded: its memory, its registers, and the functions the host calls. */
export interface Instance {
  readonly exports: WebAssembly.Exports;
  /** Goes as far as the heap does, and grows with it (`reach()`). */
  readonly memory: WebAssembly.Memory;
  readonly layout: MemoryLayout;
  readonly table: WebAssembly.Table;
  readonly stackPointer: WebAssembly.Global;
  /** What saves a task's wasm frames and puts them back (`compile/switchable/`). */
  readonly controls: Controls;
}

interface Controls {
  /** See `MODE`. */
  readonly mode: WebAssembly.Global;
  /** Where the saved frames end. */
  readonly frames: WebAssembly.Global;
  /** Where their room ends. */
  readonly limit: WebAssembly.Global;
}

export type HostCall = (...args: number[]) => number;

/**
 * Loads a program. `bind` gives the host's function for each import.
 * @throws Error when the program does not export what every linked program does
 */
export function instantiate(
  program: LinkedProgram,
  bind: (name: string) => WebAssembly.ImportValue,
): Instance {
  const module = factsOf(program).compiled;
  const imports: Record<string, WebAssembly.ImportValue> = {};
  for (const { name } of WebAssembly.Module.imports(module)) imports[name] = bind(name);
  const { exports } = new WebAssembly.Instance(module, { env: imports });
  const heapBase = Number(exportOf(exports, "__heap_base", WebAssembly.Global).value);
  const layout = layoutFor(NULL_PAGE, heapBase);
  const memory = exportOf(exports, "memory", WebAssembly.Memory);
  reach(memory, layout.heap);
  return {
    exports,
    memory,
    layout,
    table: exportOf(exports, "__indirect_function_table", WebAssembly.Table),
    stackPointer: exportOf(exports, "__stack_pointer", WebAssembly.Global),
    controls: {
      mode: exportOf(exports, CONTROLS.mode, WebAssembly.Global),
      frames: exportOf(exports, CONTROLS.frames, WebAssembly.Global),
      limit: exportOf(exports, CONTROLS.limit, WebAssembly.Global),
    },
  };
}

/** Makes memory go as far as an address. V8 counts what nobody ever touches, too: all that a layout has room for would have it collect garbage all the time. */
export function reach(memory: WebAssembly.Memory, end: number): boolean {
  const missing = Math.ceil((end - memory.buffer.byteLength) / WASM_PAGE);
  if (missing > 0) memory.grow(missing);
  return missing > 0;
}

/** A function of the program; what returns nothing returns 0. */
export function exportedCall(exports: WebAssembly.Exports, name: string): HostCall {
  const found = exports[name];
  if (typeof found !== "function") throw new Error(`the program does not export ${name}`);
  return (...args) => Number(found(...args) ?? 0);
}

function exportOf<T>(exports: WebAssembly.Exports, name: string, type: new (...args: never[]) => T): T {
  const found: unknown = exports[name];
  if (!(found instanceof type)) throw new Error(`the program does not export ${name}`);
  return found;
}
