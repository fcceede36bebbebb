import type { Crash, Frame } from "./crash.ts";
import { elect, type Draft } from "./draft.ts";
import type { Kind } from "./kinds/kind.ts";
import { readReport } from "./read-report.ts";
import { segment, type Segment } from "./segment.ts";
import type { Line } from "./text/line.ts";
import { toLines } from "./text/lines.ts";
import { bareName, blame } from "./trace/blame.ts";

/** Lines kept of what stood before a crash: enough for the module's own messages. */
export const CONTEXT_LINES = 40;

/**
 * Reads every crash report of a log, in order. The text may carry any log daemon's prefixes, be quoted, wrapped,
 * or have lost its newlines. Empty when there is no crash in it.
 */
export function readCrashes(text: string): Crash[] {
  const lines = toLines(text);
  const segments = segment(lines);
  return segments.map((part, index) => toCrash(part, lines, (segments[index - 1]?.to ?? -1) + 1));
}

function toCrash(part: Segment, lines: readonly Line[], contextFrom: number): Crash {
  const own = lines.slice(part.from, part.to + 1);
  const draft = readReport(own);
  const frames = framesOf(draft);
  const guilty = blame(frames, part.kind.skip);
  const headline = lines[part.headline]?.text ?? "";
  return {
    arch: elect(draft),
    headline,
    type: part.kind.type,
    title: titleOf(part.kind, headline, guilty),
    frames,
    registers: draft.registers,
    userRegisters: draft.userRegisters,
    modules: draft.modules ?? [],
    process: draft.process,
    stack: draft.stack,
    lines: own.map((line) => line.text),
    span: { from: own[0]?.number ?? 0, to: own.at(-1)?.number ?? 0 },
    before: lines.slice(Math.max(contextFrom, part.from - CONTEXT_LINES), part.from).map((line) => line.text),
    panicked: part.panicked,
    corrupted: guilty === undefined && part.kind.join !== undefined,
    ...(draft.kernel !== undefined && { kernel: draft.kernel }),
    ...(guilty && { function: bareName(guilty.function) }),
    ...(guilty?.offset !== undefined && { offset: guilty.offset }),
    ...(guilty?.size !== undefined && { size: guilty.size }),
    ...(draft.taint !== undefined && { taint: draft.taint }),
    ...optionalParts(draft, headline),
  };
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

/** The place of the processor first, then the trace; a trace that repeats that place is not doubled. */
function framesOf(draft: Draft): Frame[] {
  const { pc, frames } = draft;
  if (!pc) return frames;
  const first = frames[0];
  const repeated = first && first.function === pc.function && !first.unreliable;
  return [pc, ...(repeated ? frames.slice(1) : frames)];
}

const ADDRESS = /(?:virtual address|for address:?|address:?|\bat) (?:0x)?([0-9a-f]{8,16})\b/;

/** Where the fault was, from the headline; `CR2` where the headline does not say. */
function faultAddress(draft: Draft, headline: string): bigint | undefined {
  const printed = ADDRESS.exec(headline)?.[1] ?? /non-canonical address 0x([0-9a-f]+)/.exec(headline)?.[1];
  if (printed !== undefined) return BigInt(`0x${printed}`);
  return /paging request|page fault|NULL pointer/.test(headline) ? draft.registers.get("CR2") : undefined;
}

function titleOf(kind: Kind, headline: string, guilty: Frame | undefined): string {
  const groups = kind.line.exec(headline) ?? [];
  const title = kind.title.replace(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? "");
  if (kind.join === undefined) return title;
  return `${title}${kind.join}${guilty ? bareName(guilty.function) : "corrupted"}`;
}
