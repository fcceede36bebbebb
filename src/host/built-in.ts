import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { readKbuild } from "../compile/kbuild.ts";
import { kbuildFor } from "./driver-files.ts";
import { entriesOf, textIfAny } from "./read.ts";

/**
 * Whether a file of a kernel tree is never in a module: its Makefile lists it under `obj-y`, or under an option that is a `bool` wherever
 * the Kconfig files of its folder, or of the next one above that knows it, define it. False where nothing says so, and outside of kernel
 * trees, where nothing is built in.
 */
export function isBuiltIn(path: string): boolean {
  const kbuild = kbuildFor(path);
  if (kbuild === undefined) return false;
  const folder = dirname(kbuild);
  const top = treeAround(folder);
  if (top === undefined) return false;
  const own = relative(folder, resolve(path));
  const objects = readKbuild(textIfAny(kbuild)).modules.filter(({ units }) => units.includes(own));
  return objects.length > 0 && objects.every(({ option }) => option === "y" || isBool(option, folder, top));
}

/** A tree's topmost folder, by what only that one has. */
function treeAround(folder: string): string | undefined {
  if (["MAINTAINERS", "Kconfig"].every((name) => existsSync(join(folder, name)))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : treeAround(above);
}

function isBool(option: string | undefined, folder: string, top: string): boolean {
  const [, name] = /^CONFIG_(\w+)$/.exec(option ?? "") ?? [];
  if (name === undefined) return false;
  const types = kconfigIn(folder).flatMap((text) => typesOf(name, text));
  if (types.length > 0) return types.every((type) => type === "bool");
  return folder !== top && isBool(option, dirname(folder), top);
}

function kconfigIn(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.startsWith("Kconfig"))
    .map(({ name }) => textIfAny(join(folder, name)));
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
