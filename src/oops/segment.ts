import { kindOf } from "./kinds/all.ts";
import type { Kind } from "./kinds/kind.ts";
import type { Line } from "./text/line.ts";

/** The lines of one report and what announced it. `from` and `to` are indices into the lines of the log. */
export interface Segment {
  readonly kind: Kind;
  /** Index of the line that announces it. */
  readonly headline: number;
  readonly from: number;
  readonly to: number;
  readonly panicked: boolean;
}

/** How far from its headline a detail may stand, in lines. */
const NEAR = 6;
/** Lines that mean nothing to us after which a report is over. */
const GAP = 40;

const CUT_HERE = /^-+\[ cut here \]|^8<--- cut here|^={20,}$|^-{20,}$/;
const PANIC = /^Kernel panic - not syncing/;
/** Lines that can only stand in a report. */
const REPORT_LINE =
  /\+0x[0-9a-f]+\/0x|^(?:R[A-Z0-9]{2}|CR2|FS|CS|EIP|Code|Modules|CPU|PC|LR|pc|sp|r\d+|Flags|Control|Process|Stack|Call|Register|Object|Bytes|Padding|Redzone|INFO)\b|^<\/?[A-Z#]+>$|^[0-9a-f]{4}: |^---\[ end|^Rebooting/;

/** Finds the reports of a log, in order. Lines between them belong to none. */
export function segment(lines: readonly Line[]): Segment[] {
  const segments: Segment[] = [];
  let open: { kind: Kind; headline: number; from: number; to: number; panicked: boolean } | undefined;
  let detail: { kind: Kind; index: number } | undefined;
  lines.forEach(({ text }, index) => {
    const kind = kindOf(text);
    if (open && !kind) {
      if (REPORT_LINE.test(text)) open.to = index;
      else if (index - open.to > GAP) open = undefined;
      return;
    }
    if (!kind) return;
    if (kind.role === "detail") {
      if (open && index - open.headline <= NEAR && !CUT_HERE.test(lines[index - 1]?.text ?? ""))
        refine(open, kind);
      else detail = { kind, index };
      if (open) open.to = index;
      return;
    }
    if (kind.role === "part" && open) {
      open.to = index;
      open.panicked ||= PANIC.test(text);
      return;
    }
    const from = startOf(lines, detail && index - detail.index <= NEAR ? detail.index : index);
    if (open) open.to = Math.min(open.to, from - 1);
    open = { kind, headline: index, from, to: index, panicked: PANIC.test(text) };
    if (detail && index - detail.index <= NEAR) refine(open, detail.kind);
    detail = undefined;
    segments.push(open);
  });
  return segments;
}

function refine(open: { kind: Kind }, kind: Kind): void {
  open.kind = { ...open.kind, ...kind, role: "start" };
}

/** A line of dashes before the headline belongs to it. */
function startOf(lines: readonly Line[], index: number): number {
  return index > 0 && CUT_HERE.test(lines[index - 1]?.text ?? "") ? index - 1 : index;
}
