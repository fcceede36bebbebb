/** Machines whose oops text is read; `unknown` when the text shows none of their registers. */
export type CrashArch =
  | "arm"
  | "arm64"
  | "i386"
  | "x86_64"
  | "riscv64"
  | "mips"
  | "powerpc"
  | "s390x"
  | "arc"
  | "loongarch"
  | "m68k"
  | "sparc"
  | "alpha"
  | "xtensa"
  | "openrisc"
  | "csky"
  | "parisc"
  | "sh"
  | "microblaze"
  | "nios2"
  | "hexagon"
  | "unknown";

/** One function of a call trace, as the kernel printed it. */
export interface TraceFrame {
  readonly function: string;
  /** The mangled symbol of a Rust function. */
  readonly symbol?: string;
  /** Distance from the function's start, and its length, in bytes; `+0x1c/0x7c`. */
  readonly offset?: number;
  readonly size?: number;
  readonly module?: string;
  readonly address?: bigint;
  /** `file:line` of a symbolised trace. */
  readonly source?: string;
  /** Marked `?` or `(unreliable)`: found on the stack, but not known to be a caller. */
  readonly unreliable?: boolean;
  /** Inlined into the next frame; known in symbolised traces only. */
  readonly inline?: boolean;
  /** Line of the log, counted from 1. */
  readonly line: number;
}

export interface ModuleEntry {
  readonly name: string;
  /** Taint letters of the module itself, such as `OE`. */
  readonly taint?: string;
  /** `(-)` is a module being unloaded, `(+)` one being loaded. */
  readonly state: "live" | "unloading" | "loading" | "last unloaded";
}

/** A word of the kernel stack, at the address where it lies. */
export interface StackWord {
  readonly address: bigint;
  readonly value: bigint;
}

/** The machine code around the faulting instruction, in the order of memory. */
export interface CodeBytes {
  readonly bytes: Uint8Array;
  /** Where in `bytes` the faulting instruction starts. */
  readonly fault: number;
  /** How many bytes were printed as one number: 2 tells a Thumb kernel from an A32 one. */
  readonly unit: number;
}

/** What the processor said about a memory fault. */
export interface MemoryFault {
  readonly address?: bigint;
  readonly access?: "read" | "write" | "fetch";
  /** FSR on ARM, error_code on x86, ESR on arm64. */
  readonly code?: number;
}

export interface SystemCall {
  readonly number: number;
  readonly name?: string;
  /** Where the number was found, such as `ORIG_RAX`. */
  readonly from: string;
  /** True when it is from a register as the crash left it, which may have changed since the call. */
  readonly isCurrent?: boolean;
}

/** What kind of process the crash interrupted. */
export interface Process {
  readonly pid?: number;
  readonly comm?: string;
  readonly cpu?: number;
}

/**
 * One crash report of a log: from its headline to the last line that belongs to it.
 * Fields are absent when the text does not say, never guessed.
 */
export interface Crash {
  readonly arch: CrashArch;
  /** `uname -r` of the kernel, such as `4.4.60`. */
  readonly kernel?: string;
  /** The line that announces the crash, as printed, without its log prefix. */
  readonly headline: string;
  /** Class of crash, such as `NULL-POINTER-DEREFERENCE`; see `kinds/`. */
  readonly type: string;
  /** Short name to search for, such as `WARNING: refcount bug in kthread_stop`. */
  readonly title: string;
  /** The function to blame: the innermost frame that is not part of the kernel's own reporting. */
  readonly function?: string;
  readonly offset?: number;
  readonly size?: number;
  /** Innermost first; frame 0 is where the processor stood, when the text says so. */
  readonly frames: readonly TraceFrame[];
  readonly registers: ReadonlyMap<string, bigint>;
  /** Registers of user space at the system call, where printed. */
  readonly userRegisters: ReadonlyMap<string, bigint>;
  /** Letters such as `GDOE`, without blanks; empty when not tainted. */
  readonly taint?: string;
  readonly modules: readonly ModuleEntry[];
  readonly process: Process;
  readonly fault?: MemoryFault;
  readonly code?: CodeBytes;
  readonly stack: readonly StackWord[];
  readonly syscall?: SystemCall;
  /** ARM's Domain Access Control Register: tells whether SW PAN shut user space off. */
  readonly dac?: number;
  /** The `n` of `[#n]`: how many oopses this boot has seen, this one included. */
  readonly dieCount?: number;
  /** The text of its lines, without prefixes. */
  readonly lines: readonly string[];
  /** Lines of the log it came from, both counted from 1 and both inclusive. */
  readonly span: { readonly from: number; readonly to: number };
  /** Lines that stood before it and after the crash before it, at most 40. */
  readonly before: readonly string[];
  /** The time stamp of the line that announces it. */
  readonly stamp?: string | undefined;
  /** True when the kernel stopped for good: a panic follows. */
  readonly panicked: boolean;
  /** True when the report is too damaged to say where it happened. */
  readonly corrupted: boolean;
}
