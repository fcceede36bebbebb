/**
 * Something the user can mend: one line that says what was wrong, where, and what to do.
 * The command line prints it without a stack trace and exits with 2.
 */
export class UserError extends Error {
  override readonly name = "UserError";
}
