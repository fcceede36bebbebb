import type {
  CodeBytes,
  CrashArch,
  Fault,
  Frame,
  ModuleEntry,
  Process,
  StackWord,
  SystemCall,
} from "./crash.ts";

/** What the line readers of `arch/` and `parts/` have found so far in one report. First finds win. */
export interface Draft {
  /** How many lines spoke for each architecture. */
  readonly votes: Map<CrashArch, number>;
  kernel?: string;
  taint?: string;
  modules?: readonly ModuleEntry[];
  process: Process;
  dieCount?: number;
  fault: Fault;
  /** Where the processor stood, in kernel code. */
  pc?: Frame;
  /** The return address in the link register, on machines that have one. */
  lr?: Frame;
  readonly frames: Frame[];
  readonly registers: Map<string, bigint>;
  readonly userRegisters: Map<string, bigint>;
  code?: CodeBytes | undefined;
  /** The text after `Code:`, read once the architecture, and with it the byte order, is known. */
  codeText?: string;
  readonly stack: StackWord[];
  stackBounds?: { readonly low: bigint; readonly high: bigint } | undefined;
  syscall?: SystemCall | undefined;
  dac?: number;
  /** What the register lines now read belong to. */
  mode: "kernel" | "user" | "nested";
  /** The frames now read tell where an object was allocated or freed, not where the crash was. */
  aside: boolean;
  /** Set by a line that begins the call trace, cleared by one that ends it. */
  inTrace: boolean;
  /** A trace has been read to its end: what follows is another one. */
  traceDone: boolean;
}

export function newDraft(): Draft {
  return {
    votes: new Map(),
    process: {},
    fault: {},
    frames: [],
    registers: new Map(),
    userRegisters: new Map(),
    stack: [],
    mode: "kernel",
    aside: false,
    inTrace: false,
    traceDone: false,
  };
}

export function vote(draft: Draft, arch: CrashArch, weight = 1): void {
  draft.votes.set(arch, (draft.votes.get(arch) ?? 0) + weight);
}

/** The architecture that most lines spoke for. */
export function elect(draft: Draft): CrashArch {
  let best: CrashArch = "unknown";
  let most = 0;
  for (const [arch, count] of draft.votes) if (count > most) [best, most] = [arch, count];
  return best;
}

/** Reads one kind of line. Returns true when the line was its own and nobody else need look. */
export type LineReader = (text: string, line: number, draft: Draft) => boolean;

/** Line readers by the word their line begins with: what stands before the first blank, colon or bracket. */
export type LineReaders = Readonly<Record<string, LineReader>>;
