import type { CFunction, TextRange, SourceFile, Stmt } from "../source/index.ts";
import { conditionals } from "./conditionals.ts";
import { applyEdits, CannotEdit, type Edit } from "./edit.ts";
import { beginsLine, indentAt, layoutOf, lineStart } from "./layout.ts";
import { blockOf, mayBeIf, parentOf, type StatementPlace } from "./statement-place.ts";
import { endOfCode, endOfLineAfter, linesOf, startOfItem } from "./text-places.ts";

/**
 * Gathers the changes of one idiom, made on the text of the files. Lines to put in are given without indentation but for tabs
 * that count from the place they go to; they get the file's own. Nothing between `#if` and `#endif` is touched.
 */
export class Patcher {
  readonly #edits = new Map<SourceFile, Edit[]>();
  readonly #fixed = new Map<SourceFile, readonly TextRange[]>();

  /** The files that changed, with their new text. */
  results(): Map<SourceFile, string> {
    return new Map([...this.#edits].map(([file, edits]) => [file, applyEdits(file.text, edits)]));
  }

  /** @throws CannotEdit when the place belongs to some kernels or configurations only */
  replace(file: SourceFile, { start, end }: TextRange, text: string): void {
    const fixed = this.#fixed.get(file) ?? conditionals(file);
    this.#fixed.set(file, fixed);
    if (fixed.some((block) => block.start < Math.max(end, start + 1) && start < block.end)) {
      throw new CannotEdit(
        `${file.path}:${file.place(start).line} lies between #if and #endif, which is left alone`,
      );
    }
    const edits = this.#edits.get(file) ?? [];
    this.#edits.set(file, edits);
    edits.push({ start, end, text });
  }

  insertAfter(place: StatementPlace, ...lines: string[]): void {
    this.#insert(place, [], lines);
  }

  insertBefore(place: StatementPlace, ...lines: string[]): void {
    this.#insert(place, lines, []);
  }

  /** Lines before and after a statement; braces are put around it where it has none and needs them. */
  #insert(place: StatementPlace, before: readonly string[], after: readonly string[]): void {
    const { fn, stmt } = place;
    const { file } = fn;
    if (!blockOf(place)) return this.#brace(place, before, after);
    const { newline } = layoutOf(file);
    const indent = indentAt(file.text, stmt.start);
    const [only, another] = before;
    if (only !== undefined && another === undefined && !beginsLine(file.text, stmt.start)) {
      this.replace(file, { start: stmt.start, end: stmt.start }, `${only} `);
    } else if (before.length > 0) {
      const at = beginsLine(file.text, stmt.start) ? lineStart(file.text, stmt.start) : stmt.start;
      this.replace(
        file,
        { start: at, end: at },
        before.map((line) => this.#line(file, indent, line) + newline).join(""),
      );
    }
    if (after.length > 0) {
      const at = endOfLineAfter(file, stmt.end);
      this.replace(
        file,
        { start: at, end: at },
        after.map((line) => newline + this.#line(file, indent, line)).join(""),
      );
    }
  }

  /** The only statement of an `if`, an `else` or a loop becomes a block. */
  #brace(place: StatementPlace, before: readonly string[], after: readonly string[]): void {
    const { fn, stmt } = place;
    const { file } = fn;
    const outer = parentOf(place);
    if (!outer) throw new CannotEdit(`${fn.name}() has no statement to begin with`);
    if (!beginsLine(file.text, stmt.start)) return this.#braceOnLine(place, outer.stmt, before, after);
    const { newline, step } = layoutOf(file);
    const indent = indentAt(file.text, stmt.start);
    const outerIndent = indent.endsWith(step)
      ? indent.slice(0, -step.length)
      : indentAt(file.text, outer.stmt.start);
    const head = lineStart(file.text, stmt.start) - 1;
    const headEnd = file.text[head - 1] === "\r" ? head - 1 : head;
    const said = endOfCode(file, headEnd);
    this.replace(file, { start: said, end: said }, " {");
    const lines = (some: readonly string[]): string =>
      some.map((line) => this.#line(file, indent, line) + newline).join("");
    if (before.length > 0) this.replace(file, { start: head + 1, end: head + 1 }, lines(before));
    const at = endOfLineAfter(file, stmt.end);
    const tail = after.map((line) => newline + this.#line(file, indent, line)).join("");
    const rest = /^\s*else\b/.exec(file.text.slice(at));
    if (rest) {
      this.replace(file, { start: at, end: at + rest[0].length }, `${tail}${newline}${outerIndent}} else`);
    } else {
      this.replace(file, { start: at, end: at }, `${tail}${newline}${outerIndent}}`);
    }
  }

  /** `if (failed) return err;` gets lines of its own. */
  #braceOnLine(
    { fn: { file }, stmt }: StatementPlace,
    outer: Stmt,
    before: readonly string[],
    after: readonly string[],
  ): void {
    const { text } = file;
    if (outer.kind !== "if" || outer.no || !beginsLine(text, outer.start))
      throw new CannotEdit(`${file.path}:${file.place(stmt.start).line}: two statements on one line`);
    const { newline, step } = layoutOf(file);
    const indent = indentAt(text, outer.start);
    const lines = (some: readonly string[]): string =>
      some.map((line) => newline + this.#line(file, indent + step, line)).join("");
    const blanks = /\s*$/.exec(text.slice(outer.start, stmt.start))?.[0].length ?? 0;
    this.replace(
      file,
      { start: stmt.start - blanks, end: stmt.start },
      ` {${lines(before)}${newline}${indent}${step}`,
    );
    this.replace(file, { start: stmt.end, end: stmt.end }, `${lines(after)}${newline}${indent}}`);
  }

  /** Lines into a function that does nothing yet; what stands between its braces, a comment, stays above them. */
  fill(fn: CFunction, ...lines: string[]): void {
    const { file } = fn;
    const { newline, step } = layoutOf(file);
    const close = fn.end - 1;
    const open = endOfCode(file, close);
    if (file.text[close] !== "}" || file.text[open - 1] !== "{")
      throw new CannotEdit(`${fn.name}() is not empty`);
    const outer = indentAt(file.text, close);
    const kept = file.text.slice(open, close).trimEnd();
    const text = lines.map((line) => newline + this.#line(file, outer + step, line)).join("");
    this.replace(file, { start: open, end: close }, `${kept}${text}${newline}${outer}`);
  }

  /** Takes a statement away, with its line when nothing else is on it. */
  remove(place: StatementPlace): void {
    const { fn, stmt } = place;
    if (!blockOf(place)) {
      const outer = parentOf(place);
      if (outer?.stmt.kind !== "if" || outer.stmt.no) {
        throw new CannotEdit(
          `${fn.file.path}:${fn.file.place(stmt.start).line}: it is all that this loop or branch does`,
        );
      }
      return this.remove(outer);
    }
    const range = linesOf(fn.file, stmt);
    this.replace(fn.file, range, "");
  }

  /** A part of a statement in place of the whole, one step further out; its lines stay as they are. */
  unwrap({ fn, stmt }: StatementPlace, { start, end }: TextRange): void {
    const { file } = fn;
    const [outside, inside] = [indentAt(file.text, stmt.start), indentAt(file.text, start)];
    this.replace(file, { start: stmt.start, end: start }, "");
    this.replace(file, { start: end, end: stmt.end }, "");
    if (!inside.startsWith(outside) || !beginsLine(file.text, start)) return;
    for (
      let at = file.text.indexOf("\n", start) + 1;
      at > 0 && at < end;
      at = file.text.indexOf("\n", at) + 1
    ) {
      if (file.text.startsWith(inside, at))
        this.replace(file, { start: at + outside.length, end: at + inside.length }, "");
    }
  }

  /** Puts a statement's own lines before or behind another one of the same block. */
  move(place: StatementPlace, to: StatementPlace, side: "before" | "after"): void {
    const { file } = place.fn;
    const words = file.text.slice(place.stmt.start, place.stmt.end);
    const indent = indentAt(file.text, place.stmt.start);
    const lines = words
      .split(/\r?\n/)
      .map((line, i) => (i === 0 || !line.startsWith(indent) ? line : line.slice(indent.length)));
    this.remove(place);
    if (side === "before") this.insertBefore(to, ...lines);
    else this.insertAfter(to, ...lines);
  }

  /** New lines in place of a statement. */
  rewrite(place: StatementPlace, ...lines: string[]): void {
    const { fn, stmt } = place;
    const { file } = fn;
    const { newline } = layoutOf(file);
    const indent = indentAt(file.text, stmt.start);
    const words = file.text.slice(stmt.start, stmt.end);
    const kept = lines.findIndex((line) => line.trim() === words);
    // a comment behind the statement stays with its words
    const end = lines.length > 1 && kept >= 0 ? endOfLineAfter(file, stmt.end) : stmt.end;
    const remark = file.text.slice(stmt.end, end);
    const text = lines
      .map((line, i) => (i === 0 ? line : this.#line(file, indent, line)) + (i === kept ? remark : ""))
      .join(newline);
    this.replace(file, { start: stmt.start, end }, text);
    const isOne =
      lines[0]?.startsWith("if (") === true && lines.slice(1).every((line) => /^(?:\t|\}$)/.test(line));
    if (lines.length > 1 && !(isOne ? mayBeIf(place) : blockOf(place))) {
      throw new CannotEdit(
        `${file.path}:${file.place(stmt.start).line}: several statements would need braces here`,
      );
    }
  }

  /** Lines above a function, and an empty one. */
  above(fn: CFunction, ...lines: string[]): void {
    const { file } = fn;
    const { newline } = layoutOf(file);
    const at = startOfItem(file, fn.start);
    this.replace(
      file,
      { start: at, end: at },
      [...lines, ""].map((line) => this.#line(file, "", line) + newline).join(""),
    );
  }

  #line(file: SourceFile, indent: string, line: string): string {
    if (line === "") return "";
    const { step } = layoutOf(file);
    return indent + line.replace(/^\t+/, (tabs) => step.repeat(tabs.length));
  }
}
