import { decodeEntities } from "./entities.ts";

const ESCAPE = "\x1b";
const ESCAPES = /\x1b\[[0-9;?]*[A-Za-z]/g;
/** Tags of web pages; `<TASK>`, `<IRQ>` and the bytes of `Code:` are the kernel's own. */
const TAGS = /<\/?(?:br|pre|code|span|div|font|samp|tt|td|tr|li|html|body|p)(?:\s[^<>]{0,200})?\/?>/g;
const BREAKS = /<br\s?\/?>/;
/** `journalctl -o json`, Docker and others put every message into an object of its own. */
const MESSAGE = /"(?:MESSAGE|message|msg|log|line)"\s*:\s*("(?:[^"\\]|\\.)*")/;

const MARKUP =
  /\x1b\[|&(?:#|lt|gt|amp|quot|apos|nbsp)|<\/?(?:br|pre|code|span|div|font|samp|tt|td|tr|li|html|body|p)[\s/>]/;

/** True when there is anything for `withoutMarkup()` to take out: asked once for many lines. */
export function hasMarkup(text: string): boolean {
  return MARKUP.test(text);
}

/** The parts of a line that a web page's `<br>` holds apart. */
export function splitBreaks(raw: string): readonly string[] {
  return raw.includes("<br") ? raw.split(BREAKS) : [raw];
}

/** The line without what a terminal or a web page put into it. */
export function withoutMarkup(raw: string): string {
  let text = raw.includes(ESCAPE) ? raw.replace(ESCAPES, "") : raw;
  if (text.includes("<")) text = text.replace(TAGS, "");
  return text.includes("&") ? decodeEntities(text) : text;
}

/** The message of a line of JSON; any other line as it is. */
export function messageOf(text: string): string {
  const quoted = text.startsWith("{") ? MESSAGE.exec(text)?.[1] : undefined;
  if (quoted === undefined) return text;
  try {
    return String(JSON.parse(quoted)).trimEnd();
  } catch (error) {
    // a string that no JSON writer made: the line stays as it is
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
