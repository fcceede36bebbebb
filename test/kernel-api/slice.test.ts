import { expect, test } from "vitest";
import { BOOK, FREES_POINTER, type KernelCall } from "../../src/kernel-api/index.ts";
import { classOf, CREATES, CREATES_WORKER, FREES, type CallClass } from "../../src/slice/words.ts";

/** What the part of a driver must keep of a call, from what the book says that it does. */
function wanted(row: KernelCall): readonly CallClass[] {
  if (row.asks) return ["look"];
  if (row.theLock !== undefined) return ["wait"]; // kept wherever it stands: there is but one
  if (row.creates || row.stops || row.gets || row.puts || row.wakes || row.exits) return ["thread"];
  if (row.parking || row.signals !== undefined) return ["thread"];
  if (row.locks) return ["lock", "wait"];
  if (row.unlocks) return ["lock", "sync"];
  if (row.waits) return ["wait", "lock"];
  if (row.sleepsUntil || row.queues || row.stateArg !== undefined) return ["wait"];
  if (row.completes || row.atomic) return ["sync", "look"];
  return row.arms || row.ends ? ["deferred"] : [];
}

test("a driver's part keeps every call that the book says something of", () => {
  const wrong = [...BOOK].flatMap(([name, row]) => {
    const classes = wanted(row);
    return classes.length === 0 || classes.includes(classOf(name)) ? [] : [`${name}: ${classOf(name)}`];
  });
  expect(wrong).toEqual([]);
});

test("a driver's part knows creations and frees as the book does", () => {
  const names = [...BOOK.keys()];
  const threads = names.filter((name) => CREATES.test(name) && !CREATES_WORKER.test(name));
  expect(threads).toEqual(names.filter((name) => BOOK.get(name)?.creates));
  expect(names.filter((name) => FREES.test(name))).toEqual(names.filter((name) => FREES_POINTER.has(name)));
});
