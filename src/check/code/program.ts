import {
  calleeName,
  walkExpressions,
  type CFunction,
  type Expr,
  type Field,
  type SourceFile,
  type Stmt,
} from "../../source/index.ts";
import { BINDS, STORES } from "../../kernel-api/index.ts";
import { OwnNames } from "./own-names.ts";
import { keyOf, lastWord, sameKey, type Key, type StructTable } from "./key.ts";

/** A call in some function. `parents` are the expressions around it, innermost last. */
export interface CallSite {
  readonly fn: CFunction;
  readonly call: Extract<Expr, { kind: "call" }>;
  readonly parents: readonly Expr[];
  readonly within: Stmt;
}

/** A place that is written: `value` is undefined for `++` and the like. */
export interface Write {
  readonly fn: CFunction;
  readonly key: Key;
  readonly op: string;
  readonly value: Expr | undefined;
  readonly expr: Expr;
}

/** The files that are judged together, and what leads from one function to another. */
export class SourceProgram implements StructTable {
  readonly #files: SourceFile[] = [];
  #headerFiles: readonly SourceFile[] = [];
  readonly #headers = new Map<SourceFile, readonly SourceFile[]>();
  readonly #found = new Map<SourceFile, Map<string, CFunction | undefined>>();
  readonly #indexed: CFunction[] = [];
  readonly #byName = new Map<string, CFunction[]>();
  readonly #calls = new Map<string, CallSite[]>();
  readonly #callsIn = new Map<CFunction, CallSite[]>();
  readonly #writes = new Map<string, Write[]>();
  /** Functions whose address is taken, by name: tables of operations, callbacks. */
  readonly #mentioned = new Set<string>();
  readonly #structs = new Map<string, ReadonlyMap<string, Field>>();
  readonly #own = new OwnNames();
  readonly #keys = new Map<Expr, Key | undefined>();

  /** `files` are read whole; of `headers`, structs, macros and inline functions are known, but not who calls what in them. */
  constructor(files: readonly SourceFile[], headers: readonly SourceFile[] = []) {
    this.add(headers, () => false);
    this.add(files, () => true);
  }

