import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Finding } from "../core/finding.ts";
import { nearestKernel } from "../core/kernel-version.ts";
import type { Crash, Diagnosis } from "../oops/index.ts";
import type { JoinedFinding } from "../report/oops-view.ts";
import { readConfig } from "../scan/config.ts";
import { kernelFor } from "../host/kernel-tree.ts";
import { filesFor } from "../scan/files.ts";
import { checkFiles } from "../scan/scan.ts";

/** Findings that are told beside a crash. */
const MOST = 5;

/** What `check` finds in a source tree, by the rules of the kernel that crashed. */
export async function checkTree(
  folder: string,
  crashes: readonly Crash[],
  progress: (text: string) => void,
): Promise<readonly Finding[]> {
  const release = crashes.find((crash) => crash.kernel !== undefined)?.kernel;
  const kernel =
    (release === undefined ? undefined : nearestKernel(release)) ?? kernelFor(undefined, [folder]);
  const { findings } = await checkFiles(filesFor([folder], readConfig().exclude), {
    paths: [folder],
    unread: [],
    kernel,
    cache: true,
    progress,
  });
  return findings;
}

/**
 * The findings that have to do with a crash, the nearest first, each with why it is named. What merely breaks the same
 * rule is left out when the module's own source does.
 */
export function joinFindings(
  crash: Crash,
  diagnosis: Diagnosis,
  findings: readonly Finding[],
): JoinedFinding[] {
  const rules = [diagnosis.rule, ...(diagnosis.alternatives ?? [])];
  const modules = modulesInQuestion(crash);
  const joined = findings.flatMap((finding) => {
    const module = modules.find((name) => belongsTo(finding.span.file, name));
    const traced = isInTrace(crash, finding);
    const sameRule = rules.includes(finding.rule);
    const near = (sameRule ? 2 : 0) + (module === undefined ? 0 : 2) + (traced ? 1 : 0);
    if (near === 0) return [];
    const why = [
      ...(traced ? [`${finding.function}() is in the trace`] : []),
      ...(module === undefined ? [] : [`it is the source of module ${module}`]),
      ...(sameRule ? ["it breaks the rule that the crash speaks of"] : []),
    ].join(", ");
    return [{ finding, why, near }];
  });
  const nearest = Math.max(...joined.map(({ near }) => near));
  return joined
    .filter(({ near }) => near > 2 || nearest <= 2)
    .toSorted((a, b) => b.near - a.near)
    .slice(0, MOST)
    .map(({ finding: { rule, severity, message, span, function: name }, why }) => ({
      rule,
      severity,
      message,
      file: span.file,
      line: span.line,
      function: name,
      why,
    }));
}

/** A module's function has a name of its own in that module alone. */
function isInTrace(crash: Crash, finding: Finding): boolean {
  return crash.frames.some(
    (frame) =>
      frame.function.replace(/\..*/, "") === finding.function &&
      (frame.module === undefined || belongsTo(finding.span.file, frame.module)),
  );
}

/** Modules that came or went when it crashed, and those whose functions are in the trace. */
function modulesInQuestion(crash: Crash): string[] {
  const leaving = crash.modules.filter(({ state }) => state !== "live").map(({ name }) => name);
  const running = crash.frames.flatMap(({ module }) => module ?? []);
  return [...new Set([...leaving, ...running])];
}

/** A file is a module's by its name, or because its folder's Makefile says so: `name-objs := a.o b.o`. */
export function belongsTo(file: string, module: string): boolean {
  const stem = basename(file, ".c");
  if (plain(stem) === plain(module)) return true;
  return ["Kbuild", "Makefile"]
    .map((name) => join(dirname(file), name))
    .filter((path) => existsSync(path))
    .some((path) => objectsOf(readFileSync(path, "utf8"), module).includes(`${stem}.o`));
}

/** The kernel writes every `-` of a module's name as `_`. */
const plain = (name: string): string => name.replaceAll("-", "_");

function objectsOf(makefile: string, module: string): string[] {
  return makefile
    .replaceAll("\\\n", " ")
    .split("\n")
    .flatMap((line) => {
      const [, name = "", objects = ""] = /^([\w-]+)-(?:objs|y)\s*[:+]?=(.*)$/.exec(line) ?? [];
      return plain(name) === plain(module) ? objects.trim().split(/\s+/) : [];
    });
}
