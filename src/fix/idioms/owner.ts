import type { SourceFile } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import type { Idiom, Repair } from "../repair.ts";
import { beginsLine, indentAt, layoutOf } from "../layout.ts";

/** Who opens the file holds the module, until it is closed: fs/char_dev.c. */
export const SET_OWNER: Idiom = {
  title: "let an open file hold the module",
  cost: "the module cannot be unloaded while the file is open",
  example: `static const struct file_operations fops = {
	.owner = THIS_MODULE,
	...
};`,
  apply(repair) {
    setOwners(repair, "file_operations");
  },
};

/** Who mounts it holds the module, until it is unmounted: fs/filesystems.c, get_filesystem(). */
export const SET_OWNER_OF_TYPE: Idiom = {
  title: "let a mounted file system hold the module",
  cost: "the module cannot be unloaded while it is mounted",
  example: `static struct file_system_type type = {
	.owner = THIS_MODULE,
	...
};`,
  apply(repair) {
    setOwners(repair, "file_system_type");
  },
};

function setOwners(repair: Repair, struct: string): void {
  const files = [...new Set(repair.program.indexed.map(({ file }) => file))];
  const changed = files.filter((file) => setOwnersIn(repair, file, struct));
  if (changed.length === 0) throw new CannotEdit(`no ${struct} without an owner stands in the files`);
}

function setOwnersIn({ patch }: Repair, file: SourceFile, struct: string): boolean {
  const initialised = new RegExp(String.raw`\bstruct\s+${struct}\s+\w+\s*=\s*\{([^{}]*)\}`, "g");
  let found = false;
  for (const match of file.text.matchAll(initialised)) {
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
