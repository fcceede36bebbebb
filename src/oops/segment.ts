import { announced, type Announcement } from "./kinds/all.ts";
import type { Kind } from "./kinds/kind.ts";
import { showsState } from "./kinds/unreadable.ts";
import type { LogLine } from "./text/line.ts";

/** The lines of one report and what announced it. `from` and `to` are indices into the lines of the log. */
export interface Segment {
  readonly kind: Kind;
  /** What the kind's pattern found in the announcing line. */
  readonly match: RegExpExecArray;
  /** Index of the announcing line. */
  readonly headline: number;
  readonly from: number;
  readonly to: number;
  readonly panicked: boolean;
  /** True when two consoles printed every line. */
  readonly doubled: boolean;
}

/** How far from its headline a detail may stand, in lines. */
const NEAR = 6;
/** Lines that mean nothing to us after which a report is over. */
const GAP = 150;

const CUT_HERE = /^-+\[ cut here \]|^8<--- cut here|^={20,}$|^-{20,}$/;
const PANIC = /^Kernel panic - not syncing/;
/** Lines that can only stand in a report: with a frame's offset, or with such a beginning. */
const REPORT_START =
  /^(?:(?:lr|ip|fp|x\d{1,2}|pstate|epc|ra|gp|[tsa]\d{1,2}|status|Status|Cause|BadVA|Hi|Lo) *:|(?:R[A-Z0-9]{2}|[CD]R\d|[C-GS]S|EIP|EAX|ESI|MSR|CFAR|REGS|GPR\d\d|Krnl|Failing|Faulting|Instruction|Exception|Code|Modules|CPU|PC|LR|pc|sp|r\d+|Flags|Control|Process|Stack|Call|Register|Read|Write|IP|NIP|DAR|DEAR|Last Breaking|PGD|pgd|Mem|ERA|BADV|CRMD|ESTAT|TSTATE|TPC|RPC|IAOQ|IASQ|IIR|SR|Frame|Caller|MACH|PR|elr|psp|msr|excvaddr|ESR|Data|Internal|Oops|task|Hardware|Workqueue|Object|Bytes|Padding|Redzone|INFO|Node|Mem-Info|Tasks|Out|Killed|Memory|Unreclaimable|oom-kill|Total|Free|Swap)\b|<\/?[A-Z#]+>$|[0-9a-f]{4}: |[0-9a-f]{8,16}[ :]|\[<?[0-9a-f]{8}|---\[ end|Rebooting|(?:in-flight|pending|inactive|delayed): |pwq \d+: |pool \d+: |workqueue \S+: flags=|Showing (?:busy|backtraces)|rcu: |\(detected by |All QSes seen|Possible timer handling|\w+ kthread (?:starved|timer wakeup))/;

/** A frame with its place in the source, or of a debugger's backtrace. */
const FRAME_END = /^\S+ \S+\/\S+\.[chS]:\d+$|^#\d+ \[[0-9a-f]{8,16}\] \S+ at [0-9a-f]{8,16}\b/;

const isReportLine = (text: string): boolean =>
  text.includes("+0x") || REPORT_START.test(text) || FRAME_END.test(text);

/** Finds the reports of a log, in order. Lines between them belong to none. */
export function segment(lines: readonly LogLine[]): Segment[] {
  const segments: Open[] = [];
  let open: Open | undefined;
  let detail: (Announcement & { index: number }) | undefined;
  lines.forEach(({ text }, index) => {
    const found = announced(text);
    if (
      !found ||
      (found.kind.atBeginning === true && !open && !beginsWithin(lines, index)) ||
      (found.isQuoted && !showsState(textsBehind(lines, index)))
    ) {
      if (open && isReportLine(text)) open.to = index;
      else if (open && index - open.to > GAP) open = undefined;
      return;
    }
    const { kind } = found;
    // A process that asks for memory while another processor prints its panic is no report of its own.
    if (
      open &&
      (kind.doubtful || !open.kind.doubtful) &&
      (kind.role === "part" || (open.panicked && kind.type === "OOM"))
    ) {
      open.to = index;
      open.panicked ||= PANIC.test(text);
      return;
    }
    if (open && index === open.headline + 1 && kind.role === "start" && isAgain(lines, open, index)) {
      const doubled = lines[index]?.text === lines[open.headline]?.text;
      Object.assign(open, doubled ? { doubled, to: index } : { ...found, headline: index, to: index });
      return;
    }
    if (kind.role === "detail") {
      if (open && index - open.headline <= NEAR)
        Object.assign(open, { kind: refined(open.kind, kind), match: found.match });
      else detail = { ...found, index };
      if (open) open.to = index;
      return;
    }
    const about = detail && index - detail.index <= NEAR ? detail : undefined;
    const from = kind.atBeginning ? 0 : startOf(lines, about?.index ?? index, open?.to ?? -1);
    if (open) open.to = Math.min(open.to, from - 1);
    open = {
      kind: about ? refined(kind, about.kind) : kind,
      match: about?.match ?? found.match,
      headline: index,
      from,
      to: index,
      panicked: PANIC.test(text),
      doubled: false,
    };
    detail = undefined;
    segments.push(open);
  });
  return segments;
}

/** What may stand above a paste. */
const FENCE = /^(?:```\w*|~~~|<pre>|<code>)?\s*$/;
/** So much of a report may stand above the place, in lines: registers and stack. */
const MOST_ABOVE = 60;

/** True when the log begins within the report: its first line is one of a report, and so is each up to this one. */
function beginsWithin(lines: readonly LogLine[], index: number): boolean {
  if (lines[0]?.number !== 1 || index > MOST_ABOVE) return false;
  return lines.slice(0, index).every(({ text }) => FENCE.test(text) || isReportLine(text));
}

/** How far behind doubtful words the registers or the trace may stand, in lines. */
const STATE = 40;

const textsBehind = (lines: readonly LogLine[], index: number): string[] =>
  lines.slice(index, index + STATE).map(({ text }) => text);

type Open = { -readonly [K in keyof Segment]: Segment[K] };

/** A detail names the report it belongs to, unless that has a name of its own. */
function refined(kind: Kind, detail: Kind): Kind {
  return { ...kind, ...detail, role: "start" };
}

const INLINED = /\[inline\]$/;

/**
 * The line above announces the same: word for word on a second console, or of the function that was inlined, where a
 * symboliser made two lines of one.
 */
function isAgain(lines: readonly LogLine[], open: Segment, index: number): boolean {
  const [first = "", second = ""] = [lines[open.headline]?.text, lines[index]?.text];
  if (first === second) return true;
  return INLINED.test(first) && announced(second)?.kind.line === open.kind.line;
}

/** Where show_regs() says who and what before the cause is told (arch/arc). */
const LEADS = /^(?:CPU: \d+ (?:UID: \d+ )?PID: |Path: )/;

/** A line of dashes before the headline belongs to it, with a message behind it, and on some machines the process. */
function startOf(lines: readonly LogLine[], index: number, over: number): number {
  if (index > 0 && CUT_HERE.test(lines[index - 1]?.text ?? "")) return index - 1;
  // a WARN() with a message has it in between
  if (index - 2 > over && CUT_HERE.test(lines[index - 2]?.text ?? "")) return index - 2;
  let from = index;
  while (from - 1 > over && LEADS.test(lines[from - 1]?.text ?? "")) from--;
  return from;
}
