import type { CommandPage, OptionPage } from "./command-page.ts";

/** Shells for which there are completions, and how each says them. */
export const SHELLS = { bash, zsh, fish } as const;

export type Shell = keyof typeof SHELLS;

function bash({ name, commands }: CommandPage): string {
  const values = new Map(commands.flatMap(optionsOf).flatMap((option) => valueCase(option)));
  const cases = commands.map(
    (command) =>
      `    ${command.name}) options="${flagsOf(command).join(" ")}"; words="${wordsOf(command).join(" ")}" ;;`,
  );
  return `# bash completion of ${name}
_${name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} options="" words=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(" ")} --help --version" -- "$cur"))
    return
  fi
  case $prev in
${[...values].map(([flags, list]) => `    ${flags}) COMPREPLY=($(compgen -W "${list}" -- "$cur")); return ;;`).join("\n")}
  esac
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
  esac
  case $cur in
    -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$cur") $(compgen -f -- "$cur")) ;;
  esac
}
complete -o filenames -F _${name} ${name}
`;
}

function zsh({ name, commands }: CommandPage): string {
  const described = commands.map((command) => `    ${quoted(`${command.name}:${oneLine(command.summary)}`)}`);
  const cases = commands.map((command) => {
    const specs = optionsOf(command).map(zshOption);
    const rest = wordsOf(command).length > 0 ? `*: :(${wordsOf(command).join(" ")})` : "*: :_files";
    return `    ${command.name}) _arguments ${[...specs, quoted(rest)].join(" ")} ;;`;
  });
  return `#compdef ${name}
_${name}() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
compdef _${name} ${name}
`;
}

function zshOption({ names, description, takesValue, values }: OptionPage): string {
  const value = values.length > 0 ? `:value:(${values.join(" ")})` : takesValue ? ":value:_files" : "";
  const text = `[${oneLine(description).replace(/[[\]:]/g, " ")}]`;
  return names.map((name) => quoted(`${name}${text}${value}`)).join(" ");
}

function fish({ name, commands }: CommandPage): string {
  const lines = commands.flatMap((command) => {
    const within = `-n '__fish_seen_subcommand_from ${command.name}'`;
    return [
      `complete -c ${name} -n __fish_use_subcommand -f -a ${command.name} -d ${quoted(oneLine(command.summary))}`,
      ...optionsOf(command).map((option) => `complete -c ${name} ${within} ${fishOption(option)}`),
      ...wordsOf(command).map((word) => `complete -c ${name} ${within} -f -a ${word}`),
    ];
  });
  return `# fish completion of ${name}\n${lines.join("\n")}\n`;
}

function fishOption({ names, description, takesValue, values }: OptionPage): string {
  const flags = names.map((name) => (name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = values.length > 0 ? [`-x -a ${quoted(values.join(" "))}`] : takesValue ? ["-r"] : [];
  return [...flags, ...value, `-d ${quoted(oneLine(description))}`].join(" ");
}

function valueCase({ names, values }: OptionPage): [flags: string, list: string][] {
  return values.length === 0 ? [] : [[names.join("|"), values.join(" ")]];
}

/** Its own options, and those of the commands below it. */
function optionsOf(command: CommandPage): OptionPage[] {
  return [...command.options, ...command.commands.flatMap(optionsOf)];
}

function flagsOf(command: CommandPage): string[] {
  return [...new Set(optionsOf(command).flatMap(({ names }) => names))];
}

function wordsOf(command: CommandPage): string[] {
  return [...command.commands.map(({ name }) => name), ...command.words];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** For all three shells: single quotes, and what they cannot hold. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
