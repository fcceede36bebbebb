import { architectureWords } from "../arch/all.ts";
import type { Crash } from "../crash.ts";
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

const ANNOTATORS: readonly Annotator[] = [taint, die, fault, modules, frame, code, marks, registers];

/** The crash's own lines, each with what it means. A note that was given once is not repeated. */
export function annotate(crash: Crash): AnnotatedLine[] {
  const given = new Set<string>();
  return crash.lines.map((text) => {
    const notes = ANNOTATORS.flatMap((annotator) => annotator(text, crash) ?? []).filter(
      (note) => !given.has(note),
    );
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
  if (!/^(?:Unhandled fault|Internal error|#PF: error_code|ESR = |Mem abort|Oops: |Control: )/.test(text))
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

function code(text: string): string | undefined {
  if (!text.startsWith("Code:")) return undefined;
  if (text.includes("bad PC value") || text.includes("Unable to access"))
    return "there is no code at that address any more";
  return "the machine code; the unit in brackets begins the faulting instruction";
}

const MARKS: Readonly<Record<string, string>> = {
  "<IRQ>": "from here on, what an interrupt did",
  "<NMI>": "from here on, what a non-maskable interrupt did",
  "<TASK>": "from here on, what the task itself did",
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
