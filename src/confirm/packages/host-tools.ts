import { open, readdir, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../host/command.ts";
import { chooseLibraries } from "./choose.ts";
import type { Suite } from "./suite.ts";
import { unpackAll } from "./unpack.ts";

const LOADER = "usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2";
const LIBRARIES = "usr/lib/x86_64-linux-gnu";

/** A program is executable and begins so. */
const ELF = "\x7fELF";

/**
 * Build tools of a newer suite want a newer C library than the host's. They are given that suite's own, beside them, and started
 * through it; the host's stays as it is. `place` is where the folder is about to be moved to.
 */
export async function mendTools(
  folder: string,
  place: string,
  suite: Suite,
  packages: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const broken: string[] = [];
  for (const path of await programsBelow(join(folder, "usr/lib")))
    if (await lacksLibraries(path)) broken.push(path);
  if (broken.length === 0) return;
  const names = await chooseLibraries(suite, packages);
  say(`fetching ${names.join(" ")}`);
  await suite.download(names, folder);
  await unpackAll(folder, join(folder, "host"), say);
  for (const path of broken) {
    await rename(path, `${path}.elf`);
    await writeFile(path, starter(join(place, "host")), { mode: 0o755 });
  }
}

/** `$0` names the tool, as it was called. */
function starter(root: string): string {
  const quoted = `'${root.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh
exec ${quoted}/${LOADER} --library-path ${quoted}/${LIBRARIES} --argv0 "$0" "$0.elf" "$@"
`;
}

async function programsBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await programsBelow(path)));
    else if (entry.isFile() && (await isElfProgram(path))) found.push(path);
  }
  return found;
}

async function isElfProgram(path: string): Promise<boolean> {
  const { mode } = await stat(path);
  if ((mode & 0o111) === 0) return false;
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ELF.length), 0, ELF.length, 0);
    return bytesRead === ELF.length && buffer.toString("latin1") === ELF;
  } finally {
    await file.close();
  }
}

async function lacksLibraries(path: string): Promise<boolean> {
  const { stdout, stderr } = await runCommand("ldd", [path], { limit: 10_000 });
  return `${stdout.toString("utf8")}${stderr}`.includes("not found");
}
