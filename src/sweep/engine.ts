import { readFileSync } from "node:fs";
import { RULE_FILES } from "../check/index.ts";
import { version } from "../host/package-version.ts";
import { readKernelFiles } from "../host/kernel-files.ts";
import { canonical, hashOf, RuleVersionsSchema, type JobKind, type RuleVersions } from "./job.ts";

/** Where each kind of job is done: what this file needs, and what that needs, decides its results. */
const ENTRY: Record<JobKind, string> = {
  check: "perform-check",
  "check --run": "perform-check-run",
  run: "perform-run",
  confirm: "perform-confirm",
  explain: "perform-explain",
};

const engines = new Map<JobKind, string>();

/** Where the rules of `check` are listed: what is behind it is told rule by rule. */
const RULE_LIST = "../check/rules/index";

/**
 * What a kind of job is done with: the hash of every file of ours that it needs, the model kernel where it runs one, and the packages.
 * A version of unoops in which none of these changed finds the results of the last one. For `check` it is what all rules share.
 */
export function engineOf(kind: JobKind): string {
  let engine = engines.get(kind);
  if (engine === undefined) {
    const own = filesFrom([ownFile(`./${ENTRY[kind]}`)], kind === "check" ? ownFile(RULE_LIST) : undefined);
    const kernel = kind === "check" || kind === "explain" ? [] : kernelHashes();
    engine = hashOf(JSON.stringify([dependencies(), ...own, ...kernel]));
    engines.set(kind, engine);
  }
  return engine;
}

let kernelFiles: readonly string[] | undefined;

/** The model kernel's files: name and hash of each. */
function kernelHashes(): readonly string[] {
  return (kernelFiles ??= [...readKernelFiles().files].map(([name, text]) => `${name} ${hashOf(text)}`));
}

let versions: RuleVersions | undefined;

/** What each rule of `check` is made of: the hash of the files that find it, in their order, and of all that these need. */
export function ruleVersions(): RuleVersions {
  versions ??= RuleVersionsSchema.parse(
    Object.fromEntries(
      [...new Set(RULE_FILES.flatMap(({ finds }) => finds))].map((rule) => {
        const names = RULE_FILES.filter(({ finds }) => finds.includes(rule)).map(({ file }) => file);
        const files = filesFrom(names.map((name) => ownFile(`../check/rules/${name}`)));
        return [rule, hashOf(JSON.stringify([names, files])).slice(0, 16)];
      }),
    ),
  );
  return versions;
}

let whole: { readonly id: string; readonly name: string } | undefined;

/** What a worker and a sweep must have in common. */
export function wholeEngine(): { readonly id: string; readonly name: string } {
  if (!whole) {
    const kinds = Object.keys(ENTRY) as JobKind[];
    const id = hashOf([...kinds.map(engineOf), canonical(ruleVersions())].join(" ")).slice(0, 16);
    whole = { id, name: `unoops ${version()} (${id})` };
  }
  return whole;
}

/** A file of ours, as it is run: built, or its source. */
function ownFile(name: string): URL {
  return new URL(`${name}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g;

interface OwnFile {
  readonly hash: string;
  readonly imports: readonly string[];
}

/** Kinds of jobs and rules have most files in common: each is read once. */
const read = new Map<string, OwnFile>();

function ownFileAt(href: string): OwnFile {
  let file = read.get(href);
  if (!file) {
    const text = readFileSync(new URL(href), "utf8");
    const imports = [...text.matchAll(IMPORT)].map(([, path = ""]) => new URL(path, href).href);
    file = { hash: hashOf(text), imports };
    read.set(href, file);
  }
  return file;
}

/** Files and all that they import, but for one and what only that imports: name and hash of each, in one order. */
function filesFrom(entries: readonly URL[], except?: URL): string[] {
  const found = new Map<string, string>();
  const open = entries.map(({ href }) => href);
  for (let href = open.pop(); href !== undefined; href = open.pop()) {
    if (found.has(href) || href === except?.href) continue;
    const { hash, imports } = ownFileAt(href);
    found.set(href, hash);
    open.push(...imports);
  }
  const root = new URL("..", import.meta.url).href;
  return [...found].map(([href, hash]) => `${href.replace(root, "")} ${hash}`).toSorted();
}

/** Packages that take part, with their versions. */
function dependencies(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest && "dependencies" in manifest
    ? JSON.stringify(manifest.dependencies)
    : "";
}
