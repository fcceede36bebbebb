import type { Finding, Note } from "../../core/finding.ts";
import { calleeName, type CFunction } from "../../source/index.ts";
import { finding, note, type ThreadCase } from "../case.ts";
import { ATOMIC_ACCESSES, GETS } from "../../kernel-api/index.ts";
import { callsOn } from "../code/calls-on.ts";
import { isLocal, type Key } from "../code/key.ts";
import { sitesWithin } from "../code/reach.ts";
import type { CallSite, SourceProgram } from "../code/program.ts";
import { notesOfEnd, notesOfTrail } from "../path-notes.ts";
import { ATOMIC_TEST, BEFORE, CREATED, type Arrival } from "../thread/arrival.ts";
import type { State } from "../paths/state.ts";
import { awaitedOf, completedMark } from "../thread/completions.ts";
import { heldLocks } from "../thread/held-locks.ts";
import { lifeOf } from "../thread/life.ts";
import { endsByItself } from "../thread/self-ending.ts";
import { loopsAround } from "../thread/loops.ts";
import type { Stop, Thread } from "../thread/thread.ts";
import { isBrief } from "../thread/pins.ts";

/**
 * kthread_stop() of a thread that can end by itself, with nobody holding its task_struct: `kthread-stop-after-exit`.
 * With a reference that is taken while the thread may already be gone: `kthread-pin-too-late`.
 */
export function* stopAfterExit(subject: ThreadCase): Generator<Finding> {
  const { thread, life, pin } = subject;
  const [early] = life.early;
  if (!early || !thread.wakes) return;
  const brief = isBrief(subject.paths);
  let toldLate = false;
  for (const stop of thread.stops) {
    const unsafe = subject.paths.arrivals.filter(
      (arrival) => arrival.stop === stop && !isSafe(subject, arrival),
    );
    const bare = unsafe.filter((arrival) => pin.kind === "none" || (brief && !holdsReference(arrival)));
    const pinned = bare.length === 0;
    if (pinned && (pin.kind !== "late" || toldLate)) continue;
    const coming = pinned ? unsafe : bare;
    const certain = endsAsLoaded(subject) ? coming.find((arrival) => isCertain(subject, arrival)) : undefined;
    const arrival = certain ?? coming[0];
    if (!arrival) continue;
    const paths = [
      ...notesOfEnd(early, `thread ${thread.name}`),
      ...notesOfTrail(arrival.state.trail, `stopper ${arrival.root.name}`),
    ];
    const late = pinned && pin.kind === "late" ? pin.at : ownReference(subject, coming);
    if (late) {
      if (!toldLate) yield pinTooLate(subject, late, paths);
      toldLate = true;
      continue;
    }
    const { fn, call } = stop.site;
    yield finding(
      "kthread-stop-after-exit",
      certain ? "error" : "warning",
      `kthread_stop() may use a freed task_struct: ${thread.name}() can return on its own, and nothing holds a reference`,
      fn,
      call,
      [...paths, note(`stopper ${arrival.root.name}: ${fn.name}() stops the thread here`, fn, call)],
    );
  }
}

/** Certain when the thread ends whatever others do; else its whole life may have to fit between two statements. */
function pinTooLate(
  { program, thread }: ThreadCase,
  { fn, call }: CallSite,
  paths: readonly Note[],
): Finding {
  const message = `${thread.name}() may have exited before this reference is taken: take it between kthread_create() and wake_up_process()`;
  const severity = endsByItself(program, thread) ? "error" : "warning";
  return finding("kthread-pin-too-late", severity, message, fn, call, paths);
}

/** Where the stopper itself takes a reference, when every way to the stop has one. */
function ownReference({ program, thread }: ThreadCase, coming: readonly Arrival[]): CallSite | undefined {
  if (!coming.every(holdsReference) || !endsByItself(program, thread)) return undefined;
  const roots = new Set(coming.flatMap(({ root, stop }) => [root, stop.site.fn]));
  return callsOn(program, GETS, thread.keys).find(({ fn }) => roots.has(fn));
}

function holdsReference({ handle, state }: Arrival): boolean {
  return handle.kind === "task" && state.marks.has(`got:${handle.id}`);
}

