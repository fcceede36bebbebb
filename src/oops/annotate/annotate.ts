import { architecture, architectureWords } from "../arch/all.ts";
import type { Crash } from "../crash.ts";
import { faultingInstruction } from "../dataflow/decode.ts";
import type { Disassembler } from "../dataflow/instruction.ts";
import { explainValue } from "../dataflow/value.ts";
import { hex } from "../diagnosis/diagnosis.ts";
import { TAINT } from "../parts/taint.ts";
import { bareName } from "../trace/blame.ts";
import { isInnocent } from "../trace/innocent.ts";

/** A line of a crash, and what it says in words; no words where the line speaks for itself. */
export interface AnnotatedLine {
  readonly text: string;
  readonly note?: string;
}

/** Explains one kind of line; undefined for a line of another kind. */
type Annotator = (text: string, crash: Crash) => string | undefined;

const ANNOTATORS: readonly Annotator[] = [
  headline,
  taint,
  die,
  fault,
  modules,
  frame,
  marks,
  tables,
  flags,
  telling,
  registers,
];

/**
 * The crash's own lines, each with what it means. A note that was given once is not repeated. With a disassembler the
 * faulting instruction is told too.
 */
export function annotate(crash: Crash, disassembler?: Disassembler): AnnotatedLine[] {
  const given = new Set<string>();
  const instruction = disassembler && faultingInstruction(crash, disassembler);
  const all: readonly Annotator[] = [...ANNOTATORS, (text) => code(text, instruction)];
  return crash.lines.map((text) => {
    const notes = all.flatMap((annotator) => annotator(text, crash) ?? []).filter((note) => !given.has(note));
    for (const note of notes) given.add(note);
    return { text, ...(notes.length > 0 && { note: notes.join("; ") }) };
  });
}

function taint(text: string, crash: Crash): string | undefined {
  if (!/\b(?:Not tainted|Tainted: )/.test(text) || !/^(?:CPU|Pid|Tainted|Not)\b/.test(text)) return undefined;
  if (crash.taint === "")
    return "not tainted: only code of the kernel's own tree ran, and nothing went wrong before";
  const letters = [...(crash.taint ?? "")].map((letter) => `${letter}: ${TAINT[letter] ?? "unknown"}`);
  return letters.length === 0 ? undefined : letters.join("; ");
}

