/** Offsets into the file's text, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type Expr = TextRange &
  (
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "string"; readonly text: string }
    /** `op` is one of `! ~ - + & * ++ -- sizeof`; `postfix` for `x++` and `x--`. */
    | { readonly kind: "unary"; readonly op: string; readonly operand: Expr; readonly postfix: boolean }
    | { readonly kind: "binary"; readonly op: string; readonly left: Expr; readonly right: Expr }
    /** `op` is `=` or a compound one such as `|=`. */
    | { readonly kind: "assign"; readonly op: string; readonly target: Expr; readonly value: Expr }
    | { readonly kind: "conditional"; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
    | { readonly kind: "call"; readonly callee: Expr; readonly args: readonly Expr[] }
    | { readonly kind: "member"; readonly object: Expr; readonly field: string; readonly arrow: boolean }
    | { readonly kind: "index"; readonly object: Expr; readonly index: Expr }
    | { readonly kind: "cast"; readonly type: string; readonly operand: Expr }
    | { readonly kind: "comma"; readonly items: readonly Expr[] }
    /** `{ .a = x, [1] = y, z }` */
    | { readonly kind: "list"; readonly items: readonly { readonly field?: string; readonly value: Expr }[] }
    /** `({ ... })` */
    | { readonly kind: "block"; readonly body: Stmt }
    /** A type where an expression is expected (`sizeof(struct x)`), or an argument that is no expression. */
    | { readonly kind: "opaque"; readonly text: string }
  );

export interface Declarator extends TextRange {
  readonly name: string;
  /** As written, without the stars, such as `struct task_struct` or `static int`. */
  readonly type: string;
  readonly pointer: boolean;
  readonly array: boolean;
  readonly init: Expr | undefined;
}

export type Stmt = TextRange &
  (
    | { readonly kind: "block"; readonly body: readonly Stmt[] }
    | { readonly kind: "expr"; readonly expr: Expr }
    | { readonly kind: "decl"; readonly declarators: readonly Declarator[] }
    | {
        readonly kind: "if";
        readonly test: Expr;
        readonly yes: Stmt;
        readonly no: Stmt | undefined;
      }
    | { readonly kind: "while"; readonly test: Expr; readonly body: Stmt }
    | { readonly kind: "do"; readonly body: Stmt; readonly test: Expr }
    | {
        readonly kind: "for";
        readonly init: Stmt | undefined;
        readonly test: Expr | undefined;
        readonly step: Expr | undefined;
        readonly body: Stmt;
      }
    /** A macro that heads a statement: a loop (`list_for_each_entry(...) body`) or a scope (`scoped_guard(...) body`). */
    | { readonly kind: "macro"; readonly head: Expr; readonly loop: boolean; readonly body: Stmt }
    | { readonly kind: "switch"; readonly value: Expr; readonly body: Stmt }
    /** `undefined` is `default`; `to` is the upper end of a range. */
    | { readonly kind: "case"; readonly value: Expr | undefined; readonly to: Expr | undefined }
    | { readonly kind: "label"; readonly name: string }
    /** `undefined` for a computed goto. */
    | { readonly kind: "goto"; readonly label: string | undefined }
    | { readonly kind: "return"; readonly value: Expr | undefined }
    | { readonly kind: "break" }
    | { readonly kind: "continue" }
    | { readonly kind: "empty" }
  );

export interface CParameter {
  readonly name: string;
  readonly type: string;
}

/** What is cast, however often: `(u8)(long)x` is `x`. */
export function withoutCasts(expr: Expr): Expr {
  return expr.kind === "cast" ? withoutCasts(expr.operand) : expr;
}

/** The children of an expression, in the order they stand; statements of a `({ })` are not entered. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "unary":
    case "cast":
      return [expr.operand];
    case "binary":
      return [expr.left, expr.right];
    case "assign":
      return [expr.target, expr.value];
    case "conditional":
      return [expr.test, expr.yes, expr.no];
    case "call":
      return [expr.callee, ...expr.args];
    case "member":
      return [expr.object];
    case "index":
      return [expr.object, expr.index];
    case "comma":
      return expr.items;
    case "list":
      return expr.items.map((item) => item.value);
    default:
      return [];
  }
}

/** The conditions that must all hold for one to hold. */
export function conjunctsOf(test: Expr): Expr[] {
  return test.kind === "binary" && test.op === "&&"
    ? [...conjunctsOf(test.left), ...conjunctsOf(test.right)]
    : [test];
}

/** The statements directly inside of one. */
export function innerStatements(stmt: Stmt): readonly Stmt[] {
  switch (stmt.kind) {
    case "block":
      return stmt.body;
    case "if":
      return stmt.no ? [stmt.yes, stmt.no] : [stmt.yes];
    case "for":
      return stmt.init ? [stmt.init, stmt.body] : [stmt.body];
    case "while":
    case "do":
    case "macro":
    case "switch":
      return [stmt.body];
    default:
      return [];
  }
}
