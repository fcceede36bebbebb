import type { CommandPage, OptionPage } from "./command-page.ts";

/** The manual page, in the macros of man(7), as Debian wants one for every program. */
export function manPage({ name, description, commands }: CommandPage, version: string): string {
  const lines = [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    ".SH NAME",
    `${name} \\- ${plain(description.replace(/\.$/, ""))}`,
    ".SH SYNOPSIS",
    `.B ${name}`,
    ".I command",
    "[options]",
    ".SH COMMANDS",
    ...commands.flatMap((command) => commandLines(name, command)),
    ".SH FILES",
    ".TP",
    ".I unoops.json",
    "Settings of a project: paths, exclude, rules, kernel and baseline.",
    ".TP",
    ".I $XDG_CACHE_HOME/unoops",
    "What was compiled, kernels that were fetched, pages that an editor asked for.",
    ".SH ENVIRONMENT",
    ".TP",
    ".B NO_COLOR",
    "No colours, whatever the terminal.",
    ".SH SEE ALSO",
    ".BR dmesg (1),",
    ".BR rmmod (8)",
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(parent: string, command: CommandPage): string[] {
  const { name, usage, description, options, commands, after } = command;
  return [
    `.SS ${name}`,
    `.B ${plain(`${parent} ${name} ${usage}`.trim())}`,
    ".PP",
    ...text(description),
    ...options.flatMap(optionLines),
    ...(after === "" ? [] : [".PP", ".nf", ...text(after), ".fi"]),
    ...commands.flatMap((one) => commandLines(`${parent} ${name}`, one)),
  ];
}

function optionLines({ flags, description }: OptionPage): string[] {
  return [".TP", `.B ${plain(flags)}`, ...text(description)];
}

function text(words: string): string[] {
  return words.split("\n").map(plain);
}

/** What roff would take for its own: backslashes, hyphens that are to be typed, and a dot or quote that begins a line. */
function plain(line: string): string {
  return line
    .replaceAll("\\", String.raw`\e`)
    .replaceAll("-", String.raw`\-`)
    .replace(/^(?=[.'])/, String.raw`\&`);
}
