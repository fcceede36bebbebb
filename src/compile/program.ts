import type { Span } from "../core/span.ts";
import type { Flow } from "./flow-graph.ts";
import type { Target } from "./flags.ts";
import type { SiteKind } from "./raw-site.ts";
import type { DataSymbol } from "./link-map.ts";
import type { ProgramValues } from "./values.ts";

/** One frame of a place in the source; inlined calls have several, innermost first. */
export interface SourceFrame extends Span {
  readonly function: string;
}

export interface Site {
  readonly kind: SiteKind;
  readonly inModule: boolean;
  /** Imported function or service that is called here. */
  readonly callee: string;
  readonly tail: boolean;
  /** Index of the function that this site lies in. */
  readonly functionIndex: number;
  /** Empty for places in the services, whose lines say nothing to a user. */
  readonly frames: readonly SourceFrame[];
}

export interface ModuleParameter {
  readonly module: string;
  readonly name: string;
  /** As in module_param(): int, bool, charp, array-int, ... */
  readonly type: string;
  readonly exportName: string;
}

/** How the reason of a choice begins that the environment of a part makes. */
export const ASSUMING = "assuming: ";

/** The file that lines of a part stand in which are not the driver's: what calls its operations. */
export const AROUND_PART = "the kernel around the driver";

/** That a program is a part of a driver: the functions of which something was kept, and how many the driver has. */
interface PartOf {
  readonly kept: readonly string[];
  readonly functions: number;
  /** Calls on threads that it has not, with their places: of how threads end it then says nothing. */
  readonly lost: readonly string[];
  /** Functions that create a thread which is stopped in an operation that need not come after theirs. */
  readonly open: readonly string[];
  /** Only threads and what leads to them: flags, counters and waits let them take every way. */
  readonly isOutline: boolean;
  /** Whether a file of it says that the module can be unloaded, or cannot; undefined where none says. */
  readonly unloads: boolean | undefined;
  /** Whether a thread is stopped in it. */
  readonly stops: boolean;
}

/** One of the modules of a program. */
export interface LinkedModule {
  readonly name: string;
  /** Indices of its functions: from (inclusive), to (exclusive). */
  readonly functions: readonly [number, number];
  /** Object files that are its own. */
  readonly objects: readonly string[];
}

/** The number of the module that a function lies in; -1: in the services. */
export function moduleOfFunction(modules: readonly LinkedModule[], index: number): number {
  return modules.findIndex(({ functions: [from, to] }) => index >= from && index < to);
}

/** The number of the module that an object file is of; -1: of the services. */
export function moduleOfObject(modules: readonly LinkedModule[], object: string): number {
  return modules.findIndex(({ objects }) => objects.includes(object));
}

/** Parameters that are meant by a name, with its module's before it or not: `count`, `producer.count`. */
export function parametersNamed({ parameters }: LinkedProgram, text: string): ModuleParameter[] {
  return parameters.filter(({ module, name }) => text === name || text === `${module}.${name}`);
}

/** A module, or several that use one another, linked with the model kernel, instrumented, switchable: what a machine loads. Plain data. */
export interface LinkedProgram {
  readonly name: string;
  readonly target: Target;
  readonly wasm: Uint8Array;
  readonly sites: readonly Site[];
  /** Function names by index, imports included. */
  readonly functions: readonly string[];
  readonly data: readonly DataSymbol[];
  readonly values: ProgramValues;
  /** The module, or several in the order in which they are loaded. */
  readonly modules: readonly LinkedModule[];
  /** Functions of the services that only their own unit sees. */
  readonly helpers: readonly string[];
  readonly parameters: readonly ModuleParameter[];
  /** Calls that nothing defines, with one place each. */
  readonly unmodelled: readonly { readonly name: string; readonly site: number }[];
  /** Compiler warnings, in the compiler's own form, against the user's paths. */
  readonly warnings: string;
  /** What was taken for granted so that it compiles; each verdict says so. */
  readonly assumed: readonly string[];
  /** Where loaded values go; see `flow-graph.ts`. */
  readonly flow: Flow;
  /** How a function in the table is called, by table index: twice the number of its parameters, and 1 more if it returns something. */
  readonly shapes: readonly number[];
  /** The commands that a function of the module's which is called by pointer compares with, by table index. */
  readonly constants: Readonly<Record<number, readonly number[]>>;
  /** Absent for a whole module. */
  readonly part?: PartOf;
}
