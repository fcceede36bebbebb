import { alone, type Kind } from "./kind.ts";

/** The type of such a report. */
export const UNREADABLE = "UNREADABLE";

/** How kernels speak of their own end, whatever the machine. */
const WORDS =
  /\b(?:oops|kernel (?:bug|fault|trap|exception|access violation)|fatal exception|unhandled (?:kernel )?(?:exception|trap|interrupt)|exception in (?:kernel|supervisor)|unexpected (?:exception|trap|interruption)|bad (?:trap|kernel access)|(?:crash|trap|exception|fault) in kernel)\b/i;

const HINTS = [
  "Oops",
  "oops",
  "OOPS",
  "xception",
  "XCEPTION",
  "ernel fault",
  "ernel trap",
  "nhandled trap",
  "nexpected trap",
  "Bad trap",
  "in kernel",
  "ernel bug",
];

/** What looks like a crash, in no format that is known: better told than passed over. The last of all kinds. */
export const UNREADABLE_KINDS: readonly Kind[] = [
  alone(UNREADABLE, "looks like a crash that I cannot read", WORDS, HINTS, {
    role: "part",
    doubtful: true,
  }),
];

/** A register, such as `r4 = 0012ab34`; a frame, such as `foo+0x12`. */
const REGISTER = /\b[A-Za-z]\w{0,7}\s*[:=]\s*(?:0x)?[0-9a-f]{8,16}\b/gi;
const FRAME = /\b[A-Za-z_]\w+ ?\+ ?0x[0-9a-f]+|^ *#\d+ \[[0-9a-f]{8,16}\] \w+ at [0-9a-f]{8,16}\b/gm;
const REGISTERS = 6;
const FRAMES = 2;

/** What kernel/panic.c closes an oops or a warning with: nothing else has such a line. */
export const END = /^---\[ end trace [0-9a-f]{16} \]---/;

/** True when registers or a trace stand behind the words, or the end of a report: without them, they are somebody's prose. */
export function showsState(lines: readonly string[]): boolean {
  if (lines.some((line) => END.test(line))) return true;
  const text = lines.join("\n");
  return (text.match(REGISTER)?.length ?? 0) >= REGISTERS || (text.match(FRAME)?.length ?? 0) >= FRAMES;
}
