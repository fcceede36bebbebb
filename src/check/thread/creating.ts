import type { CFunction } from "../../source/index.ts";
import type { CallExpr, Evaluated } from "../paths/semantics.ts";
import type { State } from "../paths/state.ts";
import { ERROR } from "../paths/value.ts";
import { CREATED } from "./arrival.ts";
import { indexed } from "./loops.ts";
import type { Creation } from "./thread.ts";

/** A creation of some other thread: a handle that is none of ours, or an ERR_PTR. */
export function createdOther({ start }: CallExpr, state: State): Evaluated[] {
  const id = `other:${start}`;
  return [
    { value: { kind: "task", id }, state: state.mark(`noterr:${id}`) },
    { value: ERROR, state },
  ];
}

/** A creation of the thread: what was known of the one before does not hold for the new one. */
export function createdHere({ site, wakes }: Creation, fn: CFunction, state: State): Evaluated[] {
  const step = { fn, range: site.call, truth: undefined };
  const made = withoutPast(state).mark("created").mark(`noterr:${CREATED}`).mark(`nonnull:${CREATED}`);
  const good = wakes ? made.mark(`woken:${CREATED}`) : made;
  const isElement = site.parents.some((parent) => parent.kind === "assign" && indexed(parent.target));
  const failed = isElement ? state.mark("failing").unmark(`noterr:${CREATED}`) : state;
  return [
    {
      value: { kind: "task", id: CREATED },
      state: good.unmark("failing").step({ ...step, text: "creates the thread" }),
    },
    { value: ERROR, state: failed.mark("failed").step({ ...step, text: "creation fails: ERR_PTR" }) },
  ];
}

function withoutPast(state: State): State {
  const stale = new Set(
    ["got", "got-late", "woken", "stopped", "signalled"].map((word) => `${word}:${CREATED}`),
  );
  return [...state.marks]
    .filter((mark) => stale.has(mark) || mark.startsWith("stopped-by:") || mark.startsWith("awaited:"))
    .reduce((at, mark) => at.unmark(mark), state);
}
