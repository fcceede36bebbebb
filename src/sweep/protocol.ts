import type { CompilerName } from "../compile/toolchain.ts";
import type { Job } from "./job.ts";
import type { Inputs } from "./sources.ts";
import type { JobResult } from "./result.ts";

/** What a slot says to its process. */
export type ToChild =
  | { readonly type: "setting"; /** Bytes of memory that it may take. */ readonly memory: number }
  | { readonly type: "job"; readonly job: Job; readonly inputs: Inputs; readonly compiler: CompilerName }
  | { readonly type: "value"; readonly id: number; readonly value: Uint8Array | undefined };

/** What the process says: a result, or what it wants of the cache that all machines share. */
export type FromChild =
  | { readonly type: "ready" }
  | { readonly type: "result"; readonly result: JobResult }
  | { readonly type: "error"; readonly message: string }
  | { readonly type: "read"; readonly id: number; readonly key: string }
  | { readonly type: "write"; readonly key: string; readonly value: Uint8Array };
