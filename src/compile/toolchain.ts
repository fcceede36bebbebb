/** Files by path relative to the build's root, `/` between folders. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

export interface ToolRun {
  readonly ok: boolean;
  /** Files the tool wrote, by path. */
  readonly output: ReadonlyMap<string, Uint8Array>;
  readonly stdout: string;
  readonly stderr: string;
}

export type Tool = "clang" | "wasm-ld";

/**
 * Where clang and wasm-ld come from: the ones that ship with unoops as WebAssembly, or the system's. Both see the same files under the same relative paths and get the same arguments.
 */
export interface Toolchain {
  /** Names the tools and their version; part of every cache key. */
  readonly id: string;
  /** They run beside this process, and not for long. */
  readonly isSystems?: boolean;
  run(tool: Tool, args: readonly string[], files: Files, outputs: readonly string[]): Promise<ToolRun>;
}

/** `auto`: the system's when it is there and new enough, which is faster; both give the same. */
export const COMPILERS = ["auto", "embedded", "system"] as const;

export type CompilerName = (typeof COMPILERS)[number];
