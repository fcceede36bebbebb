import { readFileSync } from "node:fs";
import { UserError } from "../core/user-error.ts";

const BUNDLE = new URL("../../dist/page/client.bundle.js", import.meta.url);

/** The script of our pages, as `npm run build` bundles it. */
export function readPageClient(): string {
  try {
    return readFileSync(BUNDLE, "utf8");
  } catch {
    throw new UserError(`${BUNDLE.pathname} is not there: npm run build makes it`);
  }
}
