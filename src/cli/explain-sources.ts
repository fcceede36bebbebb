import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Crash } from "../oops/index.ts";
import type { SourceExcerpt } from "../report/oops-view.ts";

const AROUND = 2;
const MOST = 4;

/** The source lines that the innermost frames name, with their neighbours, from a tree at `folder`. */
export function excerpts(crash: Crash, folder: string): SourceExcerpt[] {
  const named = crash.frames.filter((frame) => !frame.unreliable && frame.source !== undefined);
  return named.flatMap((frame) => excerpt(frame.function, frame.source ?? "", folder)).slice(0, MOST);
}

function excerpt(name: string, source: string, folder: string): SourceExcerpt[] {
  const [file = "", number = "0"] = source.split(":");
  const path = findFile(file, folder);
  if (path === undefined) return [];
  const line = Number(number);
  const lines = readFileSync(path, "utf8").split("\n");
  const from = Math.max(1, line - AROUND);
  return [{ function: name, file, line, from, text: lines.slice(from - 1, line + AROUND) }];
}

/** The build's own path may begin elsewhere: the longest end of it that the tree has is taken. */
function findFile(file: string, folder: string): string | undefined {
  const parts = file.split("/").filter((part) => part !== "" && part !== ".");
  for (let from = 0; from < parts.length; from++) {
    const path = join(folder, ...parts.slice(from));
    if (!parts.includes("..") && existsSync(path)) return path;
  }
  return undefined;
}
