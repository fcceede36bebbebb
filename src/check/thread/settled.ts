import type { Expr } from "../../source/index.ts";
import { isPrivate, lastWord, type Key } from "../code/key.ts";
import type { CallSite, SourceProgram, Write } from "../code/program.ts";
import { NONZERO, UNKNOWN, ZERO, type PathValue } from "../paths/value.ts";
import type { Thread } from "./thread.ts";

/**
 * The value of a place that changes only once the thread has been stopped, or behind a call of its stopper when the thread's life
 * before that call is asked for; unknown for any other place.
 */
export function settledValue(program: SourceProgram, thread: Thread, key: Key, before?: CallSite): PathValue {
  const writes = program.writesTo(key);
  if (writes.length === 0 && isNeverSet(program, key)) return ZERO;
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

/** Whether what is written is 0, NULL or false. */
export function isZero(value: Expr | undefined): boolean {
  if (value?.kind === "number") return value.value === 0;
  return value?.kind === "name" && (value.name === "NULL" || value.name === "false");
}

/** A static variable that nobody else can set: neither by its address nor as a parameter of the module. */
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
