import { LEAVES_KERNEL } from "../kernel-api/index.ts";
import {
  calleeName,
  innerStatements,
  structTag,
  walkExpressions,
  type CFunction,
  type Expr,
  type Field,
  type TextRange,
  type SourceFile,
  type Stmt,
  type TopLevelCall,
} from "../source/index.ts";
import { behind, callsOf } from "./calls.ts";
import type { ModelNames } from "./model-names.ts";
import { definedType, DEFINES, PASSES } from "./words.ts";

/**
 * Names a place, the same in every function: `FUNCTION:NAME` for a local, `:NAME` for a global, `STRUCT.FIELD`, and `FUNCTION()`
 * for what a function returns. Objects of a struct share their fields' keys, elements of an array share its.
 */
export type PlaceKey = string;

/** A local variable as it was declared: the words of its type, and the whole declaration without a value. */
export interface Local {
  readonly type: string;
  readonly text: string;
  readonly isParameter: boolean;
}

const ONE_ERROR = /[=!]=\s*ERR_PTR\s*\(/;

/** The files of a driver, and what their names mean: its own, and of headers the structs and constants. */
export class Driver {
  readonly files: readonly SourceFile[];
  readonly model: ModelNames;
  readonly functions = new Map<string, CFunction>();
  /** Whether its Makefile never makes a module of it. */
  private readonly isBuiltIn: boolean;
  private readonly own: readonly SourceFile[];
  private readonly all: readonly SourceFile[];
  private readonly foreign: readonly SourceFile[];
  private readonly structs = new Map<string, ReadonlyMap<string, Field> | undefined>();
  private taggedIn: ReadonlyMap<string, readonly SourceFile[]> | undefined;
  /** Their values, as far as they can be told. */
  private readonly enumerators = new Map<string, number | undefined>();
  private unionTags: ReadonlySet<string> | undefined;
  private comparesErrors: boolean | undefined;
  private macroMade: ReadonlyMap<string, TopLevelCall> | undefined;
  private listElements: ReadonlyMap<PlaceKey, string> | undefined;
  private readonly localsOf = new Map<CFunction, Map<string, Local>>();

  /** `headers` are the driver's own; of the `kernel`'s only structs and constants are taken. */
  constructor(
    files: readonly SourceFile[],
    headers: readonly SourceFile[],
    kernel: readonly SourceFile[],
    model: ModelNames,
    isBuiltIn = false,
  ) {
    this.isBuiltIn = isBuiltIn;
    this.files = files;
    this.own = [...files, ...headers];
    this.all = [...files, ...headers, ...kernel];
    this.foreign = kernel;
    this.model = model;
    for (const file of this.own.toReversed())
      for (const [tag, fields] of file.structs) if (!model.structs.has(tag)) this.structs.set(tag, fields);
    for (const { code } of this.all)
      for (const [, list = ""] of code.matchAll(/\benum\b[^{};()]*\{([^}]*)\}/g))
        for (const [name, value] of enumeratorsIn(list)) this.enumerators.set(name, value);
    for (const file of files)
      for (const fn of file.functions.values())
        if (fn.body && !this.functions.has(fn.name)) this.functions.set(fn.name, fn);
    for (const header of headers)
      for (const fn of header.functions.values())
        if (fn.body && !this.functions.has(fn.name) && !model.calls.has(fn.name))
          this.functions.set(fn.name, fn);
  }

  /** The struct whose objects a list holds, told by what the driver adds to it. */
  elementOf(list: Expr, fn: CFunction): string | undefined {
    const key = this.keyOf(list, fn);
    return key === undefined ? undefined : this.lists().get(key);
  }

  private lists(): ReadonlyMap<PlaceKey, string> {
    if (this.listElements) return this.listElements;
    const elements = new Map<PlaceKey, string>();
    for (const fn of this.functions.values())
      for (const { args } of callsOf(fn, (name) => ADDS_TO_LIST.test(name))) {
        const member = args[0] && behind(args[0]);
        const key = args[1] && this.keyOf(args[1], fn);
        const tag = member?.kind === "member" ? this.holderOf(member.object, fn) : undefined;
        if (key !== undefined && tag !== undefined) elements.set(key, tag);
      }
    this.listElements = elements;
    return elements;
  }

  locals(fn: CFunction): ReadonlyMap<string, Local> {
    let known = this.localsOf.get(fn);
    if (!known) this.localsOf.set(fn, (known = readLocals(fn)));
    return known;
  }

  /** The file that has a variable of this name, nearest first; of one in a file that is not there, the header that says `extern`. */
  globalOf(name: string, fn: CFunction | undefined): SourceFile | undefined {
    if (fn?.file.globals.has(name) && !isPrototype(fn.file, name)) return fn.file;
    return this.own.find((file) => file.globals.has(name) && !isPrototype(file, name));
  }

  /** How a macro makes a variable, whether the file says `static` or not: `DEFINE_MUTEX(lock);`. */
  madeByMacro(name: string): TopLevelCall | undefined {
    this.macroMade ??= new Map(
      this.own
        .flatMap(({ topLevelCalls }) => topLevelCalls)
        .flatMap((call) => (DEFINES.test(call.name) ? [[call.args[0] ?? "", call] as const] : [])),
    );
    return this.macroMade.get(name);
  }

  /** Whether a file of the driver's has a variable of this name. */
  hasVariable(name: string, fn: CFunction | undefined): boolean {
    return this.madeByMacro(name) !== undefined || this.globalOf(name, fn) !== undefined;
  }

  /** The type of a variable that is one object by itself, without its qualifiers. */
  variableType(name: string): string | undefined {
    const file = this.globalOf(name, undefined);
    const global = file?.globals.get(name);
    if (!file || !global || /[*[(]/.test(declaratorOf(file, global))) return undefined;
    return global.type
      .replace(/\{.*\}/s, "")
      .replace(/\b(static|extern|const|volatile|__\w+)\b/g, "")
      .trim();
  }

  field(tag: string, name: string): Field | undefined {
    return this.fieldsOf(tag)?.get(name);
  }

  /** Of the kernel's headers, most of which define what no driver asks for, only those are read that may define the struct. */
  private fieldsOf(tag: string): ReadonlyMap<string, Field> | undefined {
    if (this.structs.has(tag) || this.model.structs.has(tag)) return this.structs.get(tag);
    this.taggedIn ??= filesByTag(this.foreign);
    const fields = this.taggedIn
      .get(tag)
      ?.map(({ structs }) => structs.get(tag))
      .find((one) => one !== undefined);
    this.structs.set(tag, fields);
    return fields;
  }

  /** The members of a union with a name: who writes one writes them all. */
  membersOfUnion(tag: string): PlaceKey[] {
    this.unionTags ??= new Set(
      this.all.flatMap(({ code }) => [...code.matchAll(/\bunion\s+(\w+)\s*\{/g)].map(([, one = ""]) => one)),
    );
    const fields = this.unionTags.has(tag) ? this.fieldsOf(tag) : undefined;
    return [...(fields?.keys() ?? [])].map((name) => `${tag}.${name}`);
  }

  /** Text of a macro without parameters. */
  constantText(name: string): string | undefined {
    for (const file of this.all) {
      const macro = file.defines.get(name);
      if (macro && !macro.parameters) return file.code.slice(macro.bodyStart, macro.bodyEnd).trim();
    }
    return undefined;
  }

  /** The number that an enumerator stands for, where its declaration tells. */
  enumerator(name: string): number | undefined {
    return this.enumerators.get(name);
  }

  /** A number, or one that a constant's declaration tells. */
  numberOf(expr: Expr): number | undefined {
    if (expr.kind === "number") return expr.value;
    if (expr.kind !== "name") return undefined;
    const text = this.constantText(expr.name)?.replace(/^\((.*)\)$/, "$1") ?? "";
    return /^(0x[\da-f]+|\d+)$/i.test(text) ? Number(text) : this.enumerators.get(expr.name);
  }

  /** Whether a name that is no variable of the driver's is a constant rather than a variable of the kernel's. */
  isConstant(name: string): boolean {
    return (
      /^[A-Z_][A-Z0-9_]*$/.test(name) || this.enumerators.has(name) || this.constantText(name) !== undefined
    );
  }

  /** Whether other modules may call a function. */
  isExported(name: string): boolean {
    return this.files.some(({ topLevelCalls }) =>
      topLevelCalls.some((call) => call.name.startsWith("EXPORT_SYMBOL") && call.args[0] === name),
    );
  }

  /**
   * Whether a file of it has the module's exit. A module with an init function and no exit cannot be unloaded (kernel/module/main.c);
   * where neither was read they are in another file, or there is no module.
   */
  unloads(): boolean | undefined {
    const names = this.files.flatMap(({ topLevelCalls }) => topLevelCalls.map(({ name }) => name));
    if (names.some((name) => LEAVES_KERNEL.test(name))) return true;
    const stays = this.isBuiltIn || names.some((name) => /^module_init$|_initcall(_sync)?$/.test(name));
    return stays ? false : undefined;
  }

  /** Whether it tells one error from another by the pointer itself: `task == ERR_PTR(-ENOMEM)`. */
  get tellsErrorsApart(): boolean {
    return (this.comparesErrors ??= this.own.some(({ text }) => ONE_ERROR.test(text)));
  }

  macro(name: string): CFunction | undefined {
    return this.all.map((file) => file.macros.get(name)).find((macro) => macro !== undefined);
  }

  /** The struct that an expression is, or points to, however far. */
  tagOf(expr: Expr, fn: CFunction): string | undefined {
    switch (expr.kind) {
      case "name": {
        const local = this.locals(fn).get(expr.name);
        if (local) return structTag(local.type);
        const made = this.madeByMacro(expr.name);
        if (made) return structTag(definedType(made.name));
        const type = this.globalOf(expr.name, fn)?.globals.get(expr.name)?.type;
        return type === undefined ? undefined : (structTag(type) ?? namelessTag(type, expr.name));
      }
      case "member": {
        const outer = this.holderOf(expr.object, fn);
        const field = outer === undefined ? undefined : this.field(outer, expr.field);
        return field && structTag(field.type);
      }
      case "index":
        return this.tagOf(expr.object, fn);
      case "unary":
        return expr.op === "*" || expr.op === "&" ? this.tagOf(expr.operand, fn) : undefined;
      case "cast":
        return structTag(expr.type) ?? this.tagOf(expr.operand, fn);
      case "conditional":
        return this.tagOf(expr.yes, fn) ?? this.tagOf(expr.no, fn);
      case "call":
        return this.tagOfCall(expr, fn);
      default:
        return undefined;
    }
  }

  /** The struct that holds the fields of an object: a name of ours where it has none, or where nobody defines it. */
  holderOf(expr: Expr, fn: CFunction): string | undefined {
    if (expr.kind === "index" || (expr.kind === "unary" && /^[*&]$/.test(expr.op)))
      return this.tagOf(expr, fn) ?? this.holderOf(expr.kind === "index" ? expr.object : expr.operand, fn);
    const tag = this.tagOf(expr, fn);
    if (tag !== undefined || expr.kind !== "member") return tag;
    const outer = this.holderOf(expr.object, fn);
    return outer === undefined ? undefined : `${outer}__${expr.field}`;
  }

  /** The struct that a getter gives: `container_of()`, a macro around it, or a function of the driver's. */
  private tagOfCall(expr: Extract<Expr, { kind: "call" }>, fn: CFunction): string | undefined {
    const name = calleeName(expr);
    const [first, second] = expr.args;
    if (name === undefined) return undefined;
    if (PASSES.test(name) && first) return this.tagOf(first, fn);
    if (GETTERS.test(name)) {
      const type = second?.kind === "opaque" ? second.text : undefined;
      if (type !== undefined) return structTag(type);
      return first ? this.tagOf(first, fn) : undefined;
    }
    const own = this.functions.get(name);
    if (own) return structTag(own.returnType);
    const macro = this.macro(name);
    const text = macro?.file.code.slice(macro.start, macro.end);
    return /\b(?:container_of|list_entry)\b[^;]*?,\s*struct\s+(\w+)/.exec(text ?? "")?.[1];
  }

  /** The place whose address an expression is: of `&place`, and of an array. */
  addressedBy(expr: Expr, fn: CFunction): Expr | undefined {
    if (expr.kind === "unary" && expr.op === "&") return expr.operand;
    // the array of a parameter is its caller's
    const isParameter = expr.kind === "name" && this.locals(fn).get(expr.name)?.isParameter === true;
    return !isParameter && this.isArray(expr, fn) ? expr : undefined;
  }

  /** Of an array of arrays, an element is one too. */
  private isArray(expr: Expr, fn: CFunction): boolean {
    let elements = 0;
    let array = expr;
    for (; array.kind === "index"; array = array.object) elements++;
    return this.declarationOf(array, fn).split("[").length - 1 > elements;
  }

  /** Whether a place holds an address; without a place, what a function returns. */
  isPointer(place: Expr | undefined, fn: CFunction): boolean {
    return this.stars(place, fn) > 0;
  }

  /** Whether a place points to something that is no struct of the driver's, and not to nothing in particular. */
  isTable(place: Expr, fn: CFunction, tag: string | undefined): boolean {
    const stars = this.stars(place, fn);
    const isPlain = tag === undefined && !/\bvoid\b/.test(this.declarationOf(place, fn));
    return stars > 1 || (stars === 1 && isPlain);
  }

  /** Whether a place is an array of bytes, or points to them. */
  isBytes(place: Expr, fn: CFunction): boolean {
    return /\b(char|void|(__)?u8|uint8_t)\b[^[]*[*[]/.test(this.declarationOf(place, fn));
  }

  private stars(place: Expr | undefined, fn: CFunction): number {
    const text = place ? this.declarationOf(place, fn) : fn.returnType;
    const isElement = place?.kind === "index" || (place?.kind === "unary" && place.op === "*");
    const stars = text.replace(/\(.*$/s, "").split("*").length - 1;
    return stars - (isElement && !text.includes("[") ? 1 : 0);
  }

  /** How a variable, a field, or the array that an element is of, is declared, as text; empty where nobody declares it. */
  private declarationOf(expr: Expr, fn: CFunction): string {
    switch (expr.kind) {
      case "name": {
        const local = this.locals(fn).get(expr.name);
        if (local) return local.text;
        const file = this.globalOf(expr.name, fn);
        const global = file?.globals.get(expr.name);
        return file && global ? `${global.type} ${declaratorOf(file, global)}` : "";
      }
      case "member": {
        const outer = this.holderOf(expr.object, fn);
        return (outer === undefined ? undefined : this.field(outer, expr.field)?.text) ?? "";
      }
      case "index":
        return this.declarationOf(expr.object, fn);
      case "unary":
      case "cast":
        return this.declarationOf(expr.operand, fn);
      default:
        return "";
    }
  }

  /** Whether the model defines the struct. */
  isKnownStruct(tag: string): boolean {
    return this.model.structs.has(tag);
  }

  keyOf(expr: Expr, fn: CFunction): PlaceKey | undefined {
    switch (expr.kind) {
      case "name":
        return this.locals(fn).has(expr.name) ? `${fn.name}:${expr.name}` : `:${expr.name}`;
      case "member":
        return `${this.holderOf(expr.object, fn) ?? "?"}.${expr.field}`;
      case "index":
        return this.keyOf(expr.object, fn);
      case "unary":
        return expr.op === "*" || expr.op === "&" ? this.keyOf(expr.operand, fn) : undefined;
      case "cast":
        return this.keyOf(expr.operand, fn);
      case "call": {
        const name = calleeName(expr);
        const [first] = expr.args;
        if (name !== undefined && PASSES.test(name) && first) return this.keyOf(first, fn);
        return name !== undefined && this.functions.has(name) ? `${name}()` : undefined;
      }
      default:
        return undefined;
    }
  }
}

/** Puts an object into a list: the object's member, then the list (include/linux/list.h). */
export const ADDS_TO_LIST = /^(h?list_add\w*|list_move\w*)$/;

/** Takes an object out of its list: the object's member. */
export const LEAVES_LIST = /^h?list_del(_init|_rcu|_init_rcu)?$/;

/** Gives the object that a member lies in, or the first or last of a list (include/linux/container_of.h, list.h). */
const GETTERS =
  /^(container_of|(h?list|rb|llist)_entry(_safe)?|list_(first|last)_entry(_or_null)?|from_timer|from_work|timer_container_of)$/;

/** The files that may define a struct, by its tag, or by its name where a typedef defines one without a tag. */
function filesByTag(files: readonly SourceFile[]): Map<string, SourceFile[]> {
  const found = new Map<string, SourceFile[]>();
  for (const file of files) {
    const tags = [...file.code.matchAll(/\b(?:struct|union)\s+(\w+)\s*\{|\}(?=\s*([A-Za-z_]\w*))/g)];
    for (const tag of new Set(tags.map(([, tag, name = ""]) => tag ?? name))) {
      const known = found.get(tag);
      if (known) known.push(file);
      else found.set(tag, [file]);
    }
  }
  return found;
}

/** `int foo(void);` reads as a variable to a reader that takes what it finds. */
function isPrototype(file: SourceFile, name: string): boolean {
  return file.functions.has(name);
}

/** What a variable's declaration says behind its type: `*name[4]`. */
export function declaratorOf({ code }: SourceFile, { start }: { readonly start: number }): string {
  return (/^[^=;,]*/.exec(code.slice(start))?.[0] ?? "").trim();
}

/** The names in an `enum`'s list, each one more than the one before where nothing else is said. */
function* enumeratorsIn(list: string): Generator<[string, number | undefined]> {
  let next: number | undefined = 0;
  for (const item of list.split(",")) {
    const [, name, said] = /^\s*(\w+)\s*(?:=\s*(.*?)\s*)?$/s.exec(item) ?? [];
    if (name === undefined) continue;
    if (said !== undefined) next = numberIn(said);
    yield [name, next];
    if (next !== undefined) next++;
  }
}

/** `5`, `-1`, `0x20`, `1 << 3`, `BIT(3)` */
function numberIn(text: string): number | undefined {
  const bare = text.replace(/^\((.*)\)$/s, "$1").trim();
  const bit = /^(?:1U?L?\s*<<\s*|BIT\(\s*)(\d+)\)?$/.exec(bare)?.[1];
  if (bit !== undefined) return 2 ** Number(bit);
  return /^-?(0x[\da-f]+|\d+)u?l*$/i.test(bare) ? Number.parseInt(bare) : undefined;
}

/** A name for the struct of `static struct { ... } name;`. */
export function namelessTag(type: string, name: string): string | undefined {
  return /\b(struct|union) \{/.test(type) ? `unoops_of_${name}` : undefined;
}

export function returnsNothing(fn: CFunction | undefined): boolean {
  return /\bvoid\s*$/.test((fn?.returnType ?? "").replace(/\b__\w+\b/g, "").trim());
}

/** What stands between the parentheses of a function's head, one text a parameter. */
export function parameterTexts(fn: CFunction): string[] {
  const head = fn.file.code.slice(fn.start, fn.body?.start ?? fn.end);
  const open = head.indexOf("(");
  const texts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at >= 0 && at < head.length; at++) {
    const char = head[at];
    if (char === "(" || char === "[") depth++;
    if (char === ")" || char === "]") depth--;
    if ((char === "," && depth === 1) || depth === 0) {
      texts.push(head.slice(from, at).trim().replace(/\s+/g, " "));
      from = at + 1;
    }
    if (depth === 0) break;
  }
  return texts.filter((text) => text !== "" && text !== "void");
}

function readLocals(fn: CFunction): Map<string, Local> {
  const locals = new Map<string, Local>();
  const texts = parameterTexts(fn);
  fn.parameters.forEach(({ name, type }, index) =>
    locals.set(name, { type, text: texts[index] ?? `${type} ${name}`, isParameter: true }),
  );
  const collect = (stmt: Stmt): void => {
    if (stmt.kind === "decl")
      for (const { name, type, start, end, init } of stmt.declarators) {
        const whole = fn.file.code.slice(start, init ? init.start : end);
        const text = `${type} ${init ? whole.slice(0, whole.lastIndexOf("=")) : whole}`.trim();
        if (!locals.has(name)) locals.set(name, { type, text, isParameter: false });
      }
    for (const inner of innerStatements(stmt)) collect(inner);
  };
  if (fn.body) {
    collect(fn.body);
    walkExpressions(fn.body, (expr) => {
      if (expr.kind === "block") collect(expr.body);
      const macro = calleeName(expr);
      const [name] = expr.kind === "call" ? expr.args : [];
      if (macro !== undefined && name?.kind === "name" && DEFINES.test(macro) && !locals.has(name.name))
        locals.set(name.name, { type: definedType(macro), text: "", isParameter: false });
    });
  }
  return locals;
}

/** What the driver says there, on one line. */
export function quote({ file }: CFunction, { start, end }: TextRange): string {
  return file.code.slice(start, end).replace(/\s+/g, " ");
}

/**
 * Of an array at the end of a struct, and of one that is as long as something which the part does not have (`[ARRAY_SIZE(table)]`), few elements are
 * enough.
 */
export function withFewElements(text: string, elements: number): string {
  return text.replace(/\[(\s*|[^\]]*\b[a-z_]\w*[^\]]*)\]/g, `[${elements}]`);
}

/** Every `enum` is a number: its names are constants of their own. */
export function withoutEnums(text: string): string {
  return text.replace(/\benum\s*\{[^}]*\}|\benum\s+[A-Za-z_]\w*(\s*\{[^}]*\})?/g, "int");
}

/** Numbers, by the first word of their type. */
const ARITHMETIC =
  /^(const |volatile )*(unsigned|signed|char|short|int|long|bool|_Bool|(__)?[us](8|16|32|64)|u?int(8|16|32|64)_t|s?size_t)\b/;

/** What a parameter gets that nobody looks at: `0`, or nothing of a struct that is handed over by value. */
export function nothing(driver: Driver, fn: CFunction, name: string): string {
  const text = withoutEnums(driver.locals(fn).get(name)?.text ?? "");
  const type = text.replace(new RegExp(`\\b${name}\\b`), "").trim();
  return type === "" || /[*[(]/.test(type) || ARITHMETIC.test(type) ? "0" : `(${type}){0}`;
}
