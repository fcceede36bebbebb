import type { Finding, Verdict } from "../core/finding.ts";
import type { PageModel, Story, Tone } from "./model.ts";
import type { Room } from "./room.ts";
import type { SourceOf } from "../core/span.ts";
import { sourcesOf } from "./sources.ts";
import { shortestFirst, storyOf } from "./story.ts";

/** What every page is made with. */
export interface Setting {
  /** The module's or the log's name. */
  readonly name: string;
  /** As it was typed. */
  readonly command: string;
  /** What `--replay` is put behind, to run a witness again. */
  readonly replay: string;
  readonly version: string;
  readonly source: SourceOf;
  readonly room: Room;
}

const EMPTY = {
  logs: [],
  more: 0,
  tries: [],
  played: [],
  advice: [],
  coverage: [],
  assumptions: [],
  facts: [],
} as const;

/** The parts that all pages have in common. `findings` become stories, the shortest first, behind the one that a log shows. */
export function pageOf(
  { name, command, replay, version, source, room }: Setting,
  findings: readonly Finding[],
  rest: Partial<PageModel> & Pick<PageModel, "badge" | "lead">,
  first?: Finding,
): PageModel {
  const story = (finding: Finding): Story => storyOf(finding, replay);
  const others = shortestFirst(findings.filter((finding) => finding !== first).map(story));
  const all = first ? [story(first), ...others] : others;
  const stories = all.slice(0, room.stories);
  return {
    ...EMPTY,
    title: name,
    stories,
    more: all.length - stories.length,
    sources: sourcesOf(stories, source, room),
    footer: `unoops ${version} · ${command}`,
    ...rest,
  };
}

const TONES: Record<Verdict["outcome"], Tone> = {
  bug: "bad",
  safe: "good",
  bounded: "doubt",
  undecided: "doubt",
};

/** The page of `unoops run`. */
export function pageOfRun(verdict: Verdict, arch: string, setting: Setting): PageModel {
  const { outcome, findings, scope, assumptions, coverage } = verdict;
  const word = outcome === "safe" && scope === "part" ? "SAFE IN PART" : outcome.toUpperCase();
  return pageOf(setting, findings, {
    badge: { word, tone: TONES[outcome] },
    lead: leadOf(verdict),
    facts: factsOf(verdict, arch),
    coverage,
    assumptions,
  });
}

export function leadOf({ outcome, findings, scope, stats }: Verdict): string {
  switch (outcome) {
    case "bug": {
      const all = stats.complete
        ? "every interleaving was explored, up to where it fails"
        : "not every interleaving was explored";
      return `${findings.length === 1 ? "One finding" : `${findings.length} findings`}; ${all}.`;
    }
    case "safe":
      return scope === "part"
        ? "Every interleaving of the part that kernel threads live in was explored, and none fails."
        : "Every interleaving of load, threads, signals and unload was explored, and none fails.";
    case "bounded":
      return "No bug was found, but not everything was covered.";
    case "undecided":
      return "No verdict.";
  }
}

/** Kernel, architecture, and how much was explored. */
export function factsOf({ kernel, stats }: Verdict, arch: string): string[] {
  return [
    `linux ${kernel}`,
    arch,
    `${stats.states} states`,
    `${stats.schedules} steps`,
    `${(stats.ms / 1000).toFixed(2)} s`,
  ];
}

/** The number of the story that a finding became. */
export function storyIndex(stories: readonly Story[], { rule, span }: Finding): number | undefined {
  const index = stories.findIndex(
    (story) => story.rule === rule && story.place.file === span.file && story.place.line === span.line,
  );
  return index < 0 ? undefined : index;
}
