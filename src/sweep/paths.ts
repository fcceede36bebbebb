import { relative } from "node:path";
import type { ModuleSource } from "../compile/module-source.ts";
import { printable } from "../core/printable.ts";
import { BUILD_ROOT } from "./module.ts";

/** A path as a job has it. */
export function within(root: string, path: string): string {
  return relative(root, path) || ".";
}

/** A tree's root as findings' paths begin with it. */
export function prefixOf(near: string, full: string): string {
  if (near === "") return "";
  return `${shown(near.startsWith("..") ? full : near)}/`;
}

/** A path as it is told, and as results tell it: without a leading `./`, and safe to print. */
export function shown(path: string): string {
  return printable(path.replace(/^(?:\.\/)+/, ""));
}

/** A module as people know it. */
export function nameOf(source: ModuleSource): string {
  return source.units.map((unit) => shown(source.userPath(unit))).join(" ");
}

/** The folder here that is the build tree's root there. */
export function rootOf(source: ModuleSource): string {
  const unit = source.units[0] ?? "";
  const own = unit.slice(BUILD_ROOT.length);
  const full = source.userPath(unit);
  return full === own ? "." : full.slice(0, -(own.length + 1)) || "/";
}
