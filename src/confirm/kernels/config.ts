import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RealKernel } from "./real-kernel.ts";

/** Options that a kernel was built with, such as `CONFIG_PREEMPT_COUNT`; undefined when nobody knows. */
export async function configOf({ headers }: RealKernel): Promise<ReadonlySet<string> | undefined> {
  try {
    return readConfig(await readFile(join(headers, ".config"), "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

export function readConfig(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^(CONFIG_\w+)=[ym]$/gm)].map(([, name = ""]) => name));
}

/** Can the condition of a prediction hold on a kernel with these options? `CONFIG_X is on`, `CONFIG_X is off`; what is not about options may. */
export function holdsOn(config: ReadonlySet<string> | undefined, when: string): boolean {
  if (config === undefined) return true;
  return [...when.matchAll(/(CONFIG_\w+)(?: is (on|off))?/g)].every(
    ([, name = "", state]) => config.has(name) === (state !== "off"),
  );
}
