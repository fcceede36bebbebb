import type { Expr, Stmt } from "./ast.ts";

/** What surely runs behind a statement: expressions, in their order, up to the first that decides or jumps. */
export interface Behind {
  readonly exprs: readonly Expr[];
  /** Whether control goes on behind all of them. */
  readonly open: boolean;
}

/** What surely runs behind `one` within `stmt`; undefined when it does not stand there. */
export function behind(stmt: Stmt, one: Stmt): Behind | undefined {
  if (stmt === one) return { exprs: [], open: true };
  switch (stmt.kind) {
    case "block":
      return behindInBlock(stmt.body, one);
    case "if":
      return behind(stmt.yes, one) ?? (stmt.no && behind(stmt.no, one));
    // what runs behind the end of their bodies may be their beginning
    case "while":
    case "do":
    case "for":
    case "macro":
    case "switch": {
      const within = behind(stmt.body, one);
      return within && { ...within, open: false };
    }
    default:
      return undefined;
  }
}

function behindInBlock(body: readonly Stmt[], one: Stmt): Behind | undefined {
  for (const [index, stmt] of body.entries()) {
    let found = behind(stmt, one);
    if (!found) continue;
    for (const next of body.slice(index + 1)) {
      if (!found.open) break;
      const { exprs, open }: Behind = surely(next);
      found = { exprs: [...found.exprs, ...exprs], open };
    }
    return found;
  }
  return undefined;
}

/** What a statement evaluates in any case. A label may be come to from elsewhere, and not by way of what stands above. */
function surely(stmt: Stmt): Behind {
  switch (stmt.kind) {
    case "expr":
      return { exprs: [stmt.expr], open: true };
    case "decl":
      return { exprs: stmt.declarators.flatMap(({ init }) => init ?? []), open: true };
    case "empty":
    case "label":
      return { exprs: [], open: true };
    case "if":
    case "while":
      return { exprs: [stmt.test], open: false };
    case "switch":
      return { exprs: [stmt.value], open: false };
    case "return":
      return { exprs: stmt.value ? [stmt.value] : [], open: false };
    default:
      return { exprs: [], open: false };
  }
}
