import type { Command } from "commander";
import { DEFAULT_WORLD, MORE_USES, MOST_USERS, MOST_USES, type World } from "../core/world.ts";
import { UserError } from "../core/user-error.ts";

/** What the options say of the world around the module. */
export interface WorldFlags {
  /** False with --no-users. */
  readonly users: number | false;
  readonly uses?: number;
  readonly reload: boolean;
}

export function worldOptions(command: Command): Command {
  return command
    .option(
      "--users <n>",
      `processes of user space that use the module at the same time, 1 to ${MOST_USERS}`,
      upTo(MOST_USERS, "--users", "; --no-users is for none"),
      DEFAULT_WORLD.users,
    )
    .option("--no-users", "user space uses no file, attribute or parameter of the module")
    .option(
      "--uses <n>",
      `how often each file of the module is used, and whatever else comes from outside comes, one after the other, 1 to ${MOST_USES} (default: once, then up to ${MORE_USES} times where that ends soon)`,
      upTo(MOST_USES, "--uses"),
    )
    .option("--reload", "load the module, unload it, and load it again", false);
}

/** Reads the number behind an option. */
function upTo(most: number, option: string, hint = ""): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    throw new UserError(`${option} ${text}: a number from 1 to ${most} is needed${hint}`);
  };
}

export function worldOf({ users, uses, reload }: WorldFlags): World {
  return {
    users: users === false ? 0 : users,
    loads: reload ? 2 : DEFAULT_WORLD.loads,
    ...(uses === undefined ? {} : { uses }),
  };
}
