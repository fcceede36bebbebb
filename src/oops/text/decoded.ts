import { moduleSuffix } from "../../core/module-suffix.ts";
/** A place in the source, as addr2line prints it; after `: ` nothing is known of it. */
const PLACE = String.raw`\S+:(?:\d+|\?)(?: \(discriminator \d+\))?`;
/** `kfree (mm/slub.c:3567 mm/slub.c:4558) mod`: the last word that scripts/decode_stacktrace.sh prints of a line. */
const DECODED = new RegExp(
  String.raw`([A-Za-z_.$][\w.$]*) \((${PLACE}(?: ${PLACE})*)\)(?: \[?([\w-]+)\]?)?(?: \([A-Z]+\))?\s*$`,
);
const LAST_PLACE = /(\S+:\d+)(?: \(discriminator \d+\))?$/;

/** What kasan_symbolize.py of the sanitizers' project puts before a function in place of an address. */
const INLINED = /(^| in) ?\[< +inline +>\] (.+)/;
const NO_ADDRESS = / ?\[< +none +>\] /;

/**
 * scripts/decode_stacktrace.sh replaces a symbol's offset and length by places in the source, outermost last, which is
 * the function's own. Here such a line gets the kernel's form again, `kfree+0x0/0x0 [mod] mm/slub.c:4558`: no code lies
 * in a function of no length, so that nobody takes the offset for one.
 */
export function undecoded(printed: string): string {
  const text = printed.includes("[< ")
    ? printed.replace(INLINED, "$1 $2 [inline]").replace(NO_ADDRESS, " ").trim()
    : printed;
  if (!text.includes(" (") || text.includes("+0x")) return text;
  const match = DECODED.exec(text);
  if (!match) return text;
  const [, name = "", places = "", module] = match;
  const place = LAST_PLACE.exec(places)?.[1];
  return `${text.slice(0, match.index)}${name}${NO_OFFSET}${moduleSuffix(module)}${place === undefined ? "" : ` ${place}`}`;
}

const NO_OFFSET = "+0x0/0x0";
const UNDECODED = /\+0x0\/0x0(?: \[([\w-]+)\])?(?: (\S+:\d+))?$/;

/** The line as decode_stacktrace.sh printed it, for people. */
export function decoded(text: string): string {
  return text.replace(
    UNDECODED,
    (_, module?: string, place?: string) =>
      `${place === undefined ? "" : ` (${place})`}${module === undefined ? "" : ` ${module}`}`,
  );
}
