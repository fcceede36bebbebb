import { readFileSync } from "node:fs";

/** The version in package.json, which lies two folders above both `src/cli` and `dist/cli`. */
export function version(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest === "object" && manifest && "version" in manifest) return String(manifest.version);
  throw new Error("package.json has no version");
}
