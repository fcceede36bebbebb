import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Candidate, FixReport } from "../core/fix.ts";
import { defaultArch, type KernelVersion } from "../core/kernel-version.ts";
import { fixModule } from "../fix/index.ts";
import { judgeModule } from "../judge/index.ts";
import { cacheFolder } from "../host/file-cache.ts";
import type { Mended, OpenTexts, Ran } from "../lsp/workbench.ts";
import { leadOf, pageOfRun } from "../page/page-of.ts";
import { proofWords } from "../report/proof-words.ts";
import { pageText } from "./html.ts";
import { loadProgram, readModule, sourceOf } from "./load.ts";
import { partLoader } from "./part.ts";
import { atFinding } from "./run-finding.ts";
import { typed } from "./typed.ts";

/** Slow work that an editor asks for. Plain data: it goes to a worker. */
export interface EditorJob {
  readonly kind: "run" | "mend";
  /** The document; its module is the file alone. */
  readonly path: string;
  readonly open: OpenTexts;
  readonly kernel: KernelVersion;
  /** Of the one finding that a run looks for, as `unoops run --finding` does. */
  readonly line?: number;
}

/** An editor's user does not wait longer than this for a verdict, in ms. */
const PATIENCE = 30_000;

export function performEditorJob(job: EditorJob): Promise<Ran | Mended> {
  return job.kind === "run" ? run(job) : mend(job);
}

async function run({ path, open, kernel, line }: EditorJob): Promise<Ran> {
  const source = asOpen(readModule([path]), open);
  const arch = defaultArch(kernel);
  const how = { kernel, arch, compiler: "auto", cache: true, time: PATIENCE } as const;
  const program = await loadProgram(source, how, "quiet");
  const place = line === undefined ? undefined : { file: path, line };
  const options = {
    limits: { time: PATIENCE },
    source: sourceOf(source),
    ...(place ? { faults: true } : {}),
  };
  const outline = (): Promise<LinkedProgram> =>
    loadProgram(source, { ...how, part: "always", extent: "outline" }, "quiet");
  const judged = await judgeModule(source, program, options, place ? {} : { outline });
  const verdict = place ? atFinding(judged, source, place) : judged;
  const what = {
    name: source.name,
    command: typed(["unoops", "run", ...(place ? ["--finding", `${path}:${line}`] : [path])]),
    replay: typed(["unoops", "run", path]),
    source: sourceOf(source),
  };
  const html = await pageText(what, (setting) => pageOfRun(verdict, arch, setting));
  const folder = join(cacheFolder(), "pages");
  mkdirSync(folder, { recursive: true });
  const page = join(folder, `${source.name}${place ? `-${place.line}` : ""}.html`);
  writeFileSync(page, html);
  const [first] = verdict.findings;
  return {
    outcome: verdict.outcome,
    summary: first ? first.message : place ? (verdict.coverage[0] ?? "") : leadOf(verdict),
    findings: verdict.findings.length,
    page,
  };
}

async function mend({ path, open, kernel }: EditorJob): Promise<Mended> {
  const source = asOpen(readModule([path]), open);
  const load = partLoader({}, () => {});
  const report = await fixModule(source, {
    kernels: [kernel],
    build: (module, version) =>
      load(module, {
        kernel: version,
        arch: defaultArch(version),
        compiler: "auto",
        cache: true,
        time: PATIENCE,
      }),
    limits: { time: PATIENCE },
  });
  const best = report.candidates.find(({ judgement }) => judgement?.proof === "proven");
  if (!best?.judgement) return { title: "", why: whyNot(report) };
  return { title: best.title, files: best.files, why: `${proofWords(best.judgement)}, linux ${kernel}` };
}

function whyNot({ targets, beyond, candidates: [best] }: FixReport): string {
  if (targets.length + beyond.length === 0) return "no run of this module fails, so there is nothing to mend";
  return `no patch is proven${best ? `; the best is: ${best.title} (${saidOf(best)})` : ""}`;
}

function saidOf({ judgement, refusal = "not tried" }: Candidate): string {
  return judgement ? proofWords(judgement) : refusal;
}

/** The module with its texts as they stand in the editor. */
function asOpen(source: ModuleSource, open: OpenTexts): ModuleSource {
  const files = [...source.files].map(
    ([key, text]) => [key, open.get(source.userPath(key)) ?? text] as const,
  );
  return { ...source, files: new Map(files) };
}
