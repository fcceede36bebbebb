import { NEVER_NULL } from "../../kernel-api/index.ts";
import { calleeName, type Expr, type GlobalVariable } from "../../source/index.ts";
import { isPrivate, lastWord, type Key } from "../code/key.ts";
import type { SourceProgram, Write } from "../code/program.ts";
import { NONZERO, ONE, truthOf, UNKNOWN, ZERO, type PathValue } from "../paths/value.ts";
import type { LifeAssumptions } from "./thread-sleeps.ts";
import type { Thread } from "./thread.ts";

/**
 * The value of a place that changes only once the thread has been stopped, or behind a call of its stopper when the thread's life
 * before that call is asked for; unknown for any other place.
 */
export function settledValue(
  program: SourceProgram,
  thread: Thread,
  key: Key,
  { before, noParameters = false }: LifeAssumptions = {},
): PathValue {
  const writes = program.writesTo(key);
  if (writes.length === 0 && (isNeverSet(program, key) || isUnsetField(program, key))) return ZERO;
  if (writes.length === 0 && noParameters) return ownValue(program, key);
  if (isGivenBefore(program, thread, key, writes)) return NONZERO;
  const zero = writes.filter((write) => isZero(write.value));
  const other = writes.filter((write) => !isZero(write.value));
  const startsAsZero = zero.length > 0 || (before !== undefined && isOwnFlag(program, key));
  if (!startsAsZero || other.length === 0) return UNKNOWN;
  const later = [...thread.stops.map(({ site }) => site), ...(before ? [before] : [])];
  const afterStop = ({ fn, expr }: Write): boolean =>
    later.some((site) => site.fn === fn && site.call.start < expr.start);
  if (zero.length > 0 && zero.every(afterStop)) return NONZERO;
  return other.every(afterStop) ? ZERO : UNKNOWN;
}

/** Whether a variable has what a call returned that never returns NULL before any thread is created, until they have been stopped. */
function isGivenBefore(
  program: SourceProgram,
  { creations, stops }: Thread,
  key: Key,
  writes: readonly Write[],
): boolean {
  if (creations.length === 0 || !isOwnFlag(program, key)) return false;
  const isLate = ({ fn, value, expr }: Write): boolean =>
    isZero(value) && stops.some(({ site }) => site.fn === fn && site.call.start < expr.start);
  return (
    writes.every((write) => isGift(write) || isLate(write)) &&
    creations.every(({ site }) =>
      writes.some((write) => isGift(write) && write.fn === site.fn && write.expr.start < site.call.start),
    )
  );
}

function isGift({ op, value }: Write): boolean {
  return op === "=" && value !== undefined && NEVER_NULL.test(calleeName(value) ?? "");
}

/** Whether what is written is 0, NULL or false. */
export function isZero(value: Expr | undefined): boolean {
  if (value?.kind === "number") return value.value === 0;
  return value?.kind === "name" && (value.name === "NULL" || value.name === "false");
}

/** A static variable that nobody else can set: neither by its address nor as a parameter of the module. */
export function ownFlag(program: SourceProgram, key: Key): GlobalVariable | undefined {
  const [, path = "", name = ""] = /^global:(.*):(\w+)$/.exec(key) ?? [];
  return isOwnFlag(program, key)
    ? program.files.find((one) => one.path === path)?.globals.get(name)
    : undefined;
}

function isOwnFlag({ files }: SourceProgram, key: Key): boolean {
  if (!isPrivate(key) || !key.startsWith("global:")) return false;
  const name = lastWord(key);
  const isGiven = new RegExp(`&\\s*${name}\\b|\\bmodule_param\\w*\\s*\\([^;]*\\b${name}\\b`);
  return !files.some(({ text }) => isGiven.test(text));
}

