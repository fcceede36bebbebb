import { basename } from "node:path";
import { readFileSync } from "node:fs";
import type { ModuleSource } from "../../src/compile/module-source.ts";
import type { Verdict } from "../../src/core/finding.ts";
import { defaultArch, type KernelVersion } from "../../src/core/kernel-version.ts";
import { runModule } from "../../src/run/run.ts";
import { sourceOf } from "../../src/run/source-text.ts";
import { buildPart } from "../../src/slice/build-part.ts";
import type { Extent, KernelHeader } from "../../src/slice/index.ts";
import { buildOptions } from "../run/harness.ts";

/** Modules whose threads run a function of the kernel's, kthread_worker_fn(): a part has not that. */
export const OF_WORKERS = ["family-worker.c", "delayed-kthread-work.c", "delayed-kthread-work-fixed.c"];

/** A driver as text, without any of its headers. */
export function alone(path: string, text: string): ModuleSource {
  const unit = `module/${basename(path)}`;
  return {
    name: basename(path, ".c").replaceAll("-", "_"),
    units: [unit],
    files: new Map([[unit, text]]),
    flags: [],
    userPath: (name) => (name === unit ? path : name),
  };
}

/** Runs the part of a driver that its threads live in. */
export async function judgePart(
  source: ModuleSource,
  kernel: KernelVersion,
  options: {
    readonly faults?: boolean;
    readonly strict?: boolean;
    readonly header?: KernelHeader;
    readonly extent?: Extent;
    readonly first?: boolean;
  } = {},
): Promise<Verdict> {
  const { program } = await buildPart(
    source,
    buildOptions(kernel, defaultArch(kernel)),
    options.header ?? (() => undefined),
    options.extent,
  );
  return runModule(program, {
    limits: { time: 60_000 },
    faults: options.faults === true,
    strict: options.strict === true,
    first: options.first === true,
    source: sourceOf(source),
  });
}

/** A module without its includes and without the structs that it defines: what a driver is whose headers are elsewhere. */
export function bereft(path: string): string {
  return readFileSync(path, "utf8")
    .replace(/^[ \t]*#[ \t]*include\b.*$/gm, "")
    .replace(/^struct\s+\w+\s*\{[^{}]*\};$/gm, (text) => text.replace(/[^\n]/g, " "));
}
