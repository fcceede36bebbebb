import { UserError } from "../core/user-error.ts";

/** The compiler refused the module; `diagnostics` is what it printed, with the user's own paths. */
export class CompileError extends UserError {
  readonly diagnostics: string;
  constructor(message: string, diagnostics: string) {
    super(message);
    this.diagnostics = diagnostics;
  }
}

/** A call that nothing declares is only warned of here, and kernel builds refuse it. */
export const UNDECLARED = /implicit declaration of function|call to undeclared function/;

/** A type that nobody knows was taken as a number, which another kernel may have. */
export const GUESSED = /: taken as a number$/m;

/** Whether a kernel build would have refused the module's text, by what our compiler said of it. */
export function isRefused(diagnostics: string): boolean {
  return (
    UNDECLARED.test(diagnostics) || GUESSED.test(diagnostics) || /:\d+: (?:fatal )?error: /.test(diagnostics)
  );
}
