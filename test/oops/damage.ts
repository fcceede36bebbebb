/**
 * Ways in which people's logs differ from what the kernel printed. Each takes the kernel's lines, with their time
 * stamps, and gives the text of a log.
 */
const STAMP = /^(?:<\d+>)?\[ *\d+\.\d+\](?:\[ *[TC]\d+\])? ?/;
const bare = (line: string): string => line.replace(STAMP, "");
const escape = (line: string): string =>
  line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** Seconds since boot, as the line's stamp has them. */
const seconds = (line: string): string => /^\[ *(\d+\.\d+)\]/.exec(line)?.[1] ?? "0.000000";
/** Breaks a line between words, as mail programs do. */
const words = (line: string, width: number): string[] => {
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = lines.length === 1 && last === "" ? word : `${last} ${word}`;
  }
  return lines;
};
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
  "journalctl -o short-precise": each((line) => `Nov 22 08:32:02.123456 router kernel: ${bare(line)}`),
  "journalctl -o short-full": each((line) => `Sun 2026-11-22 08:32:02 UTC router kernel: ${bare(line)}`),
  "journalctl -o short-unix": each((line) => `1763800322.123456 router kernel: ${bare(line)}`),
  "journalctl -o short-monotonic": each((line) => `[${seconds(line)}] router kernel: ${bare(line)}`),
  "journalctl -o json": each((line) => JSON.stringify({ PRIORITY: "4", MESSAGE: bare(line) })),
  "OpenWrt's logread": each((line) => `Sun Nov 22 08:32:02 2026 kern.warn kernel: ${line}`),
  "/dev/kmsg": each((line) => `4,1234,${seconds(line).replace(".", "")},-;${bare(line)}`),
  pstore: (lines) => `Oops#1 Part1\n${lines.map((line) => `<4>${line}`).join("\n")}`,
  "dmesg -d": each((line) => `[${seconds(line)} <    0.000010>] ${bare(line)}`),
  "dmesg -e": each((line) => `[Nov22 08:32] ${bare(line)}`),
  "dmesg --time-format iso": each((line) => `2026-11-22T08:32:02,123456+00:00 ${bare(line)}`),
  "minicom's time": each((line) => `[2026-11-22 08:32:02] ${line}`),
  "a terminal's date with slashes": each((line) => `[2026/11/22, 08:32:02.123] ${line}`),
  "grep -n": (lines) =>
    lines
      .map((line, i) => `${1000 + i}${i === 0 ? ":" : "-"}Nov 22 08:32:02 router kernel: ${bare(line)}`)
      .join("\n"),
  "a web page's lines": (lines) => `<pre>${lines.map((line) => `${escape(line)}<br/>`).join("\n")}</pre>`,
  "a web page in one line": (lines) => lines.map(escape).join("<br>"),
  "blanks that do not break": each((line) => line.replaceAll(" ", "\u00a0")),
  "wrapped between words": (lines) => lines.flatMap((line) => words(line, 72)).join("\n"),
  "wrapped at 80 columns": (lines) => lines.flatMap((line) => line.match(/.{1,80}/g) ?? [""]).join("\n"),
  "newlines lost": (lines) => lines.join(" "),
  "newlines and time stamps lost": (lines) => lines.map(bare).join(" ").replace(/\s+/g, " "),
};
