import type { Expr, CParameter, Stmt } from "./ast.ts";
import type { ControlFlowGraph } from "./flow.ts";
import type { Macro } from "./mask.ts";
import type { Field } from "./struct.ts";

/** A function, or a macro with parameters that reads as one. */
export interface CFunction {
  readonly name: string;
  readonly file: SourceFile;
  readonly isStatic: boolean;
  readonly isMacro: boolean;
  readonly returnType: string;
  readonly parameters: readonly CParameter[];
  /** Offset of the name, and of the end of the body. */
  readonly start: number;
  readonly end: number;
  /** Undefined when it could not be read; `unreadable` of the file then says why. */
  readonly body: Stmt | undefined;
  readonly flow: ControlFlowGraph | undefined;
  /** Types of parameters and locals by name, as written. */
  readonly locals: ReadonlyMap<string, LocalVariable>;
}

export interface LocalVariable {
  readonly type: string;
  readonly isStatic: boolean;
  readonly isParameter: boolean;
}

export interface GlobalVariable {
  readonly name: string;
  readonly type: string;
  readonly isStatic: boolean;
  readonly init: Expr | undefined;
  readonly start: number;
}

/** `module_exit(name)` and the like: a macro used outside of functions. */
export interface TopLevelCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly start: number;
}

export interface UnreadableFunction {
  readonly name: string;
  readonly reason: string;
  readonly line: number;
}

/** What one C file says. Bodies are read when they are first asked for. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The same with comments, and branches and directives that are not read, as spaces; bodies of macros are left in. */
  readonly code: string;
  readonly includes: readonly string[];
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  readonly functions: ReadonlyMap<string, CFunction>;
  /** Macros with parameters whose body reads as C. */
  readonly macros: ReadonlyMap<string, CFunction>;
  /** All macros, those without parameters too. */
  readonly defines: ReadonlyMap<string, Macro>;
  readonly globals: ReadonlyMap<string, GlobalVariable>;
  /** Fields of each struct defined here, by struct name. */
  readonly structs: ReadonlyMap<string, ReadonlyMap<string, Field>>;
  readonly topLevelCalls: readonly TopLevelCall[];
  /** Functions that could not be read, of those that were asked for. */
  readonly unreadable: readonly UnreadableFunction[];
  /** Line and column, both from 1, of an offset. */
  place(offset: number): { line: number; column: number };
  /** Value of a macro without parameters that is a number or a name of one. */
  constant(name: string): number | undefined;
}
