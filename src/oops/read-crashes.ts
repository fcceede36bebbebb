import type { Crash, TraceFrame } from "./crash.ts";
import { elect, type CrashDraft, type Trace } from "./draft.ts";
import type { Kind } from "./kinds/kind.ts";
import { showsState } from "./kinds/unreadable.ts";
import { readReport } from "./read-report.ts";
import { segment, type Segment } from "./segment.ts";
import { decoded } from "./text/decoded.ts";
import type { LogLine } from "./text/line.ts";
import { bareName } from "./trace/blame.ts";
import { chooseFrames, frameOfHeadline, hasOwnTrace, isIntermixed } from "./trace/choose.ts";
import { findGuilty } from "./trace/suspects.ts";

/** No line that printk makes is longer: LOG_LINE_MAX of kernel/printk/printk.c. */
const LONGEST_HEADLINE = 1024;
/** Nobody searches for a longer one. */
const LONGEST_TITLE = 200;
/** Lines kept of what stood before a crash: enough for the module's own messages. */
const CONTEXT_LINES = 40;

/** Reads the crash reports of lines that were freed of their prefixes, in order. */
export function crashesOf(lines: readonly LogLine[]): Crash[] {
  return read(lines, segment(lines));
}

/**
 * The crashes of an unfinished log that nothing behind it can change, and the number of the line where the rest
 * begins.
 */
export function settledCrashes(lines: readonly LogLine[]): { crashes: Crash[]; next: number } {
  const segments = segment(lines);
  const lineAt = (index: number | undefined): number => lines[index ?? 0]?.number ?? 0;
  let settled = Math.max(0, segments.length - MOST_INTRUDERS - 1);
  // Where newlines were lost, several reports share a line: the log cannot be parted there.
  while (settled > 0 && lineAt(segments[settled - 1]?.to) === lineAt(segments[settled]?.from)) settled--;
  const last = segments[settled - 1];
  if (!last) return { crashes: [], next: lineAt(0) };
  return { crashes: read(lines, segments, settled), next: lineAt(last.to + 1) };
}

function read(lines: readonly LogLine[], segments: readonly Segment[], count = segments.length): Crash[] {
  return segments.slice(0, count).flatMap((part, index) => {
    const contextFrom = (segments[index - 1]?.to ?? -1) + 1;
    const all = lines.slice(part.from, part.to + 1);
    const own = ownLines(part.doubled ? all.filter(isNew) : all, lines[part.headline]);
    const behind = lines.slice(part.from, part.to + 1 + STATE).map(({ text }) => text);
    if (part.kind.doubtful && !showsState(behind)) return [];
    const crash = toCrash(part, lines, own, contextFrom);
    if (!crash.corrupted) return crash;
    const whole = rejoin(lines, part, segments.slice(index + 1, index + 1 + MOST_INTRUDERS));
    return whole
      ? toCrash(part, lines, whole.lines, contextFrom, { complete: true, mixed: whole.mixed })
      : toCrash(part, lines, own, contextFrom, { complete: true });
  });
}

/** How far behind doubtful words the registers or the trace may stand, in lines. */
const STATE = 40;

/** False for a line that a second console printed. */
const isNew = ({ text }: LogLine, index: number, all: readonly LogLine[]): boolean =>
  text !== all[index - 1]?.text;

/** How many other reports may stand between the beginning of one and its rest. */
const MOST_INTRUDERS = 8;
/** How many lines may lie between a report and another one that broke into it. */
const BREAK = 5;

/**
 * The lines of a report that others broke into before it said where it happened: the rest of it stands behind.
 * `mixed` when nothing tells whose the lines of the other's trace are.
 */
function rejoin(
  lines: readonly LogLine[],
  part: Segment,
  behind: readonly Segment[],
): { lines: readonly LogLine[]; mixed: boolean } | undefined {
  const [next] = behind;
  if (!next || next.from > part.to + BREAK) return undefined;
  const callerOf = ({ headline }: Segment): string | undefined => lines[headline]?.caller;
  const caller = callerOf(part);
  if (caller === undefined || callerOf(next) === caller)
    return {
      lines: lines.slice(part.from, next.to + 1),
      mixed: caller === undefined && next.kind.join !== undefined,
    };
  const again = behind.findIndex((each) => callerOf(each) === caller);
  const last = (again < 0 ? behind : behind.slice(0, again)).at(-1) ?? next;
  return {
    lines: lines.slice(part.from, last.to + 1).filter((line) => line.caller === caller),
    mixed: false,
  };
}

function toCrash(
  part: Segment,
  lines: readonly LogLine[],
  own: readonly LogLine[],
  contextFrom: number,
  { complete, mixed }: { readonly complete: boolean; readonly mixed?: boolean } = { complete: false },
): Crash {
  const read = readReport(own);
  const texts = own.map((line) => line.text);
  const headline = (lines[part.headline]?.text ?? "").slice(0, LONGEST_HEADLINE);
  const kind = { ...part.kind, ...part.kind.refine?.(texts, part.match) };
  const { number = 0 } = lines[part.headline] ?? {};
  const named = kind.named === undefined ? read.named : { function: kind.named, line: number };
  const announced = named ?? frameOfHeadline(headline, number);
  const { draft, unsure } = mixed ? unmix(read, kind, announced) : { draft: read, unsure: false };
  const frames = chooseFrames(draft, kind);
  const guilty = findGuilty(draft, frames, kind, announced, complete);
  const place = guilty ?? announced ?? guess(draft, frames, kind) ?? (isCut(headline) ? draft.pc : undefined);
  const corrupted = unsure || isDamaged(kind, draft, guilty);
  return {
    arch: elect(draft),
    headline: decoded(headline),
    type: kind.type,
    title: titleOf(kind, part.match, guilty, corrupted),
    frames,
    registers: draft.registers,
    userRegisters: draft.userRegisters,
    modules: draft.modules ?? [],
    process: draft.process,
    stack: draft.stack,
    lines: texts,
    span: { from: lines[part.from]?.number ?? 0, to: lines[part.to]?.number ?? 0 },
    before: lines.slice(Math.max(contextFrom, part.from - CONTEXT_LINES), part.from).map((line) => line.text),
    panicked: part.panicked,
    corrupted,
    ...(draft.kernel !== undefined && { kernel: draft.kernel }),
    ...(place && { function: bareName(place.function) }),
    ...(place?.offset !== undefined && { offset: place.offset }),
    ...(place?.size !== undefined && { size: place.size }),
    ...(draft.taint !== undefined && { taint: draft.taint }),
    ...(lines[part.headline]?.stamp !== undefined && { stamp: lines[part.headline]?.stamp }),
    ...optionalParts(draft, headline),
  };
}

