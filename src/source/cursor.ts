import type { Token } from "./token.ts";

/** The text does not read as C at this offset. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const CLOSER: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** For each token that opens a bracket, the index of the one that closes it; -1 for the rest. */
export function matchBrackets(tokens: readonly Token[]): Int32Array {
  const matches = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== "punct") continue;
    if (token.text in CLOSER) {
      open.push(index);
    } else if (token.text === ")" || token.text === "]" || token.text === "}") {
      // A closer without its opener: forget what was opened in between, braces weigh more than parentheses.
      const wanted = open.findLastIndex((at) => CLOSER[tokens[at]?.text ?? ""] === token.text);
      if (wanted < 0) continue;
      matches[open[wanted] ?? 0] = index;
      open.length = wanted;
    }
  }
  return matches;
}

/** How deep statements and expressions may nest, and how long a chain of operators may be: ten times what people write. */
const DEEPEST = 250;
export const LONGEST_CHAIN = 1_000;

/** A place in a list of tokens that moves forward as they are read. */
export class Cursor {
  at: number;
  /** How many readers are at work inside of one another here. */
  depth = 0;
  readonly end: number;
  readonly tokens: readonly Token[];
  readonly matches: Int32Array;

  constructor(tokens: readonly Token[], matches: Int32Array, at = 0, end = tokens.length) {
    this.tokens = tokens;
    this.matches = matches;
    this.at = at;
    this.end = end;
  }

  /** One more reader inside of the others. */
  dive(): void {
    if (++this.depth > DEEPEST) throw new UnreadableError("nested too deep to be read", this.offset);
  }

  /** That reader is done. */
  rise(): void {
    this.depth--;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  peek(ahead = 0): Token | undefined {
    return this.at + ahead < this.end ? this.tokens[this.at + ahead] : undefined;
  }

  /** Text of a token that is not a string; "" beyond the end. */
  text(ahead = 0): string {
    return this.peek(ahead)?.text ?? "";
  }

  is(text: string, ahead = 0): boolean {
    return this.text(ahead) === text;
  }

  isName(ahead = 0): boolean {
    return this.peek(ahead)?.kind === "name";
  }

  next(): Token {
    const token = this.peek();
    if (!token) throw new UnreadableError("the text ends in the middle of something", this.offset);
    this.at++;
    return token;
  }

  accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string): Token {
    if (!this.is(text)) {
      throw new UnreadableError(`expected '${text}', found '${this.text() || "the end"}'`, this.offset);
    }
    return this.next();
  }

  /** Where the next token begins. */
  get offset(): number {
    return this.tokens[this.at]?.start ?? this.tokens.at(-1)?.end ?? 0;
  }

  /** Where the last token that was read ends. */
  get lastEnd(): number {
    return this.tokens[this.at - 1]?.end ?? 0;
  }

  /** Index of the token that closes the bracket `ahead` of here. */
  closer(ahead = 0): number {
    const match = this.matches[this.at + ahead] ?? -1;
    if (match < 0 || match >= this.end) {
      throw new UnreadableError(`nothing closes this '${this.text(ahead)}'`, this.offset);
    }
    return match;
  }

  /** A cursor over what lies between the bracket here and its closer; this one moves behind the closer. */
  enter(): Cursor {
    const close = this.closer();
    const inner = this.part(this.at + 1, close);
    this.at = close + 1;
    return inner;
  }

  /** A cursor over some of the tokens, as deep as this one. */
  part(from: number, to: number): Cursor {
    const part = new Cursor(this.tokens, this.matches, from, to);
    part.depth = this.depth;
    return part;
  }

  /** The text of tokens from `from` to here, single-spaced. */
  words(from: number, to = this.at): string {
    return this.tokens
      .slice(from, to)
      .map((token) => token.text)
      .join(" ");
  }
}
