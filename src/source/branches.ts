/** A line that begins with `#`, continuations included. */
export interface Directive {
  readonly start: number;
  readonly end: number;
  /** The word after the `#`, and what follows it. */
  readonly word: string;
  readonly rest: string;
  /** The whole line, line continuations as spaces. */
  readonly line: string;
}

/** One `#if` that is open. */
interface Open {
  /** Whether it lies in a branch that is read. */
  readonly outer: boolean;
  /** Whether one of its branches was read, and whether the present one is. */
  taken: boolean;
  reading: boolean;
  /** The only branch to read, whatever the conditions say. */
  readonly only: Directive | undefined;
}

type Holds = (condition: string) => boolean;

/** Which branches of `#if` lines are read; told of each directive in turn. */
export class Branches {
  readonly #open: Open[] = [];
  readonly #text: string;
  readonly #directives: readonly Directive[];
  readonly #prefers: string | undefined;

  constructor(text: string, directives: readonly Directive[], prefers: string | undefined) {
    this.#text = text;
    this.#directives = directives;
    this.#prefers = prefers;
  }

  get reading(): boolean {
    return this.#open.at(-1)?.reading ?? true;
  }

  pass(index: number, holds: Holds): void {
    const directive = this.#directives[index];
    const top = this.#open.at(-1);
    if (!directive) return;
    if (opens(directive)) {
      const outer = this.reading;
      const only = outer ? this.#preferred(index, holds) : undefined;
      const taken = outer && (only ? only === directive : holds(conditionOf(directive)));
      this.#open.push({ outer, taken, reading: taken, only });
    } else if (directive.word === "endif") {
      this.#open.pop();
    } else if (top && continues(directive)) {
      const wanted = top.only ? top.only === directive : !top.taken && holds(conditionOf(directive));
      top.reading = top.outer && wanted;
      top.taken ||= top.reading;
    }
  }

  /** Of branches that only the configuration decides between, the one with the word, if the usual one lacks it. */
  #preferred(index: number, holds: Holds): Directive | undefined {
    const word = this.#prefers;
    if (word === undefined) return undefined;
    const chain = this.#chainFrom(index);
    const parts = chain.slice(0, -1);
    if (!parts.every((part) => part.word === "else" || /\bCONFIG_\w/.test(part.rest))) return undefined;
    const speaking = parts.filter((part, at) =>
      this.#text.slice(part.end, chain[at + 1]?.start).includes(word),
    );
    const usual = parts.find((part) => holds(conditionOf(part)));
    return usual && speaking.includes(usual) ? undefined : speaking[0];
  }

  /** The `#if`, its `#elif` and `#else` lines, and its `#endif`. */
  #chainFrom(index: number): Directive[] {
    const chain: Directive[] = [];
    let depth = 0;
    for (let at = index; at < this.#directives.length; at++) {
      const directive = this.#directives[at];
      if (!directive) break;
      if (opens(directive)) depth++;
      if (depth === 1 && (chain.length === 0 || continues(directive) || directive.word === "endif")) {
        chain.push(directive);
      }
      if (directive.word === "endif" && --depth === 0) break;
    }
    return chain;
  }
}

function opens({ word }: Directive): boolean {
  return word === "if" || word === "ifdef" || word === "ifndef";
}

function continues({ word }: Directive): boolean {
  return word === "elif" || word === "else";
}

/** What must hold for a branch to be read; an `#else` comes last. */
function conditionOf({ word, rest }: Directive): string {
  if (word === "ifdef" || word === "ifndef") return `${word === "ifdef" ? "" : "!"}defined(${rest.trim()})`;
  return word === "else" ? "1" : rest;
}
