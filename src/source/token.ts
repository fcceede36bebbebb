/** What a token is; keywords are names, since macros often use them where the grammar does not. */
type TokenKind = "name" | "number" | "string" | "char" | "punct";

/** A token of C. `start` and `end` are offsets into the text of the file, `end` exclusive. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longest first within each first character, so that the first match is the right one. */
const PUNCTUATORS: Record<string, readonly string[]> = {
  "-": ["->", "--", "-=", "-"],
  "+": ["++", "+=", "+"],
  "<": ["<<=", "<<", "<=", "<"],
  ">": [">>=", ">>", ">=", ">"],
  "&": ["&&", "&=", "&"],
  "|": ["||", "|=", "|"],
  "=": ["==", "="],
  "!": ["!=", "!"],
  "*": ["*=", "*"],
  "/": ["/=", "/"],
  "%": ["%=", "%"],
  "^": ["^=", "^"],
  ".": ["...", "."],
  "#": ["##", "#"],
};

const NAME = 1;
const DIGIT = 2;
const SPACE = 3;
const QUOTE = 4;

/** Class of each ASCII character; letters beyond ASCII count as names. */
const CLASS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/[A-Za-z_$]/.test(char)) CLASS[code] = NAME;
  else if (/[0-9]/.test(char)) CLASS[code] = DIGIT;
  else if (/[\s\\\0]/.test(char)) CLASS[code] = SPACE;
  else if (char === '"' || char === "'") CLASS[code] = QUOTE;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (CLASS[code] ?? 0) : NAME;
}

/** End of a string or character constant that begins at `start`; an open one ends with its line. */
export function endOfQuoted(text: string, start: number): number {
  const quote = text.charCodeAt(start);
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === quote) return at + 1;
    else if (code === 10) return at;
  }
  return text.length;
}

/** Tokens of `text` between two offsets. Comments and directives must have been masked (see mask.ts). */
export function tokenize(text: string, from = 0, to = text.length): Token[] {
  const tokens: Token[] = [];
  let at = from;
  while (at < to) {
    const start = at;
    const cls = classAt(text, at);
    if (cls === SPACE) {
      at++;
      continue;
    }
    if (cls === NAME || cls === DIGIT) {
      at++;
      while (at < to && inWord(text, at, cls)) at++;
      tokens.push({ kind: cls === NAME ? "name" : "number", text: text.slice(start, at), start, end: at });
    } else if (cls === QUOTE) {
      at = Math.min(to, endOfQuoted(text, at));
      const kind = text.charCodeAt(start) === 34 ? "string" : "char";
      tokens.push({ kind, text: text.slice(start, at), start, end: at });
    } else {
      const punct = punctuatorAt(text, at);
      at += punct.length;
      tokens.push({ kind: "punct", text: punct, start, end: at });
    }
  }
  return tokens;
}

/** Whether the character belongs to the name or number before it; `1.5`, `0x1e` and `1e-3` are numbers. */
function inWord(text: string, at: number, cls: number): boolean {
  const here = classAt(text, at);
  if (here === NAME || here === DIGIT) return true;
  return cls === DIGIT && text[at] === ".";
}

function punctuatorAt(text: string, at: number): string {
  const first = text[at] ?? "";
  const candidates = PUNCTUATORS[first];
  return candidates?.find((candidate) => text.startsWith(candidate, at)) ?? first;
}
