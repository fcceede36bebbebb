import type { Verdict } from "../core/finding.ts";
import type { PageModel, PlayedPart, Tone } from "./model.ts";
import { pageOf, type Setting } from "./page-of.ts";

const TONES = { confirmed: "bad", misbehaved: "bad", quiet: "good", undecided: "doubt" } satisfies Record<
  string,
  Tone
>;

/** What `confirm` found out, in words: the page knows no real kernels. */
export interface Confirmed {
  readonly verdict: keyof typeof TONES;
  readonly meaning: string;
  readonly facts: readonly string[];
  readonly run: Verdict;
  readonly played: readonly (Omit<PlayedPart, "tone"> & { readonly isBad: boolean })[];
}

/** The page of `unoops confirm`: what a real kernel did, beside what the model says. */
export function pageOfConfirmed(confirmed: Confirmed, setting: Setting): PageModel {
  const { verdict, meaning, facts, run, played } = confirmed;
  return pageOf(setting, run.findings, {
    badge: { word: verdict.toUpperCase(), tone: TONES[verdict] },
    lead: `${meaning[0]?.toUpperCase()}${meaning.slice(1)}.`,
    facts,
    played: played.map(({ isBad, ...one }) => ({
      ...one,
      tone: isBad ? "bad" : "good",
      crash: one.crash.slice(0, setting.room.logLines),
      console: one.console.slice(-setting.room.logLines),
    })),
    coverage: run.coverage,
    assumptions: run.assumptions,
  });
}
