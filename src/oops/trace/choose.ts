import type { Frame } from "../crash.ts";
import type { Draft, Trace } from "../draft.ts";
import type { Kind } from "../kinds/kind.ts";
import { readFrame } from "./frame.ts";

/** RCU's own thread tells that it was starved, not who starved it. */
const isGracePeriodThread = (trace: Trace): boolean =>
  trace.frames.some((entry) => entry.frame.function === "rcu_gp_kthread");

/** Fault injection prints a trace of its own, of another task: it breaks into the reports that it causes. */
const isInjection = (trace: Trace): boolean =>
  trace.frames.some((entry) => /^should_fail/.test(entry.frame.function));

/** True when some trace of the report tells where it happened. */
export function hasOwnTrace(draft: Draft): boolean {
  return draft.traces.some(
    (trace) => trace.frames.length > 0 && trace.role !== "history" && !isInjection(trace),
  );
}

/** The trace that tells where a report happened, of those it holds. */
export function crashTrace(draft: Draft, kind: Kind): Trace | undefined {
  const traces = draft.traces.filter((trace) => trace.frames.length > 0);
  const own = traces.filter((trace) => trace.role !== "history" && !isInjection(trace));
  if (kind.suspects === "entry-point") return own.find((trace) => !isGracePeriodThread(trace)) ?? own[0];
  if (kind.suspects === undefined) return own[0] ?? traces.find((trace) => trace.role === "history");
  return own.find((trace) => trace.role === "backtrace") ?? own.at(-1);
}

/** A trace that begins so shows the whole stack: a place printed elsewhere is not its innermost frame. */
const COMPLETE =
  /^(?:__)?(?:dump_stack|show_stack|dump_backtrace|unwind_backtrace|walk_stackframe|schedule|context_switch|switch_to)/;

/** The frames of that trace, innermost first, and before them where the processor stood. */
export function chooseFrames(draft: Draft, kind: Kind): Frame[] {
  const frames = crashTrace(draft, kind)?.frames.map((entry) => entry.frame) ?? [];
  const { pc } = draft;
  const first = frames[0];
  if (!pc || (first && COMPLETE.test(first.function)) || frames.includes(pc)) return frames;
  const repeated = first && first.function === pc.function && !first.unreliable;
  return [pc, ...(repeated ? frames.slice(1) : frames)];
}

/** A function named by the line that announces the report: `BUG: KASAN: ... in foo+0x1/0x2`, `WARNING: ... at file:1 foo+...`. */
const NAMED = /(?: in:? |at \S+:\d+ |of )((?:\S+\+0x[0-9a-f]+\/0x[0-9a-f]+)(?: \[[\w-]+\])?)/;

export function frameOfHeadline(headline: string, line: number): Frame | undefined {
  const named = NAMED.exec(headline)?.[1];
  return named === undefined ? undefined : readFrame(named, line);
}
