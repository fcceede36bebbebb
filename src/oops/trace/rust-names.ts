/** Nesting and length beyond which a symbol is no name that a person would read, or is damaged. */
const DEEPEST = 64;
const LONGEST = 512;

/** Types of one letter, RFC 2603. */
const BASIC: Readonly<Record<string, string>> = {
  a: "i8",
  b: "bool",
  c: "char",
  d: "f64",
  e: "str",
  f: "f32",
  h: "u8",
  i: "isize",
  j: "usize",
  l: "i32",
  m: "u32",
  n: "i128",
  o: "u128",
  p: "_",
  s: "i16",
  t: "u16",
  u: "()",
  v: "...",
  x: "i64",
  y: "u64",
  z: "!",
};

/** What a broken symbol stops the reading with. */
class NotAName extends Error {}

/**
 * Rust's own name of a symbol mangled after RFC 2603, as kernels with CONFIG_RUST print it in their traces:
 * `<rust_binder::process::Process>::update_ref`. Undefined for anything else.
 */
export function rustName(symbol: string): string | undefined {
  if (!/^_R[A-Z]/.test(symbol)) return undefined;
  try {
    return new Reader(symbol.slice(2)).path(0);
  } catch (error) {
    if (error instanceof NotAName) return undefined;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  /** Back references can double a name again and again: what was produced is counted. */
  #spent = 0;

  constructor(text: string) {
    this.#text = text;
  }

  path(depth: number): string {
    switch (this.#next(depth)) {
      case "C":
        return this.#identifier();
      case "M":
        this.#impl(depth);
        return `<${this.#type(depth + 1)}>`;
      case "X":
        this.#impl(depth);
        return `<${this.#type(depth + 1)} as ${this.path(depth + 1)}>`;
      case "Y":
        return `<${this.#type(depth + 1)} as ${this.path(depth + 1)}>`;
      case "N":
        return this.#nested(depth);
      case "I":
        return `${this.path(depth + 1)}::<${this.#until(() => this.#generic(depth + 1)).join(", ")}>`;
      case "B":
        return this.#again(() => this.path(depth + 1));
      default:
        throw new NotAName();
    }
  }

  #nested(depth: number): string {
    const space = this.#next(depth);
    const outer = this.path(depth + 1);
    const number = this.#disambiguator();
    const name = this.#bytes();
    if (space >= "a") return `${outer}::${name}`;
    const kind = space === "C" ? "closure" : space === "S" ? "shim" : space;
    return `${outer}::{${kind}${name === "" ? "" : `:${name}`}#${number}}`;
  }

  #impl(depth: number): void {
    this.#disambiguator();
    this.path(depth + 1);
  }

  #generic(depth: number): string {
    if (this.#skip("L")) return this.#lifetime();
    return this.#skip("K") ? this.#constant(depth) : this.#type(depth);
  }

  #lifetime(): string {
    this.#number62();
    return "'_";
  }

  #type(depth: number): string {
    const tag = this.#next(depth);
    const basic = BASIC[tag];
    if (basic !== undefined) return basic;
    const inner = (): string => this.#type(depth + 1);
    switch (tag) {
      case "A":
        return `[${inner()}; ${this.#constant(depth + 1)}]`;
      case "S":
        return `[${inner()}]`;
      case "T":
        return `(${this.#until(inner).join(", ")})`;
      case "R":
      case "Q": {
        if (this.#skip("L")) this.#lifetime();
        return `&${tag === "Q" ? "mut " : ""}${inner()}`;
      }
      case "P":
        return `*const ${inner()}`;
      case "O":
        return `*mut ${inner()}`;
      case "F":
        return this.#function(depth + 1);
      case "D":
        return this.#dynamic(depth + 1);
      case "B":
        return this.#again(inner);
      default:
        this.#at--;
        return this.path(depth + 1);
    }
  }

  #function(depth: number): string {
    if (this.#skip("G")) this.#number62();
    const unsafe = this.#skip("U") ? "unsafe " : "";
    const abi = this.#skip("K") ? `extern "${this.#skip("C") ? "C" : this.#bytes()}" ` : "";
    const given = this.#until(() => this.#type(depth)).join(", ");
    const result = this.#type(depth);
    return `${unsafe}${abi}fn(${given})${result === "()" ? "" : ` -> ${result}`}`;
  }

  #dynamic(depth: number): string {
    if (this.#skip("G")) this.#number62();
    const traits = this.#until(() => {
      const name = this.path(depth);
      const bound: string[] = [];
      while (this.#skip("p")) bound.push(`${this.#bytes()} = ${this.#type(depth)}`);
      return bound.length === 0 ? name : `${name}<${bound.join(", ")}>`;
    });
    if (this.#skip("L")) this.#lifetime();
    return `dyn ${traits.join(" + ")}`;
  }

  #constant(depth: number): string {
    const tag = this.#next(depth);
    if (tag === "p") return "_";
    if (tag === "B") return this.#again(() => this.#constant(depth + 1));
    const digits = /^n?[0-9a-f]*_/.exec(this.#text.slice(this.#at))?.[0];
    if (digits === undefined) throw new NotAName();
    this.#at += digits.length;
    return `0x${digits.replace(/^n|_$/g, "") || "0"}`;
  }

  #identifier(): string {
    this.#disambiguator();
    return this.#bytes();
  }

  #disambiguator(): number {
    return this.#skip("s") ? this.#number62() + 1 : 0;
  }

  #bytes(): string {
    const head = /^u?(\d+)_?/.exec(this.#text.slice(this.#at, this.#at + 8));
    if (!head?.[1]) throw new NotAName();
    const from = this.#at + head[0].length;
    this.#at = from + Number(head[1]);
    if (this.#at > this.#text.length) throw new NotAName();
    return this.#text.slice(from, this.#at);
  }

  /** `_` is 0, `0_` is 1: digits of base 62, then an underscore. */
  #number62(): number {
    const digits = /^[0-9a-zA-Z]{0,12}_/.exec(this.#text.slice(this.#at, this.#at + 13))?.[0];
    if (digits === undefined) throw new NotAName();
    this.#at += digits.length;
    const order = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let number = 0;
    for (let at = 0; at < digits.length - 1; at++) number = number * 62 + order.indexOf(digits.charAt(at));
    return digits === "_" ? 0 : number + 1;
  }

  #again(read: () => string): string {
    const target = this.#number62();
    const back = this.#at;
    if (target >= back) throw new NotAName();
    this.#at = target;
    const result = read();
    this.#at = back;
    return result;
  }

  #until(read: () => string): string[] {
    const parts: string[] = [];
    while (!this.#skip("E")) parts.push(read());
    return parts;
  }

  #skip(tag: string): boolean {
    if (this.#text[this.#at] !== tag) return false;
    this.#at++;
    return true;
  }

  #next(depth: number): string {
    const tag = this.#text[this.#at++];
    if (tag === undefined || depth > DEEPEST || ++this.#spent > LONGEST) throw new NotAName();
    return tag;
  }
}