/** A fault whose headline others broke into before it said which: its place is still that of the processor. */
function isCut(headline: string): boolean {
  return /unable to handle kernel\s*$/i.test(headline);
}

/**
 * x86 without frame pointers marked every frame with `?` until 4.14. Then these are all that there is; of later kernels,
 * which print no addresses, they are what the unwinder did not believe itself.
 */
function guess(draft: CrashDraft, frames: readonly TraceFrame[], kind: Kind): TraceFrame | undefined {
  const isOld = frames.every(({ unreliable, address }) => unreliable && address !== undefined);
  if (frames.length < FEW || !isOld) return undefined;
  const taken = frames.map((frame) => ({ ...frame, unreliable: false }));
  return findGuilty(draft, taken, kind, undefined, false);
}

/** So few frames, all stale, may be another's leftovers. */
const FEW = 3;

/**
 * Where another report stands amid this one, a trace that comes before the processor's place is the other's: a fault
 * prints its place first. `unsure` when what is left may still be the other's.
 */
function unmix(
  draft: CrashDraft,
  kind: Kind,
  announced: TraceFrame | undefined,
): { draft: CrashDraft; unsure: boolean } {
  const { pc } = draft;
  const isLater = (trace: Trace): boolean => (trace.frames[0]?.line ?? Infinity) >= (pc?.line ?? 0);
  const traces = draft.traces.filter(isLater);
  const isOwn = kind.suspects === undefined && (announced ?? pc)?.function === pc?.function;
  return {
    draft: { ...draft, traces },
    unsure: pc === undefined || !isOwn || traces.length < draft.traces.length,
  };
}

/**
 * With printk's caller ids, the lines that the same task or CPU printed as the headline: others were printed
 * in between. A report that would lose most of its lines so is one that several printed together.
 */
function ownLines(lines: readonly LogLine[], headline: LogLine | undefined): readonly LogLine[] {
  const caller = headline?.caller;
  if (caller === undefined) return lines;
  const own = lines.filter((line) => line.caller === undefined || line.caller === caller);
  return own.length * 3 >= lines.length ? own : lines;
}

function optionalParts(draft: CrashDraft, headline: string): Partial<Crash> {
  const address = faultAddress(draft, headline);
  const fault = { ...draft.fault, ...(address !== undefined && { address }) };
  return {
    ...(Object.keys(fault).length > 0 && { fault }),
    ...(draft.code && { code: draft.code }),
    ...(draft.syscall && { syscall: draft.syscall }),
    ...(draft.dac !== undefined && { dac: draft.dac }),
    ...(draft.dieCount !== undefined && { dieCount: draft.dieCount }),
  };
}

const ADDRESS =
  /(?:virtual addr(?:ess)?|Misaligned r\/w from|@|at addr|for address:?|address:?|\bat) (?:0x)?([0-9a-f]{8,16})\b/;

/** Where the fault was, from the headline; `CR2` where the headline does not say. */
function faultAddress(draft: CrashDraft, headline: string): bigint | undefined {
  const printed = ADDRESS.exec(headline)?.[1] ?? /non-canonical address 0x([0-9a-f]+)/.exec(headline)?.[1];
  if (printed !== undefined) return BigInt(`0x${printed}`);
  if (/\bat +\(null\)|address:? +\(null\)/.test(headline)) return 0n;
  if (headline.includes("kernel instruction fetch")) return draft.registers.get("pc");
  return /paging request|page fault|NULL pointer/.test(headline) ? draft.registers.get("CR2") : undefined;
}

/** `WARNING: refcount bug in kthread_stop`; `in corrupted` where the report is cut before it says where. */
function titleOf(
  kind: Kind,
  groups: RegExpExecArray,
  guilty: TraceFrame | undefined,
  damaged: boolean,
): string {
  const title = kind.title
    .replace(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? "")
    .slice(0, LONGEST_TITLE);
  if (kind.join === undefined || kind.standsAlone || (damaged && kind.lostAlone)) return title;
  return `${title}${kind.join}${guilty && !damaged ? bareName(guilty.function) : "corrupted"}${kind.suffix ?? ""}`;
}

/** Nothing tells where it happened, or the trace that should is missing. */
function isDamaged(kind: Kind, draft: CrashDraft, guilty: TraceFrame | undefined): boolean {
  if (kind.join === undefined || kind.standsAlone) return false;
  return (
    guilty === undefined ||
    isIntermixed(draft) ||
    (kind.needsTrace === true && !hasOwnTrace(draft, kind.reporter))
  );
}
