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
    const kernel = kind === "check" || kind === "explain" ? [] : [...readKernelFiles().files].flat();
    engine = hashOf(JSON.stringify([dependencies(), ...own, ...kernel.map(String)]));
    engines.set(kind, engine);
  }
  return engine;
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

/** What a worker and a sweep must have in common. */
export function wholeEngine(): { id: string; name: string } {
  const kinds = Object.keys(ENTRY) as JobKind[];
  const id = hashOf([...kinds.map(engineOf), canonical(ruleVersions())].join(" ")).slice(0, 16);
  return { id, name: `unoops ${version()} (${id})` };
}

/** A file of ours, as it is run: built, or its source. */
function ownFile(name: string): URL {
  return new URL(`${name}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.{1,2}\/[^"']+)["']/g;

/** Files and all that they import, but for one and what only that imports: name and hash of each, in one order. */
function filesFrom(entries: readonly URL[], except?: URL): string[] {
  const texts = new Map<string, string>();
  const open = [...entries];
  for (let url = open.pop(); url !== undefined; url = open.pop()) {
    if (texts.has(url.href) || url.href === except?.href) continue;
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
