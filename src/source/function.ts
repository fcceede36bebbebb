import type { CParameter, Stmt } from "./ast.ts";
import { Cursor, matchBrackets, UnreadableError } from "./cursor.ts";
import { readExpression } from "./expression.ts";
import { flowOf, type ControlFlowGraph } from "./flow.ts";
import { localsOf } from "./locals.ts";
import type { Macro } from "./mask.ts";
import type { CFunction, LocalVariable, SourceFile } from "./source-file.ts";
import { readBlock } from "./statement.ts";
import { tokenize } from "./token.ts";
import type { Item } from "./top-level.ts";
import { isAttribute, isTypeWord, readType } from "./type-words.ts";

interface Header {
  readonly name: string;
  readonly isStatic: boolean;
  readonly isMacro: boolean;
  readonly returnType: string;
  readonly parameters: readonly CParameter[];
  readonly start: number;
  readonly end: number;
}

/** A function whose body is read at the first use. */
class LazyFunction implements CFunction {
  readonly name: string;
  readonly file: SourceFile;
  readonly isStatic: boolean;
  readonly isMacro: boolean;
  readonly returnType: string;
  readonly parameters: readonly CParameter[];
  readonly start: number;
  readonly end: number;
  readonly #read: () => Stmt | undefined;
  #body: Stmt | undefined;
  #wasRead = false;
  #flow: ControlFlowGraph | undefined;
  #locals: ReadonlyMap<string, LocalVariable> | undefined;

  constructor(file: SourceFile, header: Header, read: () => Stmt | undefined) {
    this.file = file;
    this.name = header.name;
    this.isStatic = header.isStatic;
    this.isMacro = header.isMacro;
    this.returnType = header.returnType;
    this.parameters = header.parameters;
    this.start = header.start;
    this.end = header.end;
    this.#read = read;
  }

  get body(): Stmt | undefined {
    if (!this.#wasRead) {
      this.#wasRead = true;
      this.#body = this.#read();
    }
    return this.#body;
  }

  get flow(): ControlFlowGraph | undefined {
    if (!this.#flow && this.body) this.#flow = flowOf(this.body);
    return this.#flow;
  }

  get locals(): ReadonlyMap<string, LocalVariable> {
    this.#locals ??= localsOf(this.parameters, this.body);
    return this.#locals;
  }
}

/** The function whose tokens `item` covers. `refuse` is told, once, when its body does not read. */
export function functionAt(
  file: SourceFile,
  cursor: Cursor,
  item: Item,
  refuse: (name: string, error: UnreadableError) => void,
): CFunction {
  const { tokens, matches } = cursor;
  const listEnd = matches[item.nameAt + 1] ?? item.nameAt + 1;
  const list = new Cursor(tokens, matches, item.nameAt + 2, listEnd);
  const word = tokens[item.nameAt]?.text ?? "";
  const isNamedInside = namesInside(word, list);
  const isSyscall = /^(COMPAT_)?SYSCALL_DEFINE/.test(word);
  const header: Header = {
    name: isNamedInside ? `${isSyscall ? "sys_" : ""}${list.text()}` : word,
    isStatic: tokens.slice(item.from, item.nameAt).some((token) => token.text === "static"),
    isMacro: false,
    returnType: cursor.words(item.from, item.nameAt),
    parameters: isNamedInside ? [] : parametersOf(list),
    start: tokens[item.nameAt]?.start ?? 0,
    end: tokens[item.to - 1]?.end ?? 0,
  };
  return new LazyFunction(file, header, () => {
    try {
      return readBlock(new Cursor(tokens, matches, item.bodyAt + 1, item.to - 1));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      refuse(header.name, error);
      return undefined;
    }
  });
}

/** Whether a macro heads the function and its first argument is the name: `SYSCALL_DEFINE1(name, ...)`, `CLOSURE_CALLBACK(name)`. */
function namesInside(word: string, list: Cursor): boolean {
  if (!/^[A-Z][A-Z0-9_]+$/.test(word) || !list.isName() || isTypeWord(list.text())) return false;
  return list.is(",", 1) || list.peek(1) === undefined;
}

/** The parameters of a list, up to where it does not read. */
function parametersOf(list: Cursor): CParameter[] {
  const parameters: CParameter[] = [];
  try {
    readParameters(list, parameters);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
  return parameters;
}

function readParameters(list: Cursor, parameters: CParameter[]): void {
  while (!list.done) {
    const from = list.at;
    const type = readType(list) ?? "";
    let name = "";
    for (; !list.done && !list.is(","); list.next()) {
      if (list.is("(")) {
        const inner = list.enter();
        for (; !inner.done; inner.next()) if (inner.isName() && name === "") name = inner.text();
        if (list.is("(")) list.enter();
        list.at--;
      } else if (list.isName() && !isAttribute(list.text()) && list.text() !== "const") {
        name = list.text();
      }
    }
    if (name === "" && /\w \w+$/.test(type)) name = type.slice(type.lastIndexOf(" ") + 1);
    if (name !== "") parameters.push({ name, type });
    else if (type !== "void" && type !== "") parameters.push({ name: `#${parameters.length}`, type });
    if (!list.accept(",") && list.at === from) list.next();
  }
}

/** A macro with parameters as a function: its expression is what it returns. Undefined when it does not read so. */
export function macroFunction(file: SourceFile, macroText: string, macro: Macro): CFunction | undefined {
  if (!macro.parameters) return undefined;
  const header: Header = {
    name: macro.name,
    isStatic: true,
    isMacro: true,
    returnType: "",
    parameters: macro.parameters.map((name) => ({ name, type: "" })),
    start: macro.bodyStart,
    end: macro.bodyEnd,
  };
  return new LazyFunction(file, header, () => macroBody(macroText, macro));
}

function macroBody(macroText: string, macro: Macro): Stmt | undefined {
  const tokens = tokenize(macroText, macro.bodyStart, macro.bodyEnd);
  const matches = matchBrackets(tokens);
  const { bodyStart: start, bodyEnd: end } = macro;
  try {
    const cursor = new Cursor(tokens, matches);
    const value = readExpression(cursor, readBlock);
    if (cursor.done) {
      return { kind: "block", body: [{ kind: "return", value, start, end }], start, end };
    }
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
  }
  try {
    return readBlock(new Cursor(tokens, matches));
  } catch (error) {
    if (error instanceof UnreadableError) return undefined;
    throw error;
  }
}
