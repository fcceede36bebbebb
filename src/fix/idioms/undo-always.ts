import { functionsWithin } from "../../check/index.ts";
import { calleeName } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { where } from "../handle.ts";
import { CALL_DEPTH, exitFunction, type Idiom } from "../repair.ts";
import { blockOf, ifAround, placesIn, type StatementPlace } from "../statement-place.ts";
import { nameIn, stepsOf } from "../steps.ts";

/** Exit comes after an init that succeeded: what init did is there, whatever a variable says (kernel/module/main.c, delete_module()). */
export const UNDO_ALWAYS: Idiom = {
  title: "take back what init did without asking",
  cost: "nothing",
  example: `unregister_chrdev(major, "foo");	/* without: if (major < 0) */`,
  apply(repair) {
    const { program, patch } = repair;
    const exit = exitFunction(repair);
    const undoing = new Set(
      program.indexed
        .filter(({ file, isMacro }) => file === exit.file && !isMacro)
        .flatMap((fn) => stepsOf(repair, fn))
        .flatMap(({ ways }) => ways.map(nameIn)),
    );
    const asked = new Set<StatementPlace["stmt"]>();
    for (const place of [...functionsWithin(program, exit, CALL_DEPTH)].flatMap(placesIn)) {
      const { stmt } = place;
      if (stmt.kind !== "expr" || !undoing.has(calleeName(stmt.expr) ?? "")) continue;
      const outer = ifAround(place);
      if (!outer || asked.has(outer.stmt)) continue;
      const inner = outer.stmt.yes.kind === "block" ? outer.stmt.yes.body : [outer.stmt.yes];
      const [first] = inner;
      if (!first || !blockOf(outer) || inner.some(({ kind }) => kind === "decl"))
        throw new CannotEdit(`${where(outer.fn, outer.stmt)}: this condition cannot be taken away`);
      patch.unwrap(outer, { start: first.start, end: (inner.at(-1) ?? first).end });
      asked.add(outer.stmt);
    }
    if (asked.size === 0)
      throw new CannotEdit(`${exit.name}() asks for nothing before it takes something back`);
  },
};
