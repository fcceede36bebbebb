import { readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { UserError } from "../core/user-error.ts";
import { findSources, type Unread } from "./check-files.ts";

/** The files that arguments mean: C files, folders, or a compile_commands.json that lists them. */
export function filesFor(paths: readonly string[], exclude: readonly string[], unread?: Unread): string[] {
  const lists = paths.filter((path) => basename(path) === "compile_commands.json");
  const plain = paths.filter((path) => !lists.includes(path));
  const files = [...findSources(plain, unread), ...lists.flatMap(filesOfCompileCommands)];
  return [...new Set(files)].filter(
    (file) => !exclude.some((part) => file.startsWith(part) || file.includes(`/${part}`)),
  );
}

function filesOfCompileCommands(path: string): string[] {
  const entries = parse(path);
  if (!Array.isArray(entries)) throw new UserError(`${path}: it must hold a list of commands`);
  return entries.flatMap((entry: unknown) => {
    if (typeof entry !== "object" || entry === null || !("file" in entry)) return [];
    const folder = "directory" in entry ? String(entry.directory) : "";
    const file = String(entry.file);
    const full = file.startsWith("/") ? file : join(folder, file);
    const near = relative(".", full);
    return full.endsWith(".c") ? [near.startsWith("..") ? full : near] : [];
  });
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${path}: ${error.message}`);
    throw new UserError(`${path}: cannot be read`);
  }
}
