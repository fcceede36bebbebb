import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SRC = join(ROOT, "src");
const DIST = join(ROOT, "dist");

/** What lies there, which vite leaves to Node; the path may have signs in it that mean something in a pattern. */
export const BUILT = new RegExp(`^${DIST.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}/`);

/**
 * Tests use what was built in the place of the source: Node links its modules itself, and they take a third less time than through the
 * getters that vite puts between modules. What is not built by tsc, pages, stays what it is.
 */
export function built(): NonNullable<ViteUserConfig["plugins"]>[number] {
  return {
    name: "unoops-built",
    enforce: "pre",
    resolveId(name, importer) {
      if (!importer || !/^[./].*\.ts$/.test(name)) return undefined;
      const source = relative(SRC, resolve(dirname(importer), name));
      const id = join(DIST, source.replace(/\.ts$/, ".js"));
      return !source.startsWith("..") && existsSync(id) ? id : undefined;
    },
  };
}

/** What was built must be what is tested. Nothing else builds while tests run: others would read files that are half written. */
export function setup(): void {
  const stamp = join(DIST, "unoops.1"); // the last thing that a build writes
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.tsx?$/.test(path),
  );
  if (files.every((path) => statSync(join(SRC, path)).mtimeMs <= builtAt)) return;
  execFileSync("npm", ["run", "build"], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
}