function die(text: string): string | undefined {
  const count = /\[#(\d+)\]/.exec(text)?.[1];
  if (count === undefined) return undefined;
  return count === "1"
    ? "[#1]: the first oops of this boot"
    : `[#${count}]: oops number ${count} of this boot; begin with the first`;
}

function fault(text: string, crash: Crash): string | undefined {
  if (!/^(?:Unhandled fault|Internal error|#PF: error_code|ESR = |Oops: |Control: )/.test(text))
    return undefined;
  const words = architectureWords(crash);
  if (text.startsWith("Control: ")) return words.at(-1);
  return words[0];
}

const STATES: Readonly<Record<string, string>> = {
  unloading: "(-) is being unloaded",
  loading: "(+) is being loaded",
  "last unloaded": "was unloaded last",
};

function modules(text: string, crash: Crash): string | undefined {
  if (!text.startsWith("Modules linked in:")) return undefined;
  const special = crash.modules.flatMap(({ name, state }) =>
    STATES[state] === undefined ? [] : [`${name} ${STATES[state]}`],
  );
  return special.length === 0 ? undefined : special.join("; ");
}

function frame(text: string, crash: Crash): string | undefined {
  const found = crash.frames.find(
    (each) => each.offset !== undefined && text.includes(`${each.function}+0x${each.offset.toString(16)}/`),
  );
  if (!found?.size || found.offset === undefined) return undefined;
  if (found.unreliable)
    return "?: this address was found on the stack, but the unwinder does not vouch for it";
  if (found.offset === found.size)
    return `${found.function}: the return address is the function's very end; it belongs to the code behind it, whose symbol is gone`;
  if (bareName(found.function) === crash.function)
    return `${found.offset} bytes into ${found.function}(), which is ${found.size} bytes long: the function to look at`;
  return isInnocent(bareName(found.function))
    ? undefined
    : `called from ${found.function}()${found.module === undefined ? "" : ` of module ${found.module}`}`;
}

/** What the address in the first line gives away. */
function headline(text: string, crash: Crash): string | undefined {
  const address = crash.fault?.address;
  if (text !== crash.headline || address === undefined) return undefined;
  const { kind, words } = explainValue(address, pointerBytes(crash));
  return kind === "kernel" ? undefined : `address ${hex(address)}: ${words}`;
}

function code(text: string, instruction: string | undefined): string | undefined {
  if (!/^(?:Code|Instruction dump):/.test(text)) return undefined;
  if (/bad PC value|Unable to access|Bad RIP value/.test(text))
    return "there is no code at that address any more";
  const which = instruction === undefined ? "" : `: \`${instruction}\``;
  return `the machine code; the unit in brackets begins the faulting instruction${which}`;
}

/** `PGD 2a15067 P4D 2a15067 PUD 2a17067 PMD 5788067 PTE 0`, `pgd = c5b0c000`. */
function tables(text: string): string | undefined {
  if (!/^(?:PGD [0-9a-f]|\*p(?:dpt|de) =|\[[0-9a-f]{8,16}\] \*?p[gm]d=)/.test(text)) return undefined;
  return "the walk through the page tables; the level that is 0, or missing, is where nothing is mapped";
}

const INTERRUPTS_ON = 0x200;

/** EFLAGS, Intel SDM vol. 1, 3.4.3; pstate, ARM DDI 0487, where a capital letter masks. */
function flags(text: string): string | undefined {
  const eflags = /\bEFLAGS: ([0-9a-f]{8})/.exec(text)?.[1];
  if (eflags !== undefined)
    return `EFLAGS: interrupts were ${Number.parseInt(eflags, 16) & INTERRUPTS_ON ? "on" : "off"}`;
  const masks = /^pstate: [0-9a-f]+ \([nNzZcCvV]{4} ([dDaAiIfF]{4})/.exec(text)?.[1];
  return masks === undefined ? undefined : `pstate: interrupts were ${masks.includes("I") ? "off" : "on"}`;
}

const TELLING: ReadonlySet<string> = new Set([
  "poison-free",
  "poison-inuse",
  "redzone",
  "list-poison",
  "err-ptr",
]);

/** Registers whose value no sound pointer has. */
function telling(text: string, crash: Crash): string | undefined {
  const notes = [...text.matchAll(/\b(\w{2,8}|\$\d+) ?: ?([0-9a-f]{8,16})\b/g)].flatMap(
    ([, name = "", digits = ""]) => {
      const value = BigInt(`0x${digits}`);
      if (crash.registers.get(name) !== value) return [];
      const { kind, words } = explainValue(value, pointerBytes(crash));
      // -1 is a number more often than an error
      const isMinusOne = value === (1n << BigInt(pointerBytes(crash) * 8)) - 1n;
      return TELLING.has(kind) && !isMinusOne ? [`${name}: ${words}`] : [];
    },
  );
  return notes.length === 0 ? undefined : notes.join("; ");
}

const pointerBytes = ({ arch }: Crash): 4 | 8 => architecture(arch)?.pointer ?? 8;

const MARKS: Readonly<Record<string, string>> = {
  "<IRQ>": "from here on, what an interrupt did",
  "<NMI>": "from here on, what a non-maskable interrupt did",
  "<TASK>": "from here on, what the task itself did",
  "Call Trace:": "who called whom, innermost first",
  "Call trace:": "who called whom, innermost first",
};

function marks(text: string): string | undefined {
  return MARKS[text];
}

function registers(text: string, crash: Crash): string | undefined {
  const { syscall } = crash;
  if (syscall && text.includes("ORIG_RAX"))
    return `ORIG_RAX: system call ${syscall.number}, ${syscall.name ?? "unnamed here"}`;
  return undefined;
}
