import type { ExplainedCrash } from "../report/oops-view.ts";
import type { Solution } from "../report/solve-text.ts";
import { proofWords } from "../report/proof-words.ts";
import type { ExplainedLine, LogPart, PageModel } from "./model.ts";
import { factsOf, pageOf, storyIndex, type Setting } from "./page-of.ts";
import { diffLinesOf, PROOF_TONES } from "./patch.ts";

/** A crash with its lines explained. */
export interface ReadCrash {
  readonly view: ExplainedCrash;
  readonly lines: readonly ExplainedLine[];
}

/** The page of `unoops explain`. */
export function pageOfExplained(crashes: readonly ReadCrash[], more: number, setting: Setting): PageModel {
  const count = crashes.length === 1 ? "One crash" : `${crashes.length} crashes`;
  const found = crashes.flatMap(({ view }) => view.findings ?? []);
  return {
    ...pageOf(setting, [], {
      badge: {
        word: crashes.length === 0 ? "NO CRASH" : "EXPLAINED",
        tone: crashes.length === 0 ? "good" : "bad",
      },
      lead: `${crashes.length === 0 ? "No crash" : count} in this log.`,
      coverage: more > 0 ? [`${more} more crashes in this log are not shown`] : [],
    }),
    logs: crashes.map((crash) => logPart(crash, setting)),
    advice: [
      ...new Set(crashes.flatMap(({ view }) => view.diagnosis.next)),
      ...found.map(({ file, line, rule, message, why }) => `${file}:${line}: ${rule}: ${message} (${why})`),
    ],
  };
}

function logPart({ view, lines }: ReadCrash, { room }: Setting): LogPart {
  const { kernel, arch, process, diagnosis, title } = view;
  return {
    headline: view.headline,
    summary: diagnosis.summary,
    facts: [
      ...(kernel === undefined ? [] : [`linux ${kernel}`]),
      arch,
      ...(process?.comm === undefined ? [] : [`process ${process.comm}`]),
      title,
    ],
    evidence: diagnosis.evidence,
    lines: lines.slice(0, room.logLines),
    rows: [],
    excerpts: (view.sources ?? []).map(({ text, ...place }) => ({ ...place, lines: text })),
  };
}

/** The page of `unoops solve`: log and prediction side by side, the interleaving, the patch. */
export function pageOfSolution(solution: Solution, setting: Setting): PageModel {
  const { log, verdict, match, patch, advice, remarks, arch } = solution;
  const parts = {
    ...verdictOf(solution),
    facts: factsOf(verdict, arch),
    advice: [...advice, ...remarks],
    coverage: verdict.coverage,
    assumptions: verdict.assumptions,
  };
  const page = pageOf(setting, verdict.findings, parts, match?.finding);
  const removes = match && storyIndex(page.stories, match.finding);
  return {
    ...page,
    logs: [
      {
        headline: log.headline,
        summary: log.summary,
        facts: [...(log.kernel === undefined ? [] : [`linux ${log.kernel}`]), log.arch],
        evidence: log.evidence,
        lines: log.lines.slice(0, setting.room.logLines),
        ...(match ? { predicted: { ...match.prediction, lines: match.prediction.text } } : {}),
        rows: match?.rows ?? [],
        excerpts: [],
      },
    ],
    ...(patch
      ? {
          patch: {
            title: patch.title,
            proof: proofWords({ proof: patch.proof, verdicts: [verdict] }),
            tone: PROOF_TONES[patch.proof],
            because: patch.because,
            diff: diffLinesOf(patch.diff),
            ...(removes === undefined ? {} : { removes }),
          },
        }
      : {}),
  };
}

function verdictOf({ match, patch, verdict }: Solution): Pick<PageModel, "badge" | "lead"> {
  const said = "The log is explained, and reproduced from the source";
  if (!match?.reproduced)
    return {
      badge: { word: "NOT SOLVED", tone: "doubt" },
      lead: "This module, on its own, does not explain the log.",
    };
  if (patch?.proof !== "proven")
    return { badge: { word: "EXPLAINED", tone: "doubt" }, lead: `${said}; no patch is proven.` };
  return {
    badge: { word: "SOLVED", tone: "good" },
    lead: `${said}; the patch is ${proofWords({ proof: patch.proof, verdicts: [verdict] })}.`,
  };
}
