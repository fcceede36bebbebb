import { UserError } from "../core/user-error.ts";

/** Loads a package that only sweeps need: where it could not be installed, everything else works. */
export async function optional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") throw error;
    throw new UserError(`this sweep needs the package ${name}, which is not installed: npm install ${name}`);
  }
}
