/**
 * Something the user can mend: one line that says what was wrong, where, and what to do.
 * The command line prints it without a stack trace and exits with 2.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** By its name: the commands are put together in a few files, and what stays beside them has a class of its own. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === "UserError";
}