/** Whether the handle can only be this thread's, and no atomic exchange between thread and stopper decides who is first. */
function isCertain({ program, others, thread }: ThreadCase, { stop, state }: Arrival): boolean {
  const tested = [...state.marks].filter((mark) => mark.startsWith(`${ATOMIC_TEST}:`));
  if (
    thread.fn &&
    tested.length > 0 &&
    exchangesIn(program, thread.fn).some((key) => tested.includes(`${ATOMIC_TEST}:${key}`))
  ) {
    return false;
  }
  if (stopsEachElement(stop)) return true;
  return !others.some(
    (other) =>
      other.thread !== thread &&
      shareAPlace(other.thread, thread) &&
      !(thread.stops.length === 1 && sameOrigin(other.thread, thread)) &&
      other.life.complete &&
      other.life.early.length === 0 &&
      other.thread.stops.some(({ site }) => site.call === stop.site.call),
  );
}

/** `for (i = 0; i < N; i++) kthread_stop(t[i])` stops this thread, whichever others as well. */
function stopsEachElement({ site }: Stop): boolean {
  const [arg] = site.call.args;
  return arg?.kind === "index" && arg.index.kind === "name" && loopsAround(site).length > 0;
}

/** Whether one place may hold either handle; a helper's parameter may, too, but each caller knows which one it gives. */
function shareAPlace(one: Thread, another: Thread): boolean {
  return [...one.keys].some((key) => !isLocal(key) && another.keys.has(key));
}

/** Whether one statement creates both, by a function pointer: what stops the one is made for the other as well. */
function sameOrigin(one: Thread, another: Thread): boolean {
  const calls = new Set(one.creations.map(({ site }) => site.call));
  return another.creations.every(({ site }) => calls.has(site.call));
}

/** Places that a thread function, or what it calls, changes in one step. */
function exchangesIn(program: SourceProgram, fn: CFunction): Key[] {
  return sitesWithin(program, fn, 3)
    .filter(({ call }) => isAtomic(calleeName(call) ?? ""))
    .flatMap((site) => site.call.args.flatMap((arg) => program.keyOf(arg, site.fn) ?? []));
}

function isAtomic(name: string): boolean {
  return ATOMIC_ACCESSES.has(name);
}

function isSafe(subject: ThreadCase, arrival: Arrival): boolean {
  const { handle, state } = arrival;
  const { marks } = state;
  if (handle.kind !== "task") return true;
  const { id } = handle;
  if (id !== CREATED && id !== BEFORE) return true;
  if (id === CREATED && !marks.has(`woken:${CREATED}`)) return true;
  if (id === BEFORE && marks.has("failed") && !marks.has("created")) return true;
  if (holdsReference(arrival) && onlyStopperEndsIt(subject, arrival)) return true;
  if (failedAtStart(subject) || waitedBeyondEnds(subject, state)) return true;
  return clearedUnderLock(subject, state);
}

/** Whether the thread stays as long as the stopper sends no signal and sets no flag: a reference before that is early enough. */
function onlyStopperEndsIt({ program, thread, kernel }: ThreadCase, { root, stop }: Arrival): boolean {
  const before = callsOn(program, GETS, thread.keys).find(({ fn }) => fn === root || fn === stop.site.fn);
  return lifeOf(program, thread, kernel, { noSignals: true, ...(before && { before }) }).early.length === 0;
}

/** Whether it only ends where it first clears the handle and then tells its creator, who waits for that. */
function failedAtStart({ life, paths }: ThreadCase): boolean {
  const made = paths.made.filter(({ end }) => end.state.marks.has("created"));
  const waits = made.length > 0 && made.every(({ end }) => end.state.marks.has("waited"));
  return waits && life.early.every(({ state }) => state.marks.has("told-after-clearing"));
}

/** Whether the stopper has waited for what no thread completes that ends by itself. */
function waitedBeyondEnds({ program, thread, life }: ThreadCase, state: State): boolean {
  return awaitedOf(program, thread, state).some((key) =>
    life.early.every((end) => !end.state.marks.has(completedMark(key))),
  );
}

/** Whether it can end by itself without a parameter of the module that somebody has to give. */
function endsAsLoaded({ program, thread, kernel }: ThreadCase): boolean {
  return lifeOf(program, thread, kernel, { noParameters: true }).early.length > 0;
}

/** Whether the thread clears the handle before it ends, under a lock that the stopper holds as well. */
function clearedUnderLock({ life }: ThreadCase, state: State): boolean {
  const gotUnder = [...state.marks].flatMap((mark) => /^got-under:(.*)$/.exec(mark)?.[1] ?? []);
  const held = [...heldLocks(state), ...gotUnder];
  return life.early.every((end) => held.some((lock) => end.state.marks.has(`cleared-under-lock:${lock}`)));
}
