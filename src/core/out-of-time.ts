import { UserError } from "./user-error.ts";

/** Work that was given up when its time was over: nothing is known of the module. */
export class OutOfTime extends UserError {
  readonly isOutOfTime = true;
}

/** By what it carries, as UserError is told by its name. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof Error && "isOutOfTime" in error && error.isOutOfTime === true;
}
