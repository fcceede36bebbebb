import { UserError } from "../core/user-error.ts";

/** The compiler refused the module; `diagnostics` is what it printed, with the user's own paths. */
export class CompileError extends UserError {
  readonly diagnostics: string;
  constructor(message: string, diagnostics: string) {
    super(message);
    this.diagnostics = diagnostics;
  }
}
