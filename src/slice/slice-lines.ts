import type { CFunction } from "../source/index.ts";

/** A line of a slice, and the line of the driver that it stands for. */
export interface SliceLine {
  readonly line: number;
  readonly text: string;
}

export interface SliceBody {
  readonly lines: readonly SliceLine[];
  /** Offsets of what was kept for itself: not declarations, jumps or what only leads there. */
  readonly acts: readonly number[];
}

/** How much there was when a statement began. */
interface Mark {
  readonly from: number;
  readonly acted: number;
}

/** The lines of one function of a slice, as they are written; what turns out to hold nothing is taken back. */
export class SliceLines implements SliceBody {
  readonly lines: SliceLine[] = [];
  readonly acts: number[] = [];
  private readonly fn: CFunction;

  constructor(fn: CFunction) {
    this.fn = fn;
  }

  emit(offset: number, text: string): void {
    this.lines.push({ line: this.fn.file.place(offset).line, text });
  }

  act(offset: number, text: string): void {
    this.acts.push(offset);
    this.emit(offset, text);
  }

  mark(): Mark {
    return { from: this.lines.length, acted: this.acts.length };
  }

  /** Takes back what was written since a mark: nothing of the statement is kept. */
  undo({ from, acted }: Mark): false {
    this.lines.length = from;
    this.acts.length = acted;
    return false;
  }

  /** Whether anything was kept for itself since a mark. */
  hasActed({ acted }: Mark): boolean {
    return this.acts.length > acted;
  }

  /** What was written below a line. */
  below(at: number): string[] {
    return this.lines.slice(at + 1).map(({ text }) => text);
  }

  /** Writes a line anew, now that it is known what it says. */
  rewrite(at: number, text: string): void {
    const { line } = this.lines[at] ?? { line: 1 };
    this.lines[at] = { line, text };
  }

  /** Puts lines in, which stand for the line above them. */
  insert(at: number, texts: readonly string[]): void {
    const { line } = this.lines[at - 1] ?? { line: 1 };
    this.lines.splice(at, 0, ...texts.map((text) => ({ line, text })));
  }

  /** Takes the last line away, if it is this one. */
  drop(text: string): void {
    if (this.lines.at(-1)?.text === text) this.lines.pop();
  }
}
