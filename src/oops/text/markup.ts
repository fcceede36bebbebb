import { decodeEntities } from "./entities.ts";

const ESCAPE = "\x1b";
const ESCAPES = /\x1b\[[0-9;?]*[A-Za-z]/g;
/** Tags of web pages; `<TASK>`, `<IRQ>` and the bytes of `Code:` are the kernel's own. */
const TAGS = /<\/?(?:br|pre|code|span|div|font|samp|tt|td|tr|li|html|body|p)(?:\s[^<>]{0,200})?\/?>/g;
/** Nearly every line of an old trace has a bracket: only these make a closer look worth while. */
const MARKS = ["</", "<br", "<pre", "<span", "<div", "<p>"];
const BREAKS = /<br\s?\/?>/;
/** `journalctl -o json` puts every message into an object of its own. */
const MESSAGE = /"MESSAGE"\s*:\s*("(?:[^"\\]|\\.)*")/;

/** The parts of a line that a web page's `<br>` holds apart. */
export function splitBreaks(raw: string): readonly string[] {
  return raw.includes("<br") ? raw.split(BREAKS) : [raw];
}

/** The line without what a terminal, a web page or journalctl's JSON put into it. */
export function withoutMarkup(raw: string): string {
  let text = raw.includes(ESCAPE) ? raw.replace(ESCAPES, "") : raw;
  if (text.startsWith("{")) text = messageOf(text);
  if (MARKS.some((mark) => text.includes(mark))) text = text.replace(TAGS, "");
  return text.includes("&") ? decodeEntities(text) : text;
}

function messageOf(text: string): string {
  const quoted = MESSAGE.exec(text)?.[1];
  if (quoted === undefined) return text;
  try {
    return String(JSON.parse(quoted));
  } catch (error) {
    // a string that no JSON writer made: the line stays as it is
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
