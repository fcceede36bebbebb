/** The room's door: what other rooms may use. */
export {
  childrenOf,
  conjunctsOf,
  innerStatements,
  type Declarator,
  withoutCasts,
  type Expr,
  type TextRange,
  type Stmt,
} from "./ast.ts";
export type { ControlFlowGraph, FlowNode, NodeId } from "./flow.ts";
export { behind } from "./behind.ts";
export { withoutOwnMacros } from "./expand.ts";
export { isGuard } from "./flow.ts";
export { constantIn, layoutOf, type Integer } from "./layout.ts";
export { readSource } from "./read-source.ts";
export type { CFunction, GlobalVariable, SourceFile, TopLevelCall } from "./source-file.ts";
export type { Field } from "./struct.ts";
export { structTag } from "./type-words.ts";
export { calleeName, walkExpression, walkExpressions } from "./walk.ts";
