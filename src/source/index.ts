/** The room's door: what other rooms may use. */
export {
  childrenOf,
  innerStatements,
  type Declarator,
  type Expr,
  type Parameter,
  type Range,
  type Stmt,
} from "./ast.ts";
export { rangeOf, type FlowGraph, type FlowNode, type NodeId } from "./flow.ts";
export { readSource, type ReadOptions } from "./read-source.ts";
export type {
  CFunction,
  GlobalVariable,
  LocalVariable,
  SourceFile,
  TopLevelCall,
  UnreadableFunction,
} from "./source-file.ts";
export { calleeName, expressionsOf, walkExpressions } from "./walk.ts";
