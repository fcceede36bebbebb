import { FREES_POINTER } from "../../kernel-api/index.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { declare, errorVariable, nameForError } from "../error-returns.ts";
import { wordsOf } from "../handle.ts";
import type { Idiom, Repair } from "../repair.ts";
import { placesIn, predecessors, type StatementPlace } from "../statement-place.ts";

/** The error that a failed creation left in an object is read while the object is there. */
export const READ_ERROR_BEFORE_FREE: Idiom = {
  title: "read the error before the memory that holds it is freed",
  cost: "nothing",
  example: `err = PTR_ERR(ctx->task);
kfree(ctx);
return err;`,
  apply(repair) {
    let done = 0;
    for (const fn of repair.program.indexed.filter(({ isMacro }) => !isMacro))
      for (const place of placesIn(fn)) if (keepError(repair, place)) done++;
    if (done === 0) throw new CannotEdit("no error is returned out of memory that was just freed");
  },
};

/** `kfree(p); return PTR_ERR(p->t);` */
function keepError({ patch }: Repair, place: StatementPlace): boolean {
  const { fn, stmt } = place;
  if (stmt.kind !== "return" || stmt.value?.kind !== "call" || calleeName(stmt.value) !== "PTR_ERR")
    return false;
  const words = wordsOf(fn, stmt.value);
  const free = freeOfHolder(fn, place, words);
  if (!free) return false;
  const kept = errorVariable(fn);
  const name = kept ?? nameForError(fn);
  if (kept === undefined) declare(patch, fn, `int ${name};`);
  patch.insertBefore(free, `${name} = ${words};`);
  patch.replace(fn.file, stmt.value, name);
  return true;
}

/** The first statement before it, in the same block, that frees what the words go through. */
function freeOfHolder(fn: CFunction, place: StatementPlace, words: string): StatementPlace | undefined {
  return predecessors(place).findLast(({ stmt }) => {
    const call = stmt.kind === "expr" && stmt.expr.kind === "call" ? stmt.expr : undefined;
    const [pointer] = call?.args ?? [];
    return (
      call !== undefined &&
      pointer !== undefined &&
      FREES_POINTER.has(calleeName(call) ?? "") &&
      words.replace(/\s/g, "").startsWith(`PTR_ERR(${wordsOf(fn, pointer).replace(/\s/g, "")}->`)
    );
  });
}