  /** Takes further files in; `indexes` says of which functions the calls and writes are to be known. */
  add(files: readonly SourceFile[], indexes: (fn: CFunction) => boolean): void {
    this.#files.push(...files);
    this.#headerFiles = this.#files.filter((file) => file.path.endsWith(".h"));
    this.#found.clear();
    this.#headers.clear();
    this.#keys.clear();
    for (const file of files) {
      this.#own.add(file);
      for (const [name, fields] of file.structs) this.#structs.set(this.structIn(name, file), fields);
      for (const fn of file.functions.values()) push(this.#byName, fn.name, fn);
    }
    for (const file of files) {
      for (const fn of [...file.functions.values(), ...file.macros.values()])
        if (indexes(fn)) this.#index(fn);
      for (const { init } of file.globals.values()) if (init) this.#mention(init);
      for (const { name, args } of file.topLevelCalls) {
        const callback = args[BINDS.get(name)?.functionArg ?? args.length];
        if (callback !== undefined) this.#mentioned.add(callback);
      }
    }
  }

  get files(): readonly SourceFile[] {
    return this.#files;
  }

  /** Whether a function of this name has a body in one of the files. */
  hasFunction(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Functions and macros whose calls and writes are known. */
  get indexed(): readonly CFunction[] {
    return this.#indexed;
  }

  /** The function or macro that a name in `fn` means: of the same file, of a header, of a file beside it, of any file. */
  lookup(name: string, fn: CFunction): CFunction | undefined {
    const { file } = fn;
    const own = file.functions.get(name) ?? file.macros.get(name);
    if (own) return own;
    let known = this.#found.get(file);
    if (!known) this.#found.set(file, (known = new Map()));
    if (known.has(name)) return known.get(name);
    const found = this.#lookupElsewhere(name, file);
    known.set(name, found);
    return found;
  }

  #lookupElsewhere(name: string, from: SourceFile): CFunction | undefined {
    for (const header of this.#headersOf(from)) {
      const found = header.functions.get(name) ?? header.macros.get(name);
      if (found) return found;
    }
    const candidates = (this.#byName.get(name) ?? []).filter((candidate) => !candidate.isStatic);
    const folder = folderOf(from.path);
    return candidates.find((candidate) => folderOf(candidate.file.path) === folder) ?? candidates[0];
  }

  #headersOf(file: SourceFile): readonly SourceFile[] {
    let headers = this.#headers.get(file);
    if (!headers) {
      const names = new Set(file.includes.map(baseName));
      headers = this.#headerFiles.filter((header) => names.has(baseName(header.path)));
      this.#headers.set(file, headers);
    }
    return headers;
  }

  /** Calls of a function or macro by this name, in all files. */
  callsOf(name: string): readonly CallSite[] {
    return this.#calls.get(name) ?? [];
  }

  /** Calls whose callee is this very function. */
  callersOf(fn: CFunction): readonly CallSite[] {
    return this.callsOf(fn.name).filter((site) => this.lookup(fn.name, site.fn) === fn);
  }

  callsIn(fn: CFunction): readonly CallSite[] {
    return this.#callsIn.get(fn) ?? [];
  }

  /** Whether the function's name stands somewhere other than in a call: it may be called from anywhere. */
  isMentioned(fn: CFunction): boolean {
    return this.#mentioned.has(fn.name);
  }

  /** Writes to a place, in all files. */
  writesTo(key: Key): readonly Write[] {
    return (this.#writes.get(lastWord(key)) ?? []).filter((write) => sameKey(write.key, key));
  }

  /** Writes that a function makes itself. */
  writesIn(fn: CFunction): readonly Write[] {
    return [...this.#writes.values()].flat().filter((write) => write.fn === fn);
  }

  /** An expression stands in one function, and is asked for by every thread and rule. */
  keyOf(expr: Expr, fn: CFunction): Key | undefined {
    if (this.#keys.has(expr)) return this.#keys.get(expr);
    const key = keyOf(expr, fn, this);
    this.#keys.set(expr, key);
    return key;
  }

  structIn(name: string, file: SourceFile): string {
    return this.#own.struct(name, file);
  }

  hasOwnGlobal(name: string, file: SourceFile): boolean {
    return this.#own.hasOwnGlobal(name, file);
  }

  fieldType(struct: string, field: string): string | undefined {
    return this.#structs.get(struct)?.get(field)?.type;
  }

  /** Whether the struct's definition is in one of the files, so that all who use it may be, too. */
  definesStruct(struct: string): boolean {
    return this.#structs.has(struct);
  }

  returnType(name: string, fn: CFunction): string | undefined {
    return this.lookup(name, fn)?.returnType;
  }

  #index(fn: CFunction): void {
    if (!fn.body) return;
    this.#indexed.push(fn);
    walkExpressions(fn.body, (expr, parents, within) => {
      if (expr.kind === "call") {
        const name = calleeName(expr);
        const site: CallSite = { fn, call: expr, parents: [...parents], within };
        if (name !== undefined) push(this.#calls, name, site);
        push(this.#callsIn, fn, site);
        for (const arg of expr.args) this.#mention(arg);
        const [target, value] = expr.args;
        if (target && name !== undefined && STORES.has(name)) this.#write(fn, expr, target, "=", value);
      } else if (expr.kind === "assign") {
        this.#write(fn, expr, expr.target, expr.op, expr.value);
        this.#mention(expr.value);
      } else if (expr.kind === "unary" && (expr.op === "++" || expr.op === "--")) {
        this.#write(fn, expr, expr.operand, expr.op, undefined);
      }
    });
  }

  #write(fn: CFunction, expr: Expr, target: Expr, op: string, value: Expr | undefined): void {
    const key = this.keyOf(target, fn);
    if (key !== undefined) push(this.#writes, lastWord(key), { fn, key, op, value, expr });
  }

  #mention(expr: Expr): void {
    if (expr.kind === "name") this.#mentioned.add(expr.name);
    else if (expr.kind === "unary" || expr.kind === "cast") this.#mention(expr.operand);
    else if (expr.kind === "list") for (const item of expr.items) this.#mention(item.value);
    else if (expr.kind === "conditional") [expr.yes, expr.no].forEach((arm) => this.#mention(arm));
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
