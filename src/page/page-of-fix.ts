import type { Candidate, FixReport, Judgement } from "../core/fix.ts";
import { proofWords } from "../report/proof-words.ts";
import type { PageModel, PatchPart, Try } from "./model.ts";
import { pageOf, storyIndex, type Setting } from "./page-of.ts";
import { diffLinesOf, PROOF_TONES } from "./patch.ts";

/** The page of `unoops fix`: the patch first, then what it removes, then what else was tried. */
export function pageOfFix(
  report: FixReport,
  best: Candidate | undefined,
  diff: string,
  setting: Setting,
): PageModel {
  const { targets, beyond, before, candidates, kernels } = report;
  const isSafe = targets.length + beyond.length === 0 && before.every(({ outcome }) => outcome === "safe");
  const judgement = best?.judgement;
  const page = pageOf(setting, [...targets, ...beyond], {
    badge: judgement
      ? { word: proofWords(judgement).toUpperCase(), tone: PROOF_TONES[judgement.proof] }
      : isSafe
        ? { word: "NOTHING TO MEND", tone: "good" }
        : { word: "NO PATCH", tone: "doubt" },
    lead: best
      ? `The patch: ${best.title}.`
      : isSafe
        ? "Every interleaving was explored, and none fails."
        : "No patch was found that holds.",
    facts: kernels.map((kernel) => `linux ${kernel}`),
    tries: candidates.filter((candidate) => candidate !== best).map(tryOf),
    coverage: before.flatMap(({ coverage }) => coverage),
    assumptions: [...new Set(before.flatMap(({ assumptions }) => assumptions))],
  });
  const [target] = targets;
  const removes = target && storyIndex(page.stories, target);
  return best && judgement
    ? {
        ...page,
        patch: { ...patchOf(best.title, judgement, diff), ...(removes === undefined ? {} : { removes }) },
      }
    : page;
}

function patchOf(title: string, judgement: Judgement, diff: string): PatchPart {
  const left = judgement.left.map(({ rule, message }) => `left: ${rule}: ${message}`);
  return {
    title,
    proof: proofWords(judgement),
    tone: PROOF_TONES[judgement.proof],
    because: [...left, ...judgement.because],
    diff: diffLinesOf(diff),
  };
}

function tryOf({ title, judgement, refusal = "", cost }: Candidate): Try {
  return judgement
    ? { title, word: proofWords(judgement), tone: PROOF_TONES[judgement.proof], said: `costs: ${cost}` }
    : { title, word: "not made", tone: "doubt", said: refusal };
}

/** The page of `unoops fix --patch`: what is left after somebody's patch, and what came up. */
export function pageOfJudgement(judged: Judgement, diff: string, setting: Setting): PageModel {
  const { proof, left, came, verdicts } = judged;
  return pageOf(setting, [...left, ...came], {
    badge: { word: proofWords(judged).toUpperCase(), tone: PROOF_TONES[proof] },
    lead: `${left.length} left of what was there before, ${came.length} came up.`,
    facts: verdicts.map(({ kernel, stats }) => `linux ${kernel}: ${stats.states} states`),
    patch: patchOf(setting.name, judged, diff),
    assumptions: [...new Set(verdicts.flatMap(({ assumptions }) => assumptions))],
  });
}
