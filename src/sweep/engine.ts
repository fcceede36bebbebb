import { readFileSync } from "node:fs";
import { version } from "../host/package-version.ts";
import { readKernelFiles } from "../host/kernel-files.ts";
import { hashOf, type JobKind } from "./job.ts";

/** Where each kind of job is done: what this file needs, and what that needs, decides its results. */
const ENTRY: Record<JobKind, string> = {
  check: "perform-check",
  run: "perform-run",
  confirm: "perform-confirm",
  explain: "perform-explain",
};

const engines = new Map<JobKind, string>();

/**
 * What a kind of job is done with: the hash of every file of ours that it needs, the model kernel where it runs one, and the packages.
 * A version of unoops in which none of these changed finds the results of the last one.
 */
export function engineOf(kind: JobKind): string {
  let engine = engines.get(kind);
  if (engine === undefined) {
    const own = filesFrom(new URL(`./${ENTRY[kind]}${suffix(import.meta.url)}`, import.meta.url));
    const kernel = kind === "run" || kind === "confirm" ? [...readKernelFiles().files].flat() : [];
    engine = hashOf(JSON.stringify([dependencies(), ...own, ...kernel.map(String)]));
    engines.set(kind, engine);
  }
  return engine;
}

/** What a worker and a sweep must have in common. */
export function wholeEngine(): { id: string; name: string } {
  const kinds = Object.keys(ENTRY) as JobKind[];
  const id = hashOf(kinds.map(engineOf).join(" ")).slice(0, 16);
  return { id, name: `unoops ${version()} (${id})` };
}

function suffix(url: string): string {
  return url.endsWith(".ts") ? ".ts" : ".js";
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g;

/** A file and all that it imports, as name and text, in one order. */
function filesFrom(entry: URL): string[] {
  const texts = new Map<string, string>();
  const open = [entry];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (texts.has(url.href)) continue;
    const text = readFileSync(url, "utf8");
    texts.set(url.href, text);
    for (const [, path = ""] of text.matchAll(IMPORT)) open.push(new URL(path, url));
  }
  const root = new URL("..", import.meta.url).href;
  return [...texts].map(([href, text]) => `${href.replace(root, "")} ${hashOf(text)}`).toSorted();
}

/** Packages that take part, with their versions. */
function dependencies(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest && "dependencies" in manifest
    ? JSON.stringify(manifest.dependencies)
    : "";
}
