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
      usersOf,
      DEFAULT_WORLD.users,
    )
    .option("--no-users", "user space uses no file, attribute or parameter of the module")
    .option(
      "--uses <n>",
      `how often each file of the module is used, one use after the other, 1 to ${MOST_USES} (default: once, then up to ${MORE_USES} times where that ends soon)`,
      usesOf,
    )
    .option("--reload", "load the module, unload it, and load it again", false);
}

function usersOf(text: string): number {
  const users = Number(text);
  if (Number.isInteger(users) && users >= 1 && users <= MOST_USERS) return users;
  throw new UserError(`--users ${text}: a number from 1 to ${MOST_USERS} is needed; --no-users is for none`);
}

function usesOf(text: string): number {
  const uses = Number(text);
  if (Number.isInteger(uses) && uses >= 1 && uses <= MOST_USES) return uses;
  throw new UserError(`--uses ${text}: a number from 1 to ${MOST_USES} is needed`);
}

export function worldOf({ users, uses, reload }: WorldFlags): World {
  return {
    users: users === false ? 0 : users,
    loads: reload ? 2 : DEFAULT_WORLD.loads,
    ...(uses === undefined ? {} : { uses }),
  };
}
