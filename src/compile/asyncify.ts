import type binaryenModule from "binaryen";

type Binaryen = typeof binaryenModule;

/** Imports at which a task may be switched away: its wasm frames are saved in linear memory and later put back. */
const SWITCHING = [/^__tsan_/, /^unoops_(yield|pause|block|block_timeout|exit|call|leave)$/];

type Asyncify = (wasm: Uint8Array, imports: readonly string[]) => Uint8Array;

/**
 * Makes the program's calls switchable (Binaryen's Asyncify): each task's wasm frames can be unwound into its own buffer
 * in linear memory, so that a snapshot of memory is a snapshot of every task.
 */
export async function loadAsyncify(): Promise<Asyncify> {
  const { default: binaryen } = await import("binaryen");
  return (wasm, imports) => asyncify(binaryen, wasm, imports);
}

function asyncify(binaryen: Binaryen, wasm: Uint8Array, imports: readonly string[]): Uint8Array {
  const { Features } = binaryen;
  const module = binaryen.readBinary(wasm);
  try {
    // V8 refuses the binary when features are declared that nothing uses
    module.setFeatures(
      Features.MutableGlobals |
        Features.BulkMemory |
        Features.SignExt |
        Features.NontrappingFPToInt |
        Features.ReferenceTypes |
        Features.Multivalue,
    );
    binaryen.setDebugInfo(true);
    binaryen.setOptimizeLevel(1);
    binaryen.setShrinkLevel(0);
    const switching = imports.filter((name) => SWITCHING.some((pattern) => pattern.test(name)));
    binaryen.setPassArgument("asyncify-imports", switching.map((name) => `env.${name}`).join(","));
    module.runPasses(["asyncify", "simplify-locals", "coalesce-locals", "vacuum"]);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
