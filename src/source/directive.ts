import { tokenize, type Token } from "./token.ts";

/**
 * Whether the condition of an `#if` is taken to hold. Without a build nobody knows the configuration, so options
 * (`CONFIG_*`) and `MODULE` count as set, LINUX_VERSION_CODE is known, a name is defined if this file defines it, and
 * what remains unknown holds.
 */
export function conditionHolds(
  condition: string,
  defined: { has(name: string): boolean },
  versionCode: number,
): boolean {
  const reader = new ConditionReader(tokenize(condition), defined, versionCode);
  return reader.ternary() !== 0;
}

const IS_SET = /^(CONFIG_|MODULE$|__KERNEL__$|__GNUC__$)/;

/** Names that ask about an option: `IS_ENABLED(CONFIG_X)`. */
const ASKS_OPTION = new Set(["IS_ENABLED", "IS_BUILTIN", "IS_MODULE", "IS_REACHABLE"]);

const LEVELS: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", ">", "<=", ">="],
  ["+", "-"],
  ["<<", ">>", "*", "/", "%", "&", "|"],
];

/** Recursive descent over the condition; `undefined` is a value nobody knows. */
class ConditionReader {
  #at = 0;
  readonly #tokens: readonly Token[];
  readonly #defined: { has(name: string): boolean };
  readonly #versionCode: number;

  constructor(tokens: readonly Token[], defined: { has(name: string): boolean }, versionCode: number) {
    this.#tokens = tokens;
    this.#defined = defined;
    this.#versionCode = versionCode;
  }

  ternary(): number | undefined {
    return this.#level(0);
  }

  #peek(): string {
    return this.#tokens[this.#at]?.text ?? "";
  }

  #level(index: number): number | undefined {
    const operators = LEVELS[index];
    if (!operators) return this.#unary();
    let left = this.#level(index + 1);
    while (operators.includes(this.#peek())) {
      const operator = this.#peek();
      this.#at++;
      left = combine(operator, left, this.#level(index + 1));
    }
    return left;
  }

  #unary(): number | undefined {
    const token = this.#tokens[this.#at];
    if (!token) return undefined;
    this.#at++;
    if (token.text === "!") {
      const value = this.#unary();
      return value === undefined ? undefined : Number(value === 0);
    }
    if (token.text === "-") {
      const value = this.#unary();
      return value === undefined ? undefined : -value;
    }
    if (token.text === "(") {
      const value = this.ternary();
      if (this.#peek() === ")") this.#at++;
      return value;
    }
    if (token.kind === "number") return Number.parseInt(token.text);
    return token.kind === "name" ? this.#name(token.text) : undefined;
  }

  #name(name: string): number | undefined {
    if (name === "LINUX_VERSION_CODE") return this.#versionCode;
    if (name === "defined" || ASKS_OPTION.has(name)) {
      const [asked = ""] = this.#arguments();
      return Number(IS_SET.test(asked) || this.#defined.has(asked));
    }
    if (name === "KERNEL_VERSION") {
      const [major = 0, minor = 0, patch = 0] = this.#arguments().map(Number);
      return (major << 16) + (minor << 8) + Math.min(patch, 255);
    }
    if (this.#peek() === "(") this.#arguments();
    return undefined;
  }

  /** Words of an argument list, or the one word that follows (`defined X`). */
  #arguments(): string[] {
    if (this.#peek() !== "(") return [this.#tokens[this.#at++]?.text ?? ""];
    const words: string[] = [];
    for (this.#at++; this.#at < this.#tokens.length && this.#peek() !== ")"; this.#at++) {
      if (this.#peek() !== ",") words.push(this.#peek());
    }
    this.#at++;
    return words;
  }
}

function combine(operator: string, left: number | undefined, right: number | undefined): number | undefined {
  if (operator === "&&") {
    if (left === 0 || right === 0) return 0;
    return left === undefined || right === undefined ? undefined : 1;
  }
  if (operator === "||") {
    if (left || right) return 1;
    return left === undefined || right === undefined ? undefined : 0;
  }
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case "==":
      return Number(left === right);
    case "!=":
      return Number(left !== right);
    case "<":
      return Number(left < right);
    case ">":
      return Number(left > right);
    case "<=":
      return Number(left <= right);
    case ">=":
      return Number(left >= right);
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "<<":
      return left << right;
    case ">>":
      return left >> right;
    default:
      return undefined;
  }
}
