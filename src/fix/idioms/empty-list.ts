import { FREES_POINTER } from "../../kernel-api/index.ts";
import { calleeName, structTag, type CFunction, type Expr } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { declare } from "../error-returns.ts";
import { where, wordsOf } from "../handle.ts";
import { isLasting } from "../names.ts";
import { exitFunction, type Idiom, type Repair } from "../repair.ts";
import { insertAtExit } from "./unload.ts";

/** What was put on a list, entry by entry, goes entry by entry. */
export const EMPTY_LIST: Idiom = {
  title: "free the entries of the list when the module is unloaded",
  cost: "nothing",
  example: `list_for_each_entry_safe(item, next, &items, node) {
	list_del(&item->node);
	kfree(item);
}`,
  apply(repair) {
    const exit = exitFunction(repair);
    const entry = entriesIn(repair, exit).find(({ tag }) => !isFreed(repair, tag));
    if (!entry) throw new CannotEdit("no list of this file keeps what nobody frees");
    const { tag, head, member } = entry;
    const [item, next] = [nameOf(exit, entry.item), nameOf(exit, "next")];
    const isEmpty = exit.body?.kind !== "block" || exit.body.body.length === 0;
    const variables = `struct ${tag} *${item}, *${next};`;
    if (!isEmpty) declare(repair.patch, exit, variables);
    insertAtExit(
      repair,
      exit,
      "last",
      ...(isEmpty ? [variables, ""] : []),
      `list_for_each_entry_safe(${item}, ${next}, ${head}, ${member}) {`,
      `\tlist_del(&${item}->${member});`,
      `\tkfree(${item});`,
      "}",
    );
  },
};

interface Entry {
  readonly tag: string;
  readonly item: string;
  readonly member: string;
  readonly head: string;
}

/** `list_add(&item->member, &head)`, where the head is there in the exit function too, and the item came from kmalloc() and its kin. */
function entriesIn({ program }: Repair, exit: CFunction): Entry[] {
  return ["list_add", "list_add_tail"].flatMap((name) =>
    program.callsOf(name).flatMap(({ fn, call }) => {
      const [node, head] = call.args;
      if (!node || !head || !isLasting(fn, head) || fn.file !== exit.file) return [];
      const part = node.kind === "unary" && node.op === "&" ? node.operand : undefined;
      if (part?.kind !== "member" || !part.arrow || part.object.kind !== "name") return [];
      const item = part.object.name;
      const tag = structTag(fn.locals.get(item)?.type ?? "");
      const isAllocated = new RegExp(`\\b${item}\\s*=\\s*k[mzc]alloc`).test(
        fn.file.code.slice(fn.start, fn.end),
      );
      return tag !== undefined && isAllocated
        ? [{ tag, item, member: part.field, head: wordsOf(fn, head) }]
        : [];
    }),
  );
}

/** Whether somebody frees objects of this struct: then some are left, and which is not known here. */
function isFreed({ program }: Repair, tag: string): boolean {
  const isOf = (fn: CFunction, arg: Expr | undefined): boolean =>
    arg?.kind === "name" && structTag(fn.locals.get(arg.name)?.type ?? "") === tag;
  return program.indexed.some((fn) =>
    program
      .callsIn(fn)
      .some(({ call }) => FREES_POINTER.has(calleeName(call) ?? "") && isOf(fn, call.args[0])),
  );
}

function nameOf(exit: CFunction, wanted: string): string {
  const { globals, functions } = exit.file;
  if (exit.locals.has(wanted) || globals.has(wanted) || functions.has(wanted))
    throw new CannotEdit(`${where(exit, exit)}: ${wanted} means something else in ${exit.name}()`);
  return wanted;
}
