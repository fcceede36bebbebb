import type { TraceFrame } from "../crash.ts";
import type { CrashDraft, Trace } from "../draft.ts";
import { isStall, type Kind } from "../kinds/kind.ts";
import { NULL_PLACE, readFrame } from "./frame.ts";

/** True for a trace of whoever noticed a hang. */
export const isWitness = ({ frames }: Trace, { witness }: Kind): boolean =>
  witness !== undefined && frames.some((frame) => witness.test(frame.function));

/** Fault injection prints a trace of its own, of another task: it breaks into the reports that it causes. */
function isInjection({ frames }: Trace): boolean {
  let sure = 0;
  for (const { unreliable, function: name } of frames) {
    if (unreliable) continue;
    if (name.startsWith("should_fail")) return true;
    if (++sure === INNERMOST) break;
  }
  return false;
}

/** dump_stack() and its helpers stand before it. */
const INNERMOST = 3;

/** True when fault injection's trace, of whatever task, stands where the report's own should. */
export function isIntermixed(draft: CrashDraft): boolean {
  const first = draft.traces.find((trace) => trace.frames.length > 0 && trace.role !== "history");
  return first !== undefined && isInjection(first);
}

/** True when some trace of the report tells where it happened. */
export function hasOwnTrace(draft: CrashDraft, reporter?: RegExp): boolean {
  return ownTraces(draft, reporter).length > 0;
}

const ownTraces = (draft: CrashDraft, reporter?: RegExp): Trace[] =>
  draft.traces.filter(
    (trace) =>
      trace.frames.length > 0 &&
      trace.role !== "history" &&
      !isInjection(trace) &&
      (reporter === undefined || trace.frames.some((frame) => reporter.test(frame.function))),
  );

/** The trace that tells where a report happened, of those it holds. */
function crashTrace(draft: CrashDraft, kind: Kind): Trace | undefined {
  const traces = draft.traces.filter((trace) => trace.frames.length > 0);
  const printed = kind.reporter === undefined ? [] : ownTraces(draft, kind.reporter);
  const own = printed.length > 0 ? printed : ownTraces(draft);
  if (isStall(kind.suspects)) return own.find((trace) => !isWitness(trace, kind));
  if (kind.suspects === undefined || kind.suspects === "waiter")
    return own.find((trace) => trace.headed) ?? own[0] ?? traces.find((trace) => trace.role === "history");
  return own.find((trace) => trace.role === "backtrace") ?? own.at(-1);
}

/** A trace that begins so shows the whole stack: a place printed elsewhere is not its innermost frame. */
const COMPLETE =
  /^(?:__)?(?:dump_stack|show_stack|dump_backtrace|unwind_backtrace|walk_stackframe|schedule|context_switch|switch_to)/;

/** Where the processor enters the kernel for an exception of the kernel's own. */
const EXCEPTION_ENTRY =
  /^(?:asm_exc_\w+|page_fault|async_page_fault|general_protection|error_code|invalid_op|divide_error|double_fault|__dabt_svc|__pabt_svc|__und_svc|el1_(?:sync|da|ia|dbg)|el1h_64_sync|handle_exception|ret_from_exception|exception_common|(?:data_access|instruction_access)_common)$/;

/**
 * Without a line that says where the processor stood, the frame below the entry code is it: the stack holds the
 * interrupted address there, whatever the unwinder thinks of it.
 */
function interrupted(frames: readonly TraceFrame[]): TraceFrame[] {
  const entry = frames.findIndex(
    ({ function: name, unreliable }) => !unreliable && EXCEPTION_ENTRY.test(name),
  );
  const below = frames[entry + 1];
  if (entry < 0 || !below?.unreliable) return [...frames];
  const { unreliable: _, ...sure } = below;
  return frames.with(entry + 1, sure);
}

/**
 * A call through NULL makes no frame, so that who called is in the link register alone: unwind_init_from_regs() of arm64
 * goes on with the frame around him. Others look at the register themselves (riscv, ARM).
 */
function withCaller(pc: TraceFrame, lr: TraceFrame, frames: readonly TraceFrame[]): TraceFrame[] {
  const rest = frames.filter((frame) => frame !== pc && frame.function !== NULL_PLACE);
  const [first] = rest;
  return [pc, lr, ...(first?.function === lr.function ? rest.slice(1) : rest)];
}

/** The frames of that trace, innermost first, and before them where the processor stood. */
export function chooseFrames(draft: CrashDraft, kind: Kind): TraceFrame[] {
  const printed = crashTrace(draft, kind)?.frames ?? [];
  const { pc, lr } = draft;
  const frames = pc ? printed : interrupted(printed);
  const first = frames[0];
  if (pc?.function === NULL_PLACE && lr) return withCaller(pc, lr, frames);
  if (!pc || (first && COMPLETE.test(first.function)) || frames.includes(pc)) return frames;
  const repeated = first && first.function === pc.function && !first.unreliable;
  return [pc, ...(repeated ? frames.slice(1) : frames)];
}

/** A function named by the line that announces the report: `BUG: KASAN: ... in foo+0x1/0x2`, `WARNING: ... at file:1 foo+...`. */
const NAMED = /(?: in:? |at (?:\S+:\d+ )?|of )((?:\S+\+0x[0-9a-f]+\/0x[0-9a-f]+)(?: \[[\w-]+\])?)/;

export function frameOfHeadline(headline: string, line: number): TraceFrame | undefined {
  const named = NAMED.exec(headline)?.[1];
  return named === undefined ? undefined : readFrame(named, line);
}
