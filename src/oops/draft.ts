import type {
  CodeBytes,
  CrashArch,
  MemoryFault,
  TraceFrame,
  ModuleEntry,
  Process,
  StackWord,
  SystemCall,
} from "./crash.ts";

/**
 * What a trace tells. `crash`: where it happened. `backtrace`: the same, printed by lockdep after its findings.
 * `history`: where an object was allocated or freed, a lock taken, a value stored.
 */
export type TraceRole = "crash" | "backtrace" | "history";

export interface Trace {
  readonly role: TraceRole;
  /** A line of its own announced it. Frames without one are the rest of a trace that began before the report. */
  readonly headed: boolean;
  readonly frames: TraceFrame[];
  /** Its task's stack was closed by `</TASK>`: nothing more belongs to it. */
  closed: boolean;
}

/** What the line readers of `arch/` and `parts/` have found so far in one report. First finds win. */
export interface CrashDraft {
  /** How many lines spoke for each architecture. */
  readonly votes: Map<CrashArch, number>;
  kernel?: string;
  taint?: string;
  modules?: readonly ModuleEntry[];
  process: Process;
  dieCount?: number;
  fault: MemoryFault;
  /** Where the processor stood, in kernel code. */
  pc?: TraceFrame;
  /** The address where it stood, when the announcement itself says so. */
  faultAt?: bigint;
  /** The return address in the link register, on machines that have one. */
  lr?: TraceFrame;
  /** A function that a line of the report names as the one that did it, such as `last function: foo`. */
  named?: TraceFrame;
  /** Every trace of the report, in order. The last one is being read. */
  readonly traces: Trace[];
  /** Every frame in the order of the lines, and with them where locks were taken: `... at: foo+0x1/0x2`. */
  readonly sequence: TraceFrame[];
  /** Those of them that have a place in the source in place of an offset. */
  readonly placed: { -readonly [K in keyof TraceFrame]: TraceFrame[K] }[];
  readonly registers: Map<string, bigint>;
  readonly userRegisters: Map<string, bigint>;
  code?: CodeBytes | undefined;
  /** The text after `Code:`, read once the architecture, and with it the byte order, is known. */
  codeText?: string;
  /** Rows of disassembled code, where the machine prints those: address and bytes. */
  readonly codeRows: { readonly address: bigint; readonly hex: string }[];
  readonly stack: StackWord[];
  stackBounds?: { readonly low: bigint; readonly high: bigint } | undefined;
  syscall?: SystemCall | undefined;
  dac?: number;
  /** What the register lines now read belong to. */
  mode: "kernel" | "user" | "nested";
}

export function newDraft(): CrashDraft {
  return {
    votes: new Map(),
    process: {},
    fault: {},
    traces: [],
    sequence: [],
    placed: [],
    codeRows: [],
    registers: new Map(),
    userRegisters: new Map(),
    stack: [],
    mode: "kernel",
  };
}

export function vote(draft: CrashDraft, arch: CrashArch, weight = 1): void {
  draft.votes.set(arch, (draft.votes.get(arch) ?? 0) + weight);
}

/** The architecture that most lines spoke for. */
export function elect(draft: CrashDraft): CrashArch {
  let best: CrashArch = "unknown";
  let most = 0;
  for (const [arch, count] of draft.votes) if (count > most) [best, most] = [arch, count];
  return best;
}

/** Reads one kind of line. Returns true when the line was its own and nobody else need look. */
export type LineReader = (text: string, line: number, draft: CrashDraft) => boolean;

/** Line readers by the word their line begins with: what stands before the first blank, colon or bracket. */
export type LineReaders = Readonly<Record<string, LineReader>>;

/** Starts another trace, unless the last one of the same role is still empty. */
export function beginTrace(draft: CrashDraft, role: TraceRole, headed = true): Trace {
  const last = draft.traces.at(-1);
  if (last && last.role === role && last.frames.length === 0) return last;
  const trace: Trace = { role, headed, frames: [], closed: false };
  draft.traces.push(trace);
  return trace;
}

/** The trace that is being read; begun where a report names its frames without a heading. */
export function openTrace(draft: CrashDraft): Trace {
  return draft.traces.at(-1) ?? beginTrace(draft, "crash", false);
}
