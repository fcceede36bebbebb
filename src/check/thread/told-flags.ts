import { FLAGS } from "../../kernel-api/index.ts";
import {
  calleeName,
  walkExpression,
  walkExpressions,
  type CFunction,
  type Expr,
} from "../../source/index.ts";
import { isLocal, isPrivate, lastWord, sameKey, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { functionsWithin } from "../code/reach.ts";
import type { CallExpr } from "../paths/semantics.ts";
import { testsAround } from "./loops.ts";
import { isZero } from "./settled.ts";
import type { Thread } from "./thread.ts";

/** A look at a flag, or a change of it: `started = 1`, `if (started)`, `set_bit(UP, &flags)`, `atomic_read(&users)`. */
interface FlagAccess {
  readonly name: string;
  readonly writes: boolean;
  /** Of a write that makes it 0, NULL or false. */
  readonly clears: boolean;
  /** Of a write that makes it a constant: what it is then is known. */
  readonly isKnown: boolean;
  /** Its address goes to who knows whom. */
  readonly isHandedOn?: true;
}

/**
 * Places in which a function that creates the thread tells one that stops it whether there is a thread, beside the handle: written by
 * the one, looked at by the other, and set by nobody else.
 */
export class ToldFlags {
  readonly #program: SourceProgram;
  readonly #names: ReadonlySet<string>;
  readonly #concerned = new Map<CFunction, boolean>();
  /** Others set these to 0. */
  readonly clearedByOthers: ReadonlySet<string>;

  /** What one function tells another. */
  static between(program: SourceProgram, thread: Thread, maker: CFunction, stopper: CFunction): ToldFlags {
    const asked = accessesOf(program, stopper);
    return new ToldFlags(program, thread, maker, [stopper], asked, writesFor(program, maker, asked));
  }

  /** What a function that creates the thread tells those that stop it and that it calls itself, or its own lines below. */
  static within(program: SourceProgram, thread: Thread, maker: CFunction): ToldFlags {
    const within = functionsWithin(program, maker, DEPTH);
    const creates = thread.creations.some(({ site }) => within.has(site.fn));
    const stops = creates ? thread.stops.map(({ site }) => site).filter(({ fn }) => within.has(fn)) : [];
    // of its own tests those that a stop hangs on: any other flag would only make more ways through it
    const asked = stops.flatMap((site) =>
      site.fn === maker
        ? testsAround(site).flatMap((test) => accessesBelow(program, test, maker))
        : accessesIn(program, site.fn),
    );
    const stopping = stops.map(({ fn }) => fn);
    const written = writesFor(program, maker, asked);
    // what it is given that nobody knows is followed by its tests
    const unknown = new Set(written.flatMap(({ name, isKnown }) => (isKnown ? [] : [name])));
    const known = asked.filter(({ name }) => !unknown.has(name));
    return new ToldFlags(program, thread, maker, stopping, known, written);
  }

  private constructor(
    program: SourceProgram,
    thread: Thread,
    maker: CFunction,
    stopping: readonly CFunction[],
    looks: readonly FlagAccess[],
    written: readonly FlagAccess[],
  ) {
    this.#program = program;
    const asked = new Set(looks.map(({ name }) => name));
    const told = new Set(written.map(({ name }) => name));
    const isHandle = (name: string): boolean => [...thread.keys].some((key) => sameKey(key, name));
    const names = [...told].filter((name) => asked.has(name) && !isHandle(name));
    // where creating the thread fails, it never runs: what it writes itself is not written
    const own = new Set(
      [maker, ...stopping, ...(thread.fn ? [thread.fn] : [])].flatMap((fn) => [
        ...functionsWithin(program, fn, DEPTH),
      ]),
    );
    const all = names.length === 0 ? [] : program.indexed;
    const accesses = all.flatMap((fn) => accessesIn(program, fn).map((access) => ({ ...access, fn })));
    const foreign = accesses.filter(({ fn, writes, isHandedOn }) => isHandedOn || (writes && !own.has(fn)));
    const setByOthers = new Set([
      ...foreign.flatMap(({ name, clears }) => (clears ? [] : [name])),
      ...names.filter((name) => isParameter(program, name)),
    ]);
    this.clearedByOthers = new Set(foreign.flatMap(({ name, clears }) => (clears ? [name] : [])));
    this.#names = new Set(names.filter((name) => !setByOthers.has(name)));
  }

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** Whether a function, or one that it calls, has to do with a flag. */
  concerns(fn: CFunction): boolean {
    let known = this.#concerned.get(fn);
    if (known === undefined) {
      known = accessesOf(this.#program, fn).some(({ name }) => this.has(name));
      this.#concerned.set(fn, known);
    }
    return known;
  }

  /** The name of a flag that is read or written plainly. */
  nameOf(place: Expr, fn: CFunction): string | undefined {
    const name = placeName(this.#program, place, fn);
    return name !== undefined && this.has(name) ? name : undefined;
  }

  /** The name of a flag that a call reads or writes. */
  nameIn(call: CallExpr, fn: CFunction): string | undefined {
    const name = calledName(this.#program, call, fn);
    return name !== undefined && this.has(name) ? name : undefined;
  }
}

/** As deep as paths follow calls. */
const DEPTH = 3;

function accessesOf(program: SourceProgram, fn: CFunction): FlagAccess[] {
  return [...functionsWithin(program, fn, DEPTH)].flatMap((one) => accessesIn(program, one));
}

/** What a function writes, if anything is asked of it. */
function writesFor(program: SourceProgram, maker: CFunction, asked: readonly FlagAccess[]): FlagAccess[] {
  return asked.length === 0 ? [] : accessesOf(program, maker).filter(({ writes }) => writes);
}

function accessesIn(program: SourceProgram, fn: CFunction): FlagAccess[] {
  const found: FlagAccess[] = [];
  if (fn.body) walkExpressions(fn.body, (expr) => found.push(...accessesBy(program, expr, fn)));
  return found;
}

function accessesBelow(program: SourceProgram, test: Expr, fn: CFunction): FlagAccess[] {
  const found: FlagAccess[] = [];
  walkExpression(test, (expr) => found.push(...accessesBy(program, expr, fn)));
  return found;
}

/** What an expression does itself, without those inside of it. */
function accessesBy(program: SourceProgram, expr: Expr, fn: CFunction): FlagAccess[] {
  const found: FlagAccess[] = [];
  const add = (name: string | undefined, writes: boolean, value?: Expr | "0" | "1"): void => {
    if (name === undefined) return;
    const isGiven = value === "0" || value === "1";
    const clears = value === "0" || (!isGiven && isZero(value));
    found.push({ name, writes, clears, isKnown: isGiven || isConstant(value) });
  };
  if (expr.kind === "assign")
    add(placeName(program, expr.target, fn), true, expr.op === "=" ? expr.value : undefined);
  else if (expr.kind === "unary" && (expr.op === "++" || expr.op === "--"))
    add(placeName(program, expr.operand, fn), true);
  else if (expr.kind === "name" || expr.kind === "member") add(placeName(program, expr, fn), false);
  else if (expr.kind === "call") {
    const row = FLAGS.get(calleeName(expr) ?? "");
    const becomes = row?.becomes;
    const value =
      becomes === "0" || becomes === "1" ? becomes : becomes === "argument" ? expr.args[1] : undefined;
    if (row) add(calledName(program, expr, fn), becomes !== undefined, value);
    for (const arg of expr.args) {
      const given = arg.kind === "unary" && arg.op === "&" && arg !== expr.args[row?.at ?? -1];
      const name = given ? placeName(program, arg.operand, fn) : undefined;
      if (name !== undefined)
        found.push({ name, writes: true, clears: false, isKnown: false, isHandedOn: true });
    }
  }
  return found;
}

function isConstant(value: Expr | undefined): boolean {
  return value?.kind === "number" || (value?.kind === "name" && /^(true|false|NULL)$/.test(value.name));
}

/** Whether insmod or a file under /sys/module sets it. */
function isParameter({ files }: SourceProgram, name: string): boolean {
  const own = files.filter(({ path }) => !isPrivate(name) || name.includes(`:${path}:`));
  return own.some(({ topLevelCalls }) =>
    topLevelCalls.some((call) => call.name.startsWith("module_param") && call.args.includes(lastWord(name))),
  );
}

function placeName(program: SourceProgram, place: Expr, fn: CFunction): Key | undefined {
  if (place.kind !== "name" && place.kind !== "member") return undefined;
  const key = program.keyOf(place, fn);
  return key === undefined || isLocal(key) ? undefined : key;
}

function calledName(program: SourceProgram, call: CallExpr, fn: CFunction): string | undefined {
  const row = FLAGS.get(calleeName(call) ?? "");
  const place = row && call.args[row.at];
  const key = place?.kind === "unary" && place.op === "&" ? program.keyOf(place.operand, fn) : undefined;
  if (key === undefined || isLocal(key)) return undefined;
  const bit = row?.bit === undefined ? undefined : call.args[row.bit];
  return bit ? `${key}#${fn.file.text.slice(bit.start, bit.end)}` : key;
}
