/** A command as its help describes it: what completions and the man page are made from. */
export interface CommandPage {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly usage: string;
  readonly options: readonly OptionPage[];
  readonly commands: readonly CommandPage[];
  /** What an argument may be, where that is a list. */
  readonly words: readonly string[];
  /** Exit status and examples, as the help ends. */
  readonly after: string;
}

export interface OptionPage {
  /** Such as `-v, --verbose` or `--kernel <version>`. */
  readonly flags: string;
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** What the value may be, where that is a list. */
  readonly values: readonly string[];
}
