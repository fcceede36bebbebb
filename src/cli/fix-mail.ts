import { execFileSync } from "node:child_process";
import { UserError } from "../core/user-error.ts";

/** @throws UserError when nobody says who writes the mail */
export function authorOf(given: string | undefined): string {
  if (given !== undefined) {
    if (!/^[^<>\r\n]+ <[^<>\s]+@[^<>\s]+>$/.test(given))
      throw new UserError(`--from ${given}: give it as "Name <address>"`);
    return given;
  }
  const [name, address] = ["user.name", "user.email"].map(gitConfig);
  if (!name || !address)
    throw new UserError('--mbox: git does not know who you are: give --from "Name <address>"');
  return `${name} <${address}>`;
}

function gitConfig(key: string): string {
  try {
    return execFileSync("git", ["config", key], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return ""; // no git, or it does not know
  }
}

export function checkFixes(fixes: string | undefined): void {
  if (fixes !== undefined && !/^[0-9a-f]{12,40} \(".+"\)$/.test(fixes)) {
    throw new UserError(`--fixes ${fixes}: give it as 123456789abc ("subject of the commit")`);
  }
}
