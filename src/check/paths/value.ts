/** What is known of a C value on one path. */
export type PathValue =
  | { readonly kind: "unknown" }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "nonzero" }
  | { readonly kind: "negative" }
  /** 0 or more: what is left of a time, or of a count. */
  | { readonly kind: "count" }
  /** 1 or more: what was counted up. */
  | { readonly kind: "positive" }
  /** A name in capitals: the same name is the same value, two names are two values. */
  | { readonly kind: "constant"; readonly name: string }
  /** A task_struct pointer, maybe NULL or ERR_PTR; `id` tells whose. */
  | { readonly kind: "task"; readonly id: string }
  /** An ERR_PTR. */
  | { readonly kind: "error" };

export const UNKNOWN: PathValue = { kind: "unknown" };
export const NONZERO: PathValue = { kind: "nonzero" };
export const NEGATIVE: PathValue = { kind: "negative" };
export const COUNT: PathValue = { kind: "count" };
const POSITIVE: PathValue = { kind: "positive" };
export const ERROR: PathValue = { kind: "error" };
export const ZERO: PathValue = { kind: "number", value: 0 };
export const ONE: PathValue = { kind: "number", value: 1 };

/** Whether the value is true in a condition; undefined when it may be either. */
export function truthOf(value: PathValue): boolean | undefined {
  switch (value.kind) {
    case "number":
      return value.value !== 0;
    case "nonzero":
    case "negative":
    case "positive":
    case "error":
      return true;
    default:
      return undefined;
  }
}

export function showValue(value: PathValue): string {
  switch (value.kind) {
    case "number":
      return String(value.value);
    case "constant":
      return value.name;
    case "task":
      return `task(${value.id})`;
    default:
      return value.kind;
  }
}

/** Outcome of a comparison; undefined when it may be either. */
export function compare(op: string, left: PathValue, right: PathValue): boolean | undefined {
  if (left.kind === "number" && right.kind === "number") return compareNumbers(op, left.value, right.value);
  if (left.kind === "constant" && right.kind === "constant") {
    if (op === "==") return left.name === right.name;
    return op === "!=" ? left.name !== right.name : undefined;
  }
  if (right.kind === "error" && left.kind === "number" && left.value === 0) return op === "!=";
  if (left.kind === "positive" && right.kind === "number" && right.value <= 1 && right.value >= 0)
    return compareToLeast(op, right.value);
  if ((left.kind === "count" || left.kind === "positive") && isNegative(right))
    return op === "!=" || op === ">" || op === ">=";
  if (right.kind === "number" && right.value === 0) return compareToZero(op, left);
  if (left.kind === "number" && left.value === 0) return compareToZero(MIRRORED[op] ?? op, right);
  return undefined;
}

const MIRRORED: Record<string, string> = { "<": ">", ">": "<", "<=": ">=", ">=": "<=" };

function compareNumbers(op: string, a: number, b: number): boolean | undefined {
  switch (op) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    default:
      return undefined;
  }
}

/** 1 or more against 0 or 1. */
function compareToLeast(op: string, number: number): boolean | undefined {
  if (op === "<") return false;
  if (op === ">=") return true;
  if (number === 1) return undefined;
  return op === "!=" || op === ">";
}

/** The value after `++` or `--`; numbers are not counted one by one, so that a loop ends. */
export function counted(value: PathValue, op: "++" | "--"): PathValue {
  const isZero = value.kind === "number" && value.value === 0;
  const isPositive = value.kind === "positive" || (value.kind === "number" && value.value > 0);
  if (op === "++") return isZero || isPositive || value.kind === "count" ? POSITIVE : UNKNOWN;
  if (isPositive) return COUNT;
  return isZero || value.kind === "negative" ? NEGATIVE : UNKNOWN;
}

function isNegative(value: PathValue): boolean {
  return value.kind === "negative" || (value.kind === "number" && value.value < 0);
}

function compareToZero(op: string, value: PathValue): boolean | undefined {
  const truth = truthOf(value);
  if (truth !== undefined && (op === "==" || op === "!=")) return (op === "!=") === truth;
  if (value.kind === "count" && (op === "<" || op === ">=")) return op === ">=";
  if (value.kind !== "negative") return undefined;
  return op === "<" || op === "<=";
}
