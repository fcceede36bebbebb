import { setFlagsFromString } from "node:v8";
import type { Toolchain } from "../compile/toolchain.ts";

const FLAGS = { on: "--liftoff-only", off: "--no-liftoff-only" };

/**
 * While a tool runs, V8 leaves WebAssembly as its baseline compiler makes it: optimizing the compiler's own 60 MB costs more than what it is
 * used for. The flag counts for the whole process, and modules that are searched want the other one.
 */
export function atBaseline({ id, run }: Toolchain): Toolchain {
  return {
    id,
    run: async (...job) => {
      setFlagsFromString(FLAGS.on);
      try {
        return await run(...job);
      } finally {
        setFlagsFromString(FLAGS.off);
      }
    },
  };
}
