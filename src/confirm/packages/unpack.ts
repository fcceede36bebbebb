import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { outputOf } from "../host/command.ts";

const UNPACK_LIMIT = 300_000;

/** Unpacks every .deb that lies in a folder into another one, and deletes it. */
export async function unpackAll(from: string, into: string, say: (text: string) => void): Promise<void> {
  for (const file of await readdir(from)) {
    if (!file.endsWith(".deb")) continue;
    say(`unpacking ${file}`);
    await outputOf("dpkg", ["-x", join(from, file), into], { limit: UNPACK_LIMIT });
    await rm(join(from, file));
  }
}
