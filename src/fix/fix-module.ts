import type { ModuleSource } from "../compile/module-source.ts";
import type { Finding } from "../core/finding.ts";
import type { Candidate, FixReport, Judgement, Proof } from "../core/fix.ts";
import { attempts, isMendable } from "./attempts.ts";
import type { Idiom } from "./job.ts";
import { judgement } from "./judgement.ts";
import { changedFiles } from "./sources.ts";
import { sizeOf } from "./unified.ts";
import { findingsOf, sameness, tryModule, type Bench, type Trial } from "./trial.ts";

/** How many changes one fix may be made of, how many unfinished ones are followed, how many are run for one module. */
const DEEPEST = 6;
const BROADEST = 3;
const MOST_TRIALS = 60;

/** Best proof first. */
const PROOFS: readonly Proof[] = ["proven", "bounded", "checked", "refuted", "broken"];

/** Finds what `run` finds, tries every idiom for it, and says for each whether it holds. */
export async function fixModule(source: ModuleSource, bench: Bench): Promise<FixReport> {
  const before = await tryModule(source, bench);
  const found = findingsOf(before).toSorted(
    (a, b) => Number(a.needsFault ?? false) - Number(b.needsFault ?? false),
  );
  const targets = found.filter(isMendable);
  const search = new Search(source, before, targets, bench);
  const [first] = targets;
  const candidates = first ? await search.candidatesFor(first) : [];
  return {
    kernels: bench.kernels,
    targets,
    before: before.verdicts,
    candidates: candidates.toSorted(better),
    beyond: found.filter((finding) => !isMendable(finding)),
  };
}

function better(a: Candidate, b: Candidate): number {
  return rank(a) - rank(b) || a.size - b.size;
}

function rank({ judgement: judged }: Candidate): number {
  return judged ? PROOFS.indexOf(judged.proof) : PROOFS.length;
}

interface Done {
  readonly source: ModuleSource;
  readonly trial: Trial;
  readonly judged: Judgement;
  /** In the order they were applied. */
  readonly idioms: readonly Idiom[];
}

/** What each of the changes costs that costs anything. */
function costOf(idioms: readonly Idiom[]): string {
  const costs = new Set(idioms.map(({ cost }) => cost).filter((cost) => cost !== "nothing"));
  return costs.size > 0 ? [...costs].join("; ") : "nothing";
}

function isWhole({ judged }: Done): boolean {
  return judged.proof !== "refuted" && judged.proof !== "broken";
}

/** A step gets somewhere when the finding is gone, or when less is wrong than before. */
function helps({ trial, judged }: Done, finding: Finding, before: number): boolean {
  if (judged.proof === "broken") return false;
  return wrongIn(judged) < before || findingsOf(trial).every((one) => sameness(one) !== sameness(finding));
}

function wrongIn({ left, came }: Judgement): number {
  return left.length + came.length;
}

function fewerLeft(a: Done, b: Done): number {
  return wrongIn(a.judged) - wrongIn(b.judged);
}

class Search {
  private trials = 0;
  private readonly tried = new Map<string, Trial>();
  private readonly source: ModuleSource;
  private readonly before: Trial;
  private readonly targets: readonly Finding[];
  private readonly bench: Bench;

  constructor(source: ModuleSource, before: Trial, targets: readonly Finding[], bench: Bench) {
    this.source = source;
    this.before = before;
    this.targets = targets;
    this.bench = bench;
  }

  /** One candidate for each idiom, with what else it takes until nothing is left. */
  async candidatesFor(finding: Finding): Promise<Candidate[]> {
    const candidates: Candidate[] = [];
    for (const attempt of attempts(this.source, finding, this.bench.kernels)) {
      const { idiom, source, refusal } = attempt;
      const { title, cost, example } = idiom;
      if (!source) {
        candidates.push({
          title,
          cost,
          example,
          files: [],
          size: 0,
          ...(refusal === undefined ? {} : { refusal }),
        });
        continue;
      }
      const done = await this.complete(source, idiom, finding);
      const files = changedFiles(this.source, done.source);
      candidates.push({
        title: done.idioms.map((one) => one.title).join("; "),
        cost: costOf(done.idioms),
        example,
        judgement: this.verdictOn(done, finding),
        files,
        size: sizeOf(files),
      });
    }
    return candidates;
  }

  /** A change that mends the finding and leaves others as they were is judged for what it mends. */
  private verdictOn({ judged, trial }: Done, finding: Finding): Judgement {
    const known = new Set(findingsOf(this.before).map(sameness));
    known.delete(sameness(finding));
    const isPart =
      judged.proof === "refuted" &&
      judged.came.length === 0 &&
      judged.left.every((one) => known.has(sameness(one)));
    return isPart ? judgement(this.before, trial, [finding]) : judged;
  }

  /** Goes on mending what a change has left, or brought up: the shortest way to a module in which nothing is left. */
  private async complete(source: ModuleSource, idiom: Idiom, finding: Finding): Promise<Done> {
    const first = await this.step(source, idiom, []);
    if (isWhole(first) || !helps(first, finding, this.targets.length)) return first;
    let frontier = [first];
    let best = first;
    for (let depth = 1; depth < DEEPEST; depth++) {
      const next: Done[] = [];
      for (const state of frontier) next.push(...(await this.further(state)));
      const whole = next.find(isWhole);
      if (whole) return whole;
      frontier = next.toSorted(fewerLeft).slice(0, BROADEST);
      best = [best, ...frontier].toSorted(fewerLeft)[0] ?? best;
    }
    return best;
  }

  /** Every idiom for the next finding that a change has left and that can be mended; those that get somewhere. */
  private async further(state: Done): Promise<Done[]> {
    for (const finding of [...state.judged.left, ...state.judged.came].filter(isMendable)) {
      const found = await this.mend(state, finding);
      if (found.length > 0) return found;
    }
    return [];
  }

  private async mend({ source, judged, idioms }: Done, finding: Finding): Promise<Done[]> {
    const found: Done[] = [];
    for (const { source: changed, idiom } of attempts(source, finding, this.bench.kernels)) {
      if (!changed || idioms.includes(idiom) || this.trials >= MOST_TRIALS) continue;
      const done = await this.step(changed, idiom, idioms);
      if (helps(done, finding, wrongIn(judged))) found.push(done);
    }
    return found;
  }

  private async step(source: ModuleSource, idiom: Idiom, before: readonly Idiom[]): Promise<Done> {
    const idioms = [...before, idiom];
    const trial = await this.try(source, idioms.map(({ title }) => title).join("; "));
    return { source, trial, judged: judgement(this.before, trial, this.targets), idioms };
  }

  private async try(source: ModuleSource, what: string): Promise<Trial> {
    const key = JSON.stringify([...source.files.values()]);
    const known = this.tried.get(key);
    if (known) return known;
    this.trials++;
    this.bench.say?.(`trying: ${what}`);
    const trial = await tryModule(source, this.bench);
    this.tried.set(key, trial);
    return trial;
  }
}
