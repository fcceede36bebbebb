import type { Files } from "./toolchain.ts";

/** A module as the user has it, read into memory. */
export interface ModuleSource {
  /** As insmod knows it, `-` replaced by `_`. */
  readonly name: string;
  /** Paths of the .c files, keys of `files`. */
  readonly units: readonly string[];
  /** The units and every header beside them, by path in the build tree. */
  readonly files: Files;
  /** Files of the folder that are not the module's as it was given, but have functions of its threads; keys of `files`. */
  readonly beside?: readonly string[];
  /** Whether the Makefile that lists its units never makes a module of them. */
  readonly isBuiltIn?: boolean;
  /** Whether it declares all that it uses, and its includes are to bring nothing else along. */
  readonly isClosed?: boolean;
  /** Extra compiler arguments (`-D`, `-I` in the build tree) from a Makefile's ccflags-y. */
  readonly flags: readonly string[];
  /** The user's own spelling of a path in the build tree, for messages. */
  readonly userPath: (path: string) => string;
  /** Modules that are loaded before it, in this order: it may use what they export. */
  readonly after?: readonly ModuleSource[];
  /** Files that the units name in #line, whose paths a program tells; by default the units. */
  readonly quoted?: readonly string[];
}

/** A module with those that are loaded before it. */
export function modulesOf(source: ModuleSource): ModuleSource[] {
  return [...(source.after ?? []), source];
}
