import type { Crash, Frame } from "./crash.ts";
import { elect, type Draft } from "./draft.ts";
import type { Kind } from "./kinds/kind.ts";
import { readReport } from "./read-report.ts";
import { segment, type Segment } from "./segment.ts";
import type { Line } from "./text/line.ts";
import { bareName } from "./trace/blame.ts";
import { chooseFrames, frameOfHeadline, hasOwnTrace } from "./trace/choose.ts";
import { findGuilty } from "./trace/suspects.ts";

/** Lines kept of what stood before a crash: enough for the module's own messages. */
export const CONTEXT_LINES = 40;

/** Reads the crash reports of lines that were freed of their prefixes, in order. */
export function crashesOf(lines: readonly Line[]): Crash[] {
  const segments = segment(lines);
  return segments.map((part, index) => {
    const contextFrom = (segments[index - 1]?.to ?? -1) + 1;
    const crash = toCrash(part, lines, contextFrom);
    const next = segments[index + 1];
    // Another report broke into this one before it said where it happened: the rest of it stands behind.
    if (!crash.corrupted || !next || next.from > part.to + BREAK) return crash;
    const longer = toCrash({ ...part, to: next.to }, lines, contextFrom);
    return longer.corrupted ? crash : longer;
  });
}

/** How many lines may lie between a report and another one that broke into it. */
const BREAK = 3;

function toCrash(part: Segment, lines: readonly Line[], contextFrom: number): Crash {
  const own = ownLines(lines.slice(part.from, part.to + 1), lines[part.headline]);
  const draft = readReport(own);
  const texts = own.map((line) => line.text);
  const headline = lines[part.headline]?.text ?? "";
  const kind = { ...part.kind, ...part.kind.refine?.(texts, part.match) };
  const frames = chooseFrames(draft, kind);
  const { number = 0 } = lines[part.headline] ?? {};
  const named = kind.named === undefined ? draft.named : { function: kind.named, line: number };
  const guilty = findGuilty(draft, frames, kind, named ?? frameOfHeadline(headline, number));
  const corrupted = isDamaged(kind, draft, guilty);
  return {
    arch: elect(draft),
    headline,
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
    ...(guilty && { function: bareName(guilty.function) }),
    ...(guilty?.offset !== undefined && { offset: guilty.offset }),
    ...(guilty?.size !== undefined && { size: guilty.size }),
    ...(draft.taint !== undefined && { taint: draft.taint }),
    ...optionalParts(draft, headline),
  };
}

/**
 * With printk's caller ids, the lines that the same task or CPU printed as the headline: others were printed
 * in between. A report that would lose most of its lines so is one that several printed together.
 */
function ownLines(lines: readonly Line[], headline: Line | undefined): readonly Line[] {
  const caller = headline?.caller;
  if (caller === undefined) return lines;
  const own = lines.filter((line) => line.caller === undefined || line.caller === caller);
  return own.length * 3 >= lines.length ? own : lines;
}

function optionalParts(draft: Draft, headline: string): Partial<Crash> {
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

const ADDRESS = /(?:virtual address|for address:?|address:?|\bat) (?:0x)?([0-9a-f]{8,16})\b/;

/** Where the fault was, from the headline; `CR2` where the headline does not say. */
function faultAddress(draft: Draft, headline: string): bigint | undefined {
  const printed = ADDRESS.exec(headline)?.[1] ?? /non-canonical address 0x([0-9a-f]+)/.exec(headline)?.[1];
  if (printed !== undefined) return BigInt(`0x${printed}`);
  return /paging request|page fault|NULL pointer/.test(headline) ? draft.registers.get("CR2") : undefined;
}

/** `WARNING: refcount bug in kthread_stop`; `in corrupted` where the report is cut before it says where. */
function titleOf(kind: Kind, groups: RegExpExecArray, guilty: Frame | undefined, damaged: boolean): string {
  const title = kind.title.replace(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? "");
  if (kind.join === undefined || kind.standsAlone) return title;
  return `${title}${kind.join}${guilty && !damaged ? bareName(guilty.function) : "corrupted"}${kind.suffix ?? ""}`;
}

/** Nothing tells where it happened, or the trace that should is missing. */
function isDamaged(kind: Kind, draft: Draft, guilty: Frame | undefined): boolean {
  if (kind.join === undefined || kind.standsAlone) return false;
  return guilty === undefined || (kind.needsTrace === true && !hasOwnTrace(draft));
}
