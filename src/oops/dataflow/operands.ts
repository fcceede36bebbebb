/** Splits `r0, [r1, #4]` at the commas outside brackets and braces. */
export function splitOperands(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === "[" || char === "{" || char === "(") depth++;
    else if (char === "]" || char === "}" || char === ")") depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  const last = text.slice(start).trim();
  return last === "" ? parts : [...parts, last];
}

/** A number as disassemblers print it: `#0x31c`, `-4`, `0x10`. */
export function readNumber(text: string): bigint | undefined {
  const match = /^#?(-)?(0x[0-9a-f]+|\d+)$/.exec(text);
  if (!match?.[2]) return undefined;
  return match[1] === undefined ? BigInt(match[2]) : -BigInt(match[2]);
}
