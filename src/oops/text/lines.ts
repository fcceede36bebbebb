import { undecoded } from "./decoded.ts";
import type { LogLine } from "./line.ts";
import { hasMarkup, messageOf, splitBreaks } from "./markup.ts";
import { strip, unquote } from "./prefix.ts";
import { withoutQuotedPrintable } from "./quoted-printable.ts";
import { beginsLine, FLAT_FROM, splitStamps, unflatten } from "./unflatten.ts";
import { wentOn, wordWidth, wrapWidth } from "./wrap.ts";

/**
 * Cuts a log into the kernel's lines, whatever its source put around them. `first` is the
 * number of the first line; `few` says that the log is but a line or two, which may be many that lost their newlines.
 */
export function toLines(text: string, first = 1, few = false): LogLine[] {
  const written = withoutQuotedPrintable(text.split(text.includes("\r") ? /\r?\n/ : "\n"));
  const raw = written.map((line) => messageOf(unquote(line.text)));
  const words = wordWidth(raw);
  const width = words === undefined ? wrapWidth(raw) : undefined;
  const flatFrom = few ? 0 : FLAT_FROM;
  const marked = hasMarkup(text);
  const lines: LogLine[] = [];
  const cut = (part: string): string[] => (part.length >= flatFrom ? unflatten(part) : splitStamps(part));
  let open: { raw: string; number: number } | undefined;
  const close = (): void => {
    if (!open) return;
    const { raw, number } = open;
    const parts = marked ? splitBreaks(raw).flatMap(cut) : cut(raw);
    for (const part of parts) {
      const { text, caller, stamp } = strip(part, marked);
      lines.push({ text: undecoded(text), number, caller, stamp });
    }
    open = undefined;
  };
  let full = false;
  for (const [index, line] of raw.entries()) {
    if (open && full && continues(line)) open.raw += line;
    else if (open && isRest(raw[index - 1] ?? "", line, words) && continues(line))
      open.raw += ` ${line.trim()}`;
    else {
      close();
      open = { raw: line, number: first + (written[index]?.at ?? index) };
    }
    full = width !== undefined && line.length === width;
  }
  close();
  return lines;
}

/** Announcements that say more: what they are about, or where, went to the next line. */
const UNFINISHED =
  /(?:\b(?:BUG|INFO|WARNING):|\bkernel BUG at|\bUnable to handle kernel|\b(?:dereference|request) at(?: virtual address)?|\bfault for address:?|\binvalid context at)\s*$/;
/** Where a symboliser puts a frame's place in the source: no line of the kernel's is one alone. */
const PLACE_ALONE = /^\s*\S+\/\S+\.[chS]:\d+(?: \[inline\])?$/;
const HAS_PLACE = /\.[chS]:\d+(?: \[inline\])?\s*$/;

/** True for what a mail program broke off the line before, at its `width` if that is known. */
function isRest(before: string, line: string, width: number | undefined): boolean {
  if (width !== undefined && wentOn(before, line, width)) return true;
  if (PLACE_ALONE.test(line)) return /[\w\]]$/.test(before) && !HAS_PLACE.test(before);
  return UNFINISHED.test(before);
}

/** A frame of an old kernel: `[<c00382a0>] ...` begins a line for certain. */
const OLD_FRAME = /^\s*\[<[0-9a-f]{8,16}>\]/;

/** True for the rest of a line that was broken: it has no prefix of its own and does not begin as a line does. */
function continues(raw: string): boolean {
  return !OLD_FRAME.test(raw) && !beginsLine(raw) && !strip(raw).prefixed;
}
