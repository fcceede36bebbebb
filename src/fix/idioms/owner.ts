import type { SourceFile } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import type { Idiom, Repair } from "../repair.ts";
import { beginsLine, indentAt, layoutOf } from "../layout.ts";

const OPERATIONS = /\bstruct\s+file_operations\s+\w+\s*=\s*\{([^{}]*)\}/g;

/** Who opens the file holds the module, until it is closed: fs/char_dev.c. */
export const SET_OWNER: Idiom = {
  title: "let an open file hold the module",
  cost: "the module cannot be unloaded while the file is open",
  example: `static const struct file_operations fops = {
	.owner = THIS_MODULE,
	...
};`,
  apply(repair) {
    const changed = [...new Set(repair.program.indexed.map(({ file }) => file))].filter((file) =>
      setOwners(repair, file),
    );
    if (changed.length === 0) throw new CannotEdit("no file_operations without an owner stand in the files");
  },
};

function setOwners({ patch }: Repair, file: SourceFile): boolean {
  let found = false;
  for (const match of file.text.matchAll(OPERATIONS)) {
    const [whole, members = ""] = match;
    if (/\.\s*owner\s*=/.test(members) || members.trim() === "") continue;
    const open = match.index + whole.indexOf("{") + 1;
    const first = open + members.search(/\S/);
    const { newline } = layoutOf(file);
    const between = beginsLine(file.text, first) ? newline + indentAt(file.text, first) : " ";
    patch.replace(file, { start: first, end: first }, `.owner = THIS_MODULE,${between}`);
    found = true;
  }
  return found;
}
