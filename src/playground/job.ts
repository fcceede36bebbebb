import type { KernelVersion } from "../core/kernel-version.ts";
import type { PageModel } from "../page/model.ts";

/** Something that the page asks its worker for. Plain data. */
export interface PlaygroundJob extends Input {
  readonly kind: "explain" | "run" | "fix" | "solve";
}

/** What is written into the page, and what a link to it carries. */
export interface Input {
  readonly log: string;
  /** The module: one file. */
  readonly source: string;
  /** That file's name. */
  readonly file: string;
  /** Undefined: the log's own, or the default. */
  readonly kernel: KernelVersion | undefined;
  /** Allocations and creations may fail too. */
  readonly faults: boolean;
  /** For each run. */
  readonly seconds: number;
}

/** What came of a job. */
export interface PlaygroundResult {
  readonly page: PageModel;
  /** That only a part of the module was run, and why not the whole. */
  readonly part?: Refusal;
  /** The patch, to be taken away, and the module with it. */
  readonly patch?: { readonly diff: string; readonly source: string };
}

/** Why nothing came of a job, and what the compiler said, where it was that. */
export interface Refusal {
  readonly message: string;
  readonly diagnostics: readonly string[];
}

/** What the worker says while it works, and at the end. */
export type PlaygroundAnswer =
  | { readonly type: "says"; readonly text: string }
  | { readonly type: "done"; readonly result: PlaygroundResult }
  | { readonly type: "refused"; readonly refusal: Refusal };

/** What lies beside the page for its worker. */
export interface PlaygroundFiles {
  readonly version: string;
  /** The model kernel's headers and services. */
  readonly files: readonly (readonly [path: string, text: string])[];
  /** Keys of what was built ahead. */
  readonly shipped: readonly string[];
}
