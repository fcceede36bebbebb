/**
 * Ways in which people's logs differ from what the kernel printed. Each takes the kernel's lines, with their time
 * stamps, and gives the text of a log.
 */
const STAMP = /^(?:<\d+>)?\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? ?/;
const bare = (line: string): string => line.replace(STAMP, "");
const escape = (line: string): string =>
  line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const each = (change: (line: string) => string) => (lines: readonly string[]) => lines.map(change).join("\n");

export const DAMAGE: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  "as printed": (lines) => lines.join("\n"),
  "without time stamps": each(bare),
  journald: each((line) => `Nov 22 08:32:02 router kernel: ${bare(line)}`),
  syslog: each((line) => `Nov 22 08:32:02 router kernel: ${line}`),
  "syslog with ISO time": each((line) => `2026-11-22T08:32:02.123456+00:00 router kernel: ${line}`),
  "dmesg -T": each((line) => `[Sun Nov 22 08:32:02 2026] ${bare(line)}`),
  "dmesg -x": each((line) => `kern  :warn  : ${line}`),
  "console levels": each((line) => `<4>${line}`),
  "quoted mail": each((line) => `> ${line}`),
  "quoted twice": each((line) => `> > ${line}`),
  indented: each((line) => `    ${line}`),
  "HTML source": each(escape),
  CRLF: (lines) => lines.join("\r\n"),
  "coloured by dmesg": each((line) => `\x1b[32m${line}\x1b[0m`),
  "wrapped at 80 columns": (lines) => lines.flatMap((line) => line.match(/.{1,80}/g) ?? [""]).join("\n"),
  "newlines lost": (lines) => lines.join(" "),
  "newlines and time stamps lost": (lines) => lines.map(bare).join(" ").replace(/\s+/g, " "),
};
