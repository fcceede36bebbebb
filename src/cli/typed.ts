import type { Command } from "commander";

/** The words of a command as a shell takes them. */
export function typed(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(" ");
}

/** A command as it was called, with all its options. */
export function typedCommand(command: Command): string {
  return typed(["unoops", ...(command.parent?.args ?? [command.name(), ...command.args])]);
}
