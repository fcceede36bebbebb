import { withoutMarkup } from "./markup.ts";

/** A line's own text and what its prefix said. */
export interface Stripped {
  readonly text: string;
  readonly caller: string | undefined;
  readonly stamp: string | undefined;
  /** A prefix of any log source was there: the line was not broken off another one. */
  readonly prefixed: boolean;
}

/** Mail's `>`, the bar of some mail writers, the plus of a patch's or a diff's text; KCSAN's own bars lead to `+->`. */
const QUOTES = /^(?:>\s?|\|(?:\s|$)|\+(?!->|0x))+/;
/** `%b` of any locale, as journalctl prints it: `Nov`, `июл`, `juil.`, `7月`. */
const MONTH = String.raw`(?:\p{L}{2,5}\.?|\d{1,2}月)`;
/**
 * `Nov 22 08:32:02 host kernel: `, `2026-11-22T08:32:02.123+00:00 host kernel: `, `Sun 2026-11-22 08:32:02 UTC host
 * kernel: `, `1763800322.123456 host kernel: `, `Sun Nov 22 08:32:02 2026 kern.warn kernel: `: what syslog and journalctl put there, with or without `kernel`'s pid.
 */
const DAEMON = new RegExp(
  String.raw`^(?:(?:\p{L}{2,5}\.? )?${MONTH} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)?(?: \d{4})?|(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*(?: [+-]\d{4})?(?: [A-Z]{3,4})?|\d{9,10}(?:\.\d+)?) (?:\S+ ){0,2}kernel(?:\[\d+\])?: ?`,
  "u",
);
/** `dmesg --time-format iso`. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[,.]\d+[+-]\d\d:\d\d ?/;
/** What programs in Go write before a line. */
const SLASHED = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)? /;
/** A line of /dev/kmsg, or of netconsole's extended form: level, number, microseconds, flags. */
const KMSG = /^\d{1,4},\d+,\d+,[^;,\s]*(?:,caller=([TC]\d+))?[^;\s]*;/;
/** `journalctl -o short-monotonic`: the host stands behind the time stamp. */
const HOST = /^[\w.-]+ kernel(?:\[\d+\])?: /;
/** `dmesg -x`: facility and level. */
const DECODED =
  /^(?:kern|user|daemon|auth|syslog|local\d)\s*:(?:emerg|alert|crit|err|warn|notice|info|debug)\s*: ?/;
/** `grep -n` or `grep -b` before what a log daemon or printk wrote; lines around a match have a dash. */
const GREPPED = new RegExp(
  String.raw`^\d{1,10}[:-](?=${MONTH} [ \d]\d \d\d:\d\d:|\d{4}-\d\d-\d\dT|\[ *\d+\.\d+\]|<\d{1,3}>)`,
  "u",
);
const LEVEL = /^<\d{1,3}>(?:\d,\d+,\d+,\S*;)?/;
/** `[   12.345678]`, on processors without a clock of microseconds `[  240.]`, optionally with the caller id that CONFIG_PRINTK_CALLER adds, or a CPU number. */
const STAMP = /^\[\s*(\d+\.\d{0,9})(?: <\s*\d+\.\d+>)?\](?:\[\s*([TC]\d+)\])?(?:\s*\[\s*([TC]\d+)\])? ?/;
/** With printk.time=0 the caller id stands alone; kernel/printk/printk.c, info_print_prefix(). */
const CALLER = /^\[ *([TC]\d+)\] /;
/** `dmesg -T`, `dmesg -e` (`[Nov22 08:32]`, `[  +0.000123]`), both also with `-d`; minicom's, tio's, Tera Term's and `[2026/11/22, 08:32:02.123]` of other terminals. */
const WALL =
  /^\[(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}(?: <\s*\d+\.\d+>)?|[A-Z][a-z]{2}[ \d]\d \d\d:\d\d|(?:\d{4}([-/.])\d\d\1\d\d(?:,? |T))?\d\d:\d\d:\d\d(?:[.,]\d+)?| *\+\d+\.\d+)\] ?/;

/**
 * What vendors' kernels put behind the time stamp: `[pid:1,cpu0,init]` (HiSilicon), `[0:      swapper/0:    1]` (Samsung),
 * `(0)[1:swapper/0]` (MediaTek).
 */
const VENDOR =
  /^(?:\[pid:-?\d+,cpu\d+,[^\]]{0,16}\]|\[\d{1,2}: *[^\]:]{1,16}: *\d+\]|\(\d{1,2}\)\[\d+:[^\]]{1,16}\]) ?/;

/** As some terminals show line ends. */
const SHOWN_LINE_END = /[\u240a\u240d]+$/;

const OPEN_BRACKET = 0x5b;

/** Without the marks of a quote: what was broken before it was quoted is broken behind them. */
export function unquote(raw: string): string {
  const first = raw.charCodeAt(0);
  return first === 0x3e || first === 0x7c || first === 0x2b ? raw.replace(QUOTES, "") : raw;
}

/** `marked` is false where no markup is. Takes off quoting, daemon, level and time prefixes in whatever order they were put on, and outer blanks. */
export function strip(raw: string, marked = true): Stripped {
  let text = (marked ? withoutMarkup(raw) : raw).replace(SHOWN_LINE_END, "");
  let caller: string | undefined;
  let time: string | undefined;
  let prefixed = false;
  for (let round = 0; round < 8; round++) {
    text = text.trim();
    if (text === "") break;
    const before = text.length;
    if (text.charCodeAt(0) === OPEN_BRACKET) {
      const stamp = STAMP.exec(text);
      if (stamp) {
        text = text.slice(stamp[0].length).replace(HOST, "").trimStart().replace(VENDOR, "");
        time ??= stamp[1];
        caller ??= stamp[2] ?? stamp[3];
      } else {
        caller ??= CALLER.exec(text)?.[1];
        text = text.replace(CALLER, "").replace(WALL, "");
      }
    } else {
      caller ??= KMSG.exec(text)?.[1];
      text = stripWord(text);
    }
    if (text.length === before) break;
    prefixed = true;
  }
  return { text, prefixed, caller, stamp: time };
}

/** One prefix that does not begin with a bracket. */
function stripWord(text: string): string {
  const first = text.charCodeAt(0);
  if (first === 0x3e || first === 0x7c || first === 0x2b) return unquote(text);
  if (first === 0x3c) return text.replace(LEVEL, "");
  if (text.startsWith("kernel: ")) return text.slice("kernel: ".length);
  const digit = first >= 0x30 && first <= 0x39;
  const upper = first >= 0x41 && first <= 0x5a;
  if (digit)
    return text
      .replace(GREPPED, "")
      .replace(KMSG, "")
      .replace(DAEMON, "")
      .replace(ISO, "")
      .replace(SLASHED, "");
  if (upper || first > 0x7f) return text.replace(DAEMON, "");
  return first >= 0x61 && first <= 0x7a ? text.replace(DECODED, "").replace(DAEMON, "") : text;
}

/** True when the text is nothing but prefixes: what follows it begins its line. */
export function isPrefix(text: string): boolean {
  return strip(text).text === "";
}
