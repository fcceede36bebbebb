import { constantIn, type Expr, type SourceFile } from "../../source/index.ts";

/** Bytes of an element, on the machine that a module is compiled for. */
const WIDTHS: readonly [RegExp, number][] = [
  [/^(char|u8|s8|__u8|__s8|u?int8_t|bool)$/, 1],
  [/^(short|u16|s16|__u16|__s16|u?int16_t)$/, 2],
  [/^(int|unsigned|long|u32|s32|__u32|__s32|u?int32_t|size_t)$/, 4],
  [/^(u64|s64|__u64|__s64|u?int64_t|loff_t)$/, 8],
];

/** How many elements a variable of a file's has: `static struct task_struct *pool[3]`, or the values it begins with. */
function elementsOf(name: string, files: readonly SourceFile[]): number | undefined {
  for (const { globals, code } of files) {
    const variable = globals.get(name);
    if (!variable) continue;
    const [, size = ""] =
      new RegExp(`^\\W*${name}\\s*\\[\\s*(\\w*)\\s*\\]`).exec(code.slice(variable.start)) ?? [];
    if (size !== "") return sizeSaid(size, files);
    return variable.init?.kind === "list" ? variable.init.items.length : undefined;
  }
  return undefined;
}

/** The same of any array: a member's and a local variable's too, where all of that name have as many. */
export function elementsNamed(name: string, files: readonly SourceFile[]): number | undefined {
  const known = elementsOf(name, files);
  if (known !== undefined) return known;
  const sizes = declarationsOf(name, files).map(({ size }) => sizeSaid(size, files));
  return new Set(sizes).size === 1 ? sizes[0] : undefined;
}

/** `sizeof(x)` of an array of numbers or characters. */
export function sizeOfArray(text: string, files: readonly SourceFile[]): number | undefined {
  const [, name] = /^sizeof\s*\(?[^()]*?(\w+)\s*\)?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const elements = elementsNamed(name, files);
  const widths = declarationsOf(name, files).map(({ type }) => WIDTHS.find(([word]) => word.test(type))?.[1]);
  const [width] = widths;
  return elements === undefined || width === undefined || new Set(widths).size > 1
    ? undefined
    : elements * width;
}

/** An index of an array whose size is known, and how many elements that has. */
export function indexed(
  expr: Expr,
  files: readonly SourceFile[],
): { index: Expr; elements: number } | undefined {
  if (expr.kind !== "index") return undefined;
  const { object, index } = expr;
  const name = object.kind === "name" ? object.name : object.kind === "member" ? object.field : undefined;
  const elements = name === undefined ? undefined : elementsNamed(name, files);
  return elements === undefined ? undefined : { index, elements };
}

function declarationsOf(name: string, files: readonly SourceFile[]): { type: string; size: string }[] {
  const declared = new RegExp(`\\b(\\w+)\\s+${name}\\s*\\[\\s*(\\w+)\\s*\\]\\s*[;,={]`, "g");
  return files.flatMap(({ code }) =>
    [...code.matchAll(declared)]
      .filter(([, type]) => !/^(return|else|case|goto)$/.test(type ?? ""))
      .map(([, type = "", size = ""]) => ({ type, size })),
  );
}

function sizeSaid(size: string, files: readonly SourceFile[]): number | undefined {
  return /^\d+$/.test(size) ? Number(size) : constantIn(size, files);
}