/** A static variable, or a part of one, that is 0 from the beginning and that no word of the program sets or hands on. */
function isNeverSet({ files }: SourceProgram, key: Key): boolean {
  const [, path = "", place = ""] = /^global:(.*):([\w.]+)$/.exec(key) ?? [];
  const [name = "", ...fields] = place.split(".");
  const file = files.find((one) => one.path === path);
  const variable = file?.globals.get(name);
  if (!file || !variable?.isStatic || variable.init || /\bvolatile\b/.test(variable.type)) return false;
  const last = fields.at(-1) ?? name;
  const isGiven = new RegExp(
    `&\\s*(${name}\\b(?!\\s*\\.)|[\\w.]*\\b${last}\\b)|\\bmodule_param\\w*\\s*\\([^;]*\\b${name}\\b|\\b${last}\\s*([-+|^&*/]|<<|>>)?=[^=]`,
  );
  return !isGiven.test(file.code);
}

/** What a parameter is when insmod names none, and sysfs does not let anybody write it; kernel/params.c. */
function ownValue({ files }: SourceProgram, key: Key): PathValue {
  const [, path = "", name = ""] = /^global:(.*):(\w+)$/.exec(key) ?? [];
  const file = files.find((one) => one.path === path);
  const given = file?.topLevelCalls.find(
    (call) =>
      (call.name === "module_param" && call.args[0] === name) ||
      (call.name === "module_param_named" && call.args[1] === name),
  );
  const mode = given?.args.at(-1) ?? "0666";
  if (!file || !given || /W|^0?[0-7]*[2367][0-7]{0,2}$/.test(mode)) return UNKNOWN;
  return valueOf(file.globals.get(name)?.init);
}

/** What a place has before anybody writes it: a variable what it is declared with, an object that is cleared 0. */
export function initialValue({ files }: SourceProgram, key: Key): PathValue {
  if (!key.startsWith("global:")) return ZERO;
  const [variable = "", bit] = key.split("#");
  const own = files.filter(({ path }) => !isPrivate(variable) || variable.includes(`:${path}:`));
  const init = own.flatMap(({ globals }) => globals.get(lastWord(variable))?.init ?? []).at(0);
  // `ATOMIC_INIT(1)` and what else calls something
  const value = init?.kind === "call" ? valueOf(init.args[0]) : valueOf(init);
  return bit !== undefined && truthOf(value) !== false ? UNKNOWN : value;
}

/** What a declaration that says nothing else gives: 0. */
function valueOf(init: Expr | undefined): PathValue {
  if (!init || isZero(init)) return ZERO;
  if (init.kind === "number") return { kind: "number", value: init.value };
  return init.kind === "name" && init.name === "true" ? ONE : UNKNOWN;
}

/**
 * A member that no word of the program sets, of a struct of a .c file whose objects are 0 from the beginning: static, or from an
 * allocator that clears them.
 */
function isUnsetField(program: SourceProgram, key: Key): boolean {
  const [, struct = "", field = ""] = /^field:(\w+)\.(\w+)$/.exec(key) ?? [];
  const home = new RegExp(`\\bstruct\\s+${struct}\\s*\\{`);
  const files = program.files.filter(({ code }) => new RegExp(`\\b${struct}\\b`).test(code));
  if (struct === "" || !files.some(({ path, code }) => path.endsWith(".c") && home.test(code))) return false;
  const isSet = new RegExp(
    [
      `\\b${field}\\s*([-+|^&*/]|<<|>>)?=[^=]`,
      `\\b${field}\\s*(\\[|\\+\\+|--)`,
      `(\\+\\+|--|&)\\s*[\\w.>()-]*\\b${field}\\b`,
      `\\bstruct\\s+${struct}\\s+\\w+[^;{]*=\\s*\\{\\s*[^.}\\s]`,
    ].join("|"),
  );
  if (program.files.some(({ code }) => isSet.test(code))) return false;
  return !files.some(({ code }) => FILLS.test(code)) && files.some(({ code }) => CLEARS.test(code));
}

/** What fills a whole object without naming its members, or leaves what was there before. */
const FILLS =
  /\b(k(v)?malloc(_node)?|devm_kmalloc|kmem_cache_alloc|k(v)?memdup\w*|memdup_\w+|memcpy|memmove|\w*copy_from_\w+|container_of)\s*\(/;

/** Allocators that clear what they give; mm/slab_common.c. */
const CLEARS = /\b(k(v)?[zc]alloc(_node|_array)?|devm_k[zc]alloc|vzalloc|kmem_cache_zalloc)\s*\(/;
