import { ARMS, CREATES } from "../../kernel-api/index.ts";
import { calleeName } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { exitFunction, type Idiom } from "../repair.ts";
import { nameIn, stepsOf, type InitStep } from "../steps.ts";
import { insertAtExit } from "./unload.ts";

/** The exit function takes back what nobody takes back: before all else, so that no handler comes any more, or when nobody uses it. */
function undoAtExit(when: "first" | "last"): Idiom {
  return {
    title:
      when === "first"
        ? "unregister the handler when the module is unloaded"
        : "take back at the end of unloading what nobody takes back",
    cost: when === "first" ? "unloading waits for a handler that is under way" : "nothing",
    weight: when === "first" ? 1 : 0,
    example: `static void __exit foo_exit(void)
{
	${when === "first" ? "free_irq(irq, dev);\n\t..." : "...\n\tdestroy_workqueue(wq);"}
}`,
    apply(repair) {
      const exit = exitFunction(repair);
      const lines = repair.program.indexed
        .filter(({ file, isMacro }) => file === exit.file && !isMacro)
        .flatMap((fn) => stepsOf(repair, fn))
        .filter((step) => isForExit(step) && step.ways.every((way) => !exit.file.text.includes(`${way};`)))
        .map(({ undo }) => `${undo};`);
      if (lines.length === 0)
        throw new CannotEdit("all that the file registers or makes is taken back somewhere");
      insertAtExit(repair, exit, when, ...new Set(lines.toReversed()));
    },
  };
}

export const UNREGISTER_AT_EXIT = undoAtExit("first");
export const UNDO_AT_END_OF_EXIT = undoAtExit("last");

/** What the exit function can name; threads, timers and work have idioms of their own. */
function isForExit({ site: { fn, call }, undo }: InitStep): boolean {
  const name = calleeName(call) ?? "";
  if (CREATES.has(name) || ARMS.has(name)) return false;
  const words = undo.slice(nameIn(undo).length).match(/(?<![\w.>])[A-Za-z_]\w*/g) ?? [];
  return words.every((word) => !fn.locals.has(word));
}
