import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SHARED = fileURLToPath(new URL("../../../shared/", import.meta.url));

/** The recorded logs lie beside the repository; a checkout elsewhere has none, and says so. */
export const hasShared = existsSync(SHARED);
if (!hasShared) console.warn(`no ${SHARED}: the tests on recorded logs are skipped`);

export function shared(path: string): string {
  return readFileSync(SHARED + path, "utf8");
}

export function sharedFiles(folder: string): string[] {
  return hasShared ? readdirSync(SHARED + folder) : [];
}
