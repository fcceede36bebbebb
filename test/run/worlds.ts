import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEFAULT_WORLD } from "../../src/core/world.ts";

/** Modules whose verdict depends on what there is around them. */
export const WORLDS = fileURLToPath(new URL("../fixtures/worlds", import.meta.url));

/** What the first line of a fixture calls a world. */
export const NAMED = {
  "no users": { ...DEFAULT_WORLD, users: 0 },
  "users 1": { ...DEFAULT_WORLD, uses: 1 },
  "users 2": { ...DEFAULT_WORLD, users: 2 },
  "in turn": { ...DEFAULT_WORLD },
  reload: { ...DEFAULT_WORLD, loads: 2, uses: 1 },
} as const;

const NAMES = ["no users", "users 1", "users 2", "in turn", "reload"] as const;

/** `users 2: kthread-double-stop; users 1: safe` */
export function expectationsOf(name: string): (readonly [(typeof NAMES)[number], string])[] {
  const [line = ""] = readFileSync(join(WORLDS, name), "utf8").split("\n");
  return NAMES.flatMap((world) => {
    const found = new RegExp(`${world}: ([\\w-]+)`).exec(line)?.[1];
    return found === undefined ? [] : [[world, found] as const];
  });
}
