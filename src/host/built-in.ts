import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readKbuild } from "../compile/kbuild.ts";
import { kbuildFor } from "./driver-files.ts";

/**
 * Whether a file of a kernel tree is never in a module: its Makefile lists it under `obj-y`, or under an option that is a `bool` wherever
 * the Kconfig files of its folder, or of the next one above that knows it, define it. False where nothing says so.
 */
export function isBuiltIn(path: string): boolean {
  const kbuild = kbuildFor(path);
  if (kbuild === undefined) return false;
  const own = relative(dirname(kbuild), resolve(path));
  const objects = readKbuild(readFileSync(kbuild, "utf8")).modules.filter(({ units }) => units.includes(own));
  return (
    objects.length > 0 && objects.every(({ option }) => option === "y" || isBool(option, dirname(kbuild)))
  );
}

function isBool(option: string | undefined, start: string): boolean {
  const [, name] = /^CONFIG_(\w+)$/.exec(option ?? "") ?? [];
  if (name === undefined) return false;
  for (let folder = start; ; folder = dirname(folder)) {
    const types = kconfigIn(folder).flatMap((text) => typesOf(name, text));
    if (types.length > 0) return types.every((type) => type === "bool");
    // a tree's topmost folder says what it is
    if (existsSync(join(folder, "MAINTAINERS")) || folder === dirname(folder)) return false;
  }
}

function kconfigIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith("Kconfig"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

/** The types that a Kconfig file gives an option; one that it only adds a default to has none. */
function typesOf(name: string, text: string): string[] {
  const types: string[] = [];
  let isOurs = false;
  for (const line of text.split("\n")) {
    const [, opened] = /^\s*(?:menu)?config\s+(\w+)\s*$/.exec(line) ?? [];
    if (opened !== undefined) isOurs = opened === name;
    const [, type] = /^\s+(?:def_)?(bool|tristate)\b/.exec(line) ?? [];
    if (isOurs && type !== undefined) types.push(type);
  }
  return types;
}
