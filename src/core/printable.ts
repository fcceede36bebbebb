/** C0 and C1 controls but tab and newline; separators and direction marks, which make a line read as another one. */
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Makes text from a log or a source safe to print: control characters, escapes and direction marks become `\xNN`. */
export function printable(text: string): string {
  return text.replace(CONTROL, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** The same for what is to be one line: a file's name may hold a line break. */
export function printableLine(text: string): string {
  return printable(text).replaceAll("\n", "\\x0a");
}

/**
 * The same for every string in plain data: what a report colours must be clean before it is coloured. Numbers too large for
 * JSON become strings.
 */
export function printableData<T>(data: T): T {
  return JSON.parse(JSON.stringify(data, clean));
}

function clean(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return typeof value === "string" ? printable(value) : value;
}
