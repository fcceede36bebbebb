import { Argument, type Command, type Option } from "commander";
import { ARCHES, KERNEL_VERSIONS } from "../core/kernel-version.ts";
import { RULE_IDS } from "../core/rules.ts";
import type { CommandPage } from "../report/command-page.ts";
import { SHELLS, type Shell } from "../report/completions.ts";
import { manPage } from "../report/man-page.ts";
import { version } from "../host/package-version.ts";

/** Adds every command to a program, so that it can be described. */
type Everything = (program: Command) => Promise<void>;

/** Adds `unoops completion SHELL`. */
export function registerCompletion(everything: Everything): (program: Command) => void {
  return (program) => {
    program
      .command("completion")
      .summary("print completions for a shell")
      .description("Prints what a shell needs to complete commands, options, kernels and rules.")
      .addArgument(new Argument("<shell>", "which shell").choices(Object.keys(SHELLS)))
      .addHelpText(
        "after",
        `
Examples:
  source <(unoops completion bash)                                     in ~/.bashrc
  source <(unoops completion zsh)                                      in ~/.zshrc, after compinit
  unoops completion fish > ~/.config/fish/completions/unoops.fish      once`,
      )
      .action(async (shell: Shell) => {
        process.stdout.write(SHELLS[shell](await describe(everything, program)));
      });
  };
}

/** Adds `unoops man`. */
export function registerMan(everything: Everything): (program: Command) => void {
  return (program) => {
    program
      .command("man")
      .summary("print the manual page")
      .description("Prints the manual page, made from the help of all commands.")
      .addHelpText("after", "\nExample:\n  unoops man | man -l -")
      .action(async () => {
        process.stdout.write(manPage(await describe(everything, program), version()));
      });
  };
}

async function describe(everything: Everything, program: Command): Promise<CommandPage> {
  const whole = program.createCommand(program.name()).description(program.description());
  await everything(whole);
  return pageOf(whole);
}

/** Values of options and arguments that are read by us and not by commander. */
const OPTION_VALUES: Readonly<Record<string, readonly string[]>> = {
  "--kernel": KERNEL_VERSIONS,
  "--arch": ARCHES,
};
const ARGUMENT_WORDS: Readonly<Record<string, readonly string[]>> = { rules: RULE_IDS };

function pageOf(command: Command): CommandPage {
  const help = command.createHelp();
  return {
    name: command.name(),
    summary: help.subcommandDescription(command),
    description: command.description(),
    usage: command.usage(),
    options: help.visibleOptions(command).map(optionOf),
    commands: command.commands.map(pageOf),
    words: [
      ...(ARGUMENT_WORDS[command.name()] ?? []),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
    after: helpAfter(command),
  };
}

function optionOf({
  flags,
  short,
  long,
  description,
  required,
  optional,
  argChoices,
}: Option): CommandPage["options"][number] {
  const names = [short, long].filter((name) => name !== undefined);
  return {
    flags,
    names,
    description,
    takesValue: required || optional,
    values: argChoices ?? OPTION_VALUES[long ?? ""] ?? [],
  };
}

/** What addHelpText("after") adds: commander hands it out only as it prints it. */
function helpAfter(command: Command): string {
  let printed = "";
  command.configureOutput({ writeOut: (text) => void (printed += text) });
  const body = command.helpInformation();
  command.outputHelp();
  return printed.slice(body.length).trim();
}
