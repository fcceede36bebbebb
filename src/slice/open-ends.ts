import { STOPPERS } from "../kernel-api/index.ts";
import type { CFunction } from "../source/index.ts";
import { callsOf, isCreation } from "./calls.ts";
import { toldAtTheEnd, waitsFor } from "./joins.ts";
import type { Driver, PlaceKey } from "./driver.ts";
import type { SliceFacts } from "./facts.ts";
import type { KeptCalls } from "./kept-calls.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { KeptFunction } from "./slicer.ts";
import { startsOf, storesOf } from "./stores.ts";
import { CREATES } from "./words.ts";

/**
 * Threads that the driver stops, or whose end it waits for, in an operation which the kernel need not call after the one that creates
 * them, as far as names tell: whether such a thread is left behind, a run of the part cannot say.
 * @returns the functions that create them
 */
export function openEnds(
  driver: Driver,
  facts: SliceFacts,
  kept: readonly KeptFunction[],
  { exit, finals, before, devices, binds, sessions }: Lifecycle,
  roots: readonly string[],
  calls: KeptCalls,
): string[] {
  const functions = kept.map(({ fn }) => fn);
  const rootsOf = (fn: CFunction): string[] => roots.filter((root) => calls.reach(root).has(fn.name));
  const stops = functions.flatMap((fn) =>
    callsOf(fn, (name) => STOPPERS.has(name)).flatMap(({ args: [thread] }) => {
      const key = thread && driver.keyOf(thread, fn);
      return key === undefined ? [] : [{ key, roots: rootsOf(fn) }];
    }),
  );
  const always = new Set([
    ...(exit === undefined ? [] : [exit]),
    ...finals,
    ...before,
    // of what is begun beside a device, the end comes only if that was begun
    ...binds.slice(0, devices).flatMap(({ ends }) => ends),
  ]);
  const isSure = (creator: string, stopper: string): boolean =>
    // what it stops first is a thread of an earlier call
    (stopper === creator && calls.stopsAfterCreating(creator)) ||
    always.has(stopper) ||
    [...binds, ...sessions].some(
      ({ begin, ends, isGuess }) => !isGuess && begin === creator && ends.includes(stopper),
    );
  // each call makes an object with a thread of its own: an end that is called once ends one of them
  const makes = (creator: string, tag: string): boolean =>
    calls.does(creator, new RegExp(`\\bunoops_new_${tag}\\(\\)`));
  const isOwn = (creator: string): boolean =>
    [...binds, ...sessions].some(({ begin, ends }) => begin === creator && ends.length > 0);
  const joinersOf = (creator: CFunction): string[] => {
    const threads = callsOf(creator, (name) => CREATES.test(name)).flatMap((call) =>
      startsOf(driver, creator, call),
    );
    const told = new Set(threads.flatMap((start) => [...toldAtTheEnd(driver, start)]));
    return functions.flatMap((fn) =>
      !facts.inThreads.has(fn.name) && waitsFor(driver, fn, told) ? rootsOf(fn) : [],
    );
  };
  const open = new Set<string>();
  for (const fn of functions)
    for (const key of creationsIn(driver, fn)) {
      const places = placesFrom(facts, key);
      const stopped = stops.filter((stop) => places.has(stop.key));
      // who stops no thread may wait for what it says at its end
      const stoppers = stopped.length > 0 ? stopped.flatMap((stop) => stop.roots) : joinersOf(fn);
      if (stoppers.length === 0) continue;
      const creators = rootsOf(fn);
      const [tag = ""] = key.split(".");
      const isMany = (creator: string): boolean =>
        facts.allocated.has(tag) && !isOwn(creator) && makes(creator, tag);
      const isEnded = (creator: string): boolean =>
        !isMany(creator) && stoppers.some((stopper) => isSure(creator, stopper));
      if (creators.length === 0 ? !stoppers.some((one) => always.has(one)) : !creators.every(isEnded))
        open.add(fn.name);
    }
  return [...open];
}

/** Where the handles of the threads that a function creates go first. */
function creationsIn(driver: Driver, fn: CFunction): PlaceKey[] {
  return storesOf(driver, fn).flatMap(({ key, value }) => (isCreation(value) ? [key] : []));
}

/** A place, and those that its value goes to. */
function placesFrom({ flows }: SliceFacts, key: PlaceKey): Set<PlaceKey> {
  const places = new Set([key]);
  for (const place of places) for (const next of flows.get(place) ?? []) places.add(next);
  return places;
}
