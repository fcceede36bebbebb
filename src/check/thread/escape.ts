import { calleeName } from "../../source/index.ts";
import { lastWord, sameKey, type Key } from "../code/key.ts";
import type { SourceProgram } from "../code/program.ts";
import { KEEPS_NO_TASK, PRINTS, STORES, TRANSPARENT } from "../../kernel-api/index.ts";
import type { Thread } from "./thread.ts";

/** Whether the handle is given to a function that nobody can look into: it may wake, hold or stop the thread. */
export function escapes(program: SourceProgram, { keys }: Thread): boolean {
  const given = givenAway(program);
  return [...keys].some((handle) => given.get(lastWord(handle))?.some((key) => sameKey(handle, key)));
}

/** Places by the last word of their keys. */
type Places = ReadonlyMap<string, readonly Key[]>;

/** Asked for at every step of every thread, and the same for all: found once for so many files. */
const found = new WeakMap<SourceProgram, { readonly files: number; readonly places: Places }>();

function givenAway(program: SourceProgram): Places {
  const files = program.files.length;
  const known = found.get(program);
  if (known?.files === files) return known.places;
  const places = placesGivenAway(program);
  found.set(program, { files, places });
  return places;
}

function placesGivenAway(program: SourceProgram): Places {
  const places = new Map<string, Key[]>();
  for (const fn of program.indexed) {
    for (const { call } of program.callsIn(fn)) {
      const name = calleeName(call) ?? "";
      if (isHarmless(name) || program.lookup(name, fn)) continue;
      for (const arg of call.args) {
        const key = program.keyOf(arg, fn);
        if (key === undefined) continue;
        const word = lastWord(key);
        const list = places.get(word);
        if (!list) places.set(word, [key]);
        else if (!list.includes(key)) list.push(key);
      }
    }
  }
  return places;
}

function isHarmless(name: string): boolean {
  return (
    KEEPS_NO_TASK.has(name) ||
    PRINTS.has(name) ||
    STORES.has(name) ||
    TRANSPARENT.has(name) ||
    /^(IS_ERR|PTR_ERR)/.test(name)
  );
}
