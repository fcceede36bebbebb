import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../core/user-error.ts";

/**
 * Refuses a file that could not be written, before the work that is to go into it: what a search of minutes found has no other place to go.
 * @throws UserError with the option that named it
 */
export function refuseUnwritable(option: string, file: string): void {
  const refuse = (why: string): never => {
    throw new UserError(`${option} ${file}: ${why}`);
  };
  const isThere = existsSync(file);
  if (isThere && statSync(file).isDirectory()) refuse("is a folder, and a file is needed");
  const place = isThere ? file : dirname(file);
  if (!existsSync(place)) refuse(`there is no folder ${place}`);
  try {
    accessSync(place, constants.W_OK);
  } catch {
    refuse("cannot be written");
  }
}
