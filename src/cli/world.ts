import type { Command } from "commander";
import { DEFAULT_WORLD, MOST_USERS, type World } from "../core/world.ts";
import { UserError } from "../core/user-error.ts";

/** What the options say of the world around the module. */
export interface WorldFlags {
  /** False with --no-users. */
  readonly users: number | false;
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
    .option("--reload", "load the module, unload it, and load it again", false);
}

function usersOf(text: string): number {
  const users = Number(text);
  if (Number.isInteger(users) && users >= 1 && users <= MOST_USERS) return users;
  throw new UserError(`--users ${text}: a number from 1 to ${MOST_USERS} is needed; --no-users is for none`);
}

export function worldOf({ users, reload }: WorldFlags): World {
  return { users: users === false ? 0 : users, loads: reload ? 2 : DEFAULT_WORLD.loads };
}
