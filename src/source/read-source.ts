import { argumentWords } from "./arguments.ts";
import { Cursor, matchBrackets, UnreadableError } from "./cursor.ts";
import { functionAt, macroFunction } from "./function.ts";
import { LineStarts } from "./lines.ts";
import { mask, type MaskedFile } from "./mask.ts";
import type {
  CFunction,
  GlobalVariable,
  SourceFile,
  TopLevelCall,
  UnreadableFunction,
} from "./source-file.ts";
import { readDeclaration } from "./declaration.ts";
import { readBlock } from "./statement.ts";
import { structFields, type Field } from "./struct.ts";
import { tokenize } from "./token.ts";
import { topLevelItems, type Item } from "./top-level.ts";

export interface ReadOptions {
  /** LINUX_VERSION_CODE, which `#if` lines of modules for many kernels ask for; by default that of the newest kernel there can be. */
  readonly versionCode?: number;
  /** A word whose branch of an `#if` about the configuration is read rather than one without it. */
  readonly prefers?: string;
  /** Pass over functions and variables: of a header of the kernel's, its types and constants are enough. */
  readonly declarationsOnly?: boolean;
}

const NEWEST = 0xffffff;

/**
 * Reads a C file without headers, configuration or compiler. Never throws for its content: what could not be read is
 * listed in `unreadable`. What its lines say is read when somebody asks.
 */
export function readSource(path: string, text: string, options: ReadOptions = {}): SourceFile {
  const masked = mask(text, options.versionCode ?? NEWEST, options.prefers);
  const lines = new LineStarts(text);
  let items: Items | undefined;
  let macros: Map<string, CFunction> | undefined;
  const read = (): Items => (items ??= readItems(file, masked, lines, options));
  const file: SourceFile = {
    path,
    text,
    code: masked.macroText,
    includes: masked.includes,
    comments: masked.comments,
    defines: masked.macros,
    get functions() {
      return read().functions;
    },
    get macros() {
      return (macros ??= macrosOf(file, masked));
    },
    get globals() {
      return read().globals;
    },
    get structs() {
      return read().structs;
    },
    get topLevelCalls() {
      return read().topLevelCalls;
    },
    get unreadable() {
      return read().unreadable;
    },
    place: (offset) => lines.place(offset),
    constant: (name) => constantOf(name, masked, 0),
  };
  return file;
}

/** What stands at the top of a file. */
type Items = Pick<SourceFile, "functions" | "globals" | "structs" | "topLevelCalls" | "unreadable">;

function readItems(file: SourceFile, masked: MaskedFile, lines: LineStarts, options: ReadOptions): Items {
  const tokens = tokenize(masked.text);
  const matches = matchBrackets(tokens);
  const functions = new Map<string, CFunction>();
  const globals = new Map<string, GlobalVariable>();
  const structs = new Map<string, ReadonlyMap<string, Field>>();
  const topLevelCalls: TopLevelCall[] = [];
  const unreadable: UnreadableFunction[] = [];
  const refuse = (name: string, error: UnreadableError): void => {
    unreadable.push({ name, reason: error.message, line: lines.place(error.offset).line });
  };
  for (const item of topLevelItems(tokens, matches)) {
    const cursor = new Cursor(tokens, matches, item.from, item.to);
    switch (item.kind) {
      case "function": {
        if (options.declarationsOnly) break;
        const found = functionAt(file, cursor, item, refuse);
        // Of two with one name, such as test cases of a macro, the first is the one that is called by it.
        functions.set(functions.has(found.name) ? `${found.name}#${item.nameAt}` : found.name, found);
        break;
      }
      case "call": {
        const call = topLevelCall(cursor);
        topLevelCalls.push(call);
        const variable = perCpuVariable(call, false);
        if (variable) globals.set(variable.name, variable);
        break;
      }
      case "declaration":
        for (const [name, fields] of structFields(cursor)) structs.set(name, fields);
        if (options.declarationsOnly) break;
        if (tokens[item.nameAt]?.text.startsWith("DEFINE_PER_CPU")) {
          const call = topLevelCall(new Cursor(tokens, matches, item.nameAt, item.to));
          const variable = perCpuVariable(call, cursor.words(item.from, item.nameAt).includes("static"));
          if (variable) globals.set(variable.name, variable);
          break;
        }
        if (DECLARING_MACRO.test(tokens[item.nameAt]?.text ?? ""))
          topLevelCalls.push(topLevelCall(new Cursor(tokens, matches, item.nameAt, item.to)));
        for (const variable of globalsAt(item, new Cursor(tokens, matches, item.from, item.to))) {
          // `static DEVICE_ATTR_RW(rate);` makes something else of the name, which is often that of a variable
          if (!(item.prototype && globals.has(variable.name))) globals.set(variable.name, variable);
        }
    }
  }
  return { functions, globals, structs, topLevelCalls, unreadable };
}

function macrosOf(file: SourceFile, { macros, macroText }: MaskedFile): Map<string, CFunction> {
  const found = new Map<string, CFunction>();
  for (const macro of macros.values()) {
    const read = macroFunction(file, macroText, macro);
    if (read) found.set(macro.name, read);
  }
  return found;
}

/** `static DECLARE_WORK(work, job);`, `static DEVICE_ATTR(level, 0644, show, store);` declares a variable, and says more of it than that. */
const DECLARING_MACRO = /^((DECLARE|DEFINE)_[A-Z_]+|[A-Z]+_ATTR(_R[OW]|_WO)?)$/;

function topLevelCall(cursor: Cursor): TopLevelCall {
  const name = cursor.next();
  return { name: name.text, args: argumentWords(cursor.enter()), start: name.start };
}

/** `DEFINE_PER_CPU(type, name)`, include/linux/percpu-defs.h. */
function perCpuVariable(
  { name: macro, args: [type, name], start }: TopLevelCall,
  isStatic: boolean,
): GlobalVariable | undefined {
  if (!macro.startsWith("DEFINE_PER_CPU") || type === undefined || name === undefined) return undefined;
  return { name, type, isStatic, init: undefined, start };
}

/** Variables of a declaration; one that does not read declares nothing we could use. */
function globalsAt(item: Item, cursor: Cursor): GlobalVariable[] {
  if (cursor.is("typedef") || (item.prototype && !cursor.is("static"))) return [];
  try {
    const stmt = readDeclaration(cursor, readBlock);
    if (stmt.kind !== "decl") return [];
    return stmt.declarators.map(({ name, type, init, start }) => ({
      name,
      type,
      isStatic: /\bstatic\b/.test(type),
      init,
      start,
    }));
  } catch (error) {
    if (error instanceof UnreadableError) return [];
    throw error;
  }
}

/** `#define A 5`, `#define A (B)`; names of names are followed a few steps. */
function constantOf(name: string, masked: ReturnType<typeof mask>, depth: number): number | undefined {
  const macro = masked.macros.get(name);
  if (!macro || macro.parameters || depth > 4) return undefined;
  const words = tokenize(masked.macroText, macro.bodyStart, macro.bodyEnd).filter(
    ({ text }) => !/^[()]$/.test(text),
  );
  const [first, second] = words;
  if (words.length === 2 && first?.text === "-" && second?.kind === "number")
    return -Number.parseInt(second.text);
  if (words.length !== 1 || !first) return undefined;
  if (first.kind === "number") return Number.parseInt(first.text);
  return first.kind === "name" ? constantOf(first.text, masked, depth + 1) : undefined;
}
