import type { ModuleSource } from "../compile/module-source.ts";
import type { LinkedProgram } from "../compile/program.ts";
import type { Finding, Verdict } from "../core/finding.ts";
import { PROOFS, type Candidate, type FixReport, type Judgement } from "../core/fix.ts";
import { attempts, isMendable } from "./attempts.ts";
import type { Idiom } from "./repair.ts";
import type { KernelVersion } from "../core/kernel-version.ts";
import { isSameBug, judgement } from "./judgement.ts";
import { changedFiles } from "./sources.ts";
import { sizeOf } from "./unified.ts";
import { findingsOf, tryModule, type Bench, type Trial } from "./trial.ts";
import { seconds } from "../core/progress-text.ts";

/** How many changes one fix may be made of, how many unfinished ones are followed, how many are run for one module. */
const DEEPEST = 6;
const BROADEST = 3;
const MOST_TRIALS = 60;
/** Seconds that changes may take, if nobody says otherwise; of one that was begun the runs end with the time. */
export const WITHIN = 300;

/** Finds what `run` finds, tries every idiom for it, and says for each whether it holds. */
export async function fixModule(source: ModuleSource, bench: Bench): Promise<FixReport> {
  const before = await tryModule(source, bench);
  const found = findingsOf(before).toSorted(
    (a, b) => Number(a.needsFault ?? false) - Number(b.needsFault ?? false),
  );
  const targets = found.filter(isMendable);
  const search = new Search(source, before, bench);
  const candidates: Candidate[] = [];
  for (const target of targets) {
    candidates.push(...(await search.candidatesFor(target)));
    if (candidates.some(({ judgement: judged }) => judged && isWhole(judged))) break;
  }
  return {
    kernels: bench.kernels,
    targets,
    before: before.verdicts,
    candidates: withoutRepeats(candidates.toSorted(better)),
    beyond: found.filter((finding) => !isMendable(finding)),
  };
}

/** The best proof first; of two that leave something, the one that leaves less; of equal ones, the smaller. */
function better(a: Candidate, b: Candidate): number {
  return rank(a) - rank(b) || wrongIn(a.judgement) - wrongIn(b.judgement) || a.size - b.size;
}

/** Two ways to the same text are one; so are two findings for which an idiom could not be made, for the same reason. */
function withoutRepeats(candidates: readonly Candidate[]): Candidate[] {
  const said = candidates.map(({ files, title, refusal }) =>
    JSON.stringify(files.length > 0 ? files : [title, refusal]),
  );
  return candidates.filter((_, i) => said.indexOf(said[i] ?? "") === i);
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

/** What the changes cost whoever takes them, what costs most first. */
function costOf(idioms: readonly Idiom[]): string {
  const costly = idioms
    .filter(({ cost }) => cost !== "nothing")
    .toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
  const costs = [...new Set(costly.map(({ cost }) => cost))];
  return costs.length > 0 ? costs.join("; ") : "nothing";
}

function isWhole({ proof }: Judgement): boolean {
  return proof === "proven" || proof === "bounded" || proof === "checked";
}

/** A step gets somewhere when the finding is gone, or when less is wrong than before. */
function helps({ trial, judged }: Done, finding: Finding, before: number): boolean {
  if (judged.proof === "broken") return false;
  return wrongIn(judged) < before || findingsOf(trial).every((one) => !isSameBug(one, finding));
}

/** How much is wrong: what happens by itself counts for more than what takes a failing call. */
function wrongIn(judged: Judgement | undefined): number {
  return judged ? weightOf([...judged.left, ...judged.came]) : 0;
}

function weightOf(findings: readonly Finding[]): number {
  return findings.reduce((sum, { needsFault = false }) => sum + (needsFault ? 1 : 10), 0);
}

function fewerWrong(a: Done, b: Done): number {
  return wrongIn(a.judged) - wrongIn(b.judged);
}

function keyOf({ files }: ModuleSource): string {
  return JSON.stringify([...files.values()]);
}

class Search {
  private trials = 0;
  /** One change alone mends it all: of what else is tried, nothing that takes more changes would be better. */
  private isMended = false;
  /** So many changes are to be tried for certain; what they leave may take more. */
  private planned = 0;
  private readonly began = performance.now();
  /** Milliseconds. */
  private readonly within: number;
  private readonly tried = new Map<string, Trial>();
  private readonly building = new Map<string, Promise<LinkedProgram>>();
  private readonly source: ModuleSource;
  private readonly before: Trial;
  private readonly bench: Bench;

  constructor(source: ModuleSource, before: Trial, bench: Bench) {
    this.source = source;
    this.before = before;
    this.within = bench.within ?? WITHIN * 1000;
    const deadline = this.began + this.within;
    this.bench = { ...bench, deadline, build: (module, kernel) => this.build(module, kernel, bench) };
  }

  /** Compilers are other processes, or a worker: they make the next change while this one is searched. */
  private compileAhead(source: ModuleSource | undefined): void {
    if (!source || this.tried.has(keyOf(source))) return;
    // what is refused is told when it is asked for
    void Promise.allSettled(this.bench.kernels.map((kernel) => this.bench.build(source, kernel)));
  }

  private build(source: ModuleSource, kernel: KernelVersion, bench: Bench): Promise<LinkedProgram> {
    const key = `${kernel} ${keyOf(source)}`;
    const program = this.building.get(key) ?? bench.build(source, kernel);
    this.building.set(key, program);
    return program;
  }

  /** One candidate for each idiom, with what else it takes until nothing is left. */
  async candidatesFor(finding: Finding): Promise<Candidate[]> {
    const candidates: Candidate[] = [];
    const all = [...attempts(this.source, finding, this.bench.kernels)];
    this.planned = this.trials + all.filter(({ source }) => source !== undefined).length;
    for (const [i, { idiom, source, refusal }] of all.entries()) {
      const { title, cost, example } = idiom;
      const late = this.isLate()
        ? `not tried: the others took ${seconds(this.within)} (--within)`
        : undefined;
      const why = source ? late : refusal;
      if (!source || late !== undefined) {
        candidates.push({
          title,
          cost,
          example,
          files: [],
          size: 0,
          ...(why === undefined ? {} : { refusal: why }),
        });
        continue;
      }
      this.compileAhead(all.slice(i + 1).find((next) => next.source)?.source);
      const done = await this.complete(source, idiom, finding);
      if (done.judged.proof === "proven" && done.idioms.length === 1) this.isMended = true;
      const files = changedFiles(this.source, done.source);
      candidates.push({
        title: done.idioms.map((one) => one.title).join("; "),
        cost: costOf(done.idioms),
        example,
        judgement: await this.lastJudgement(done),
        files,
        size: sizeOf(files),
      });
    }
    return candidates;
  }

  private isLate(): boolean {
    return performance.now() - this.began > this.within;
  }

  /** Goes on mending what a change has left, or brought up: the shortest way to a module in which nothing is left. */
  private async complete(source: ModuleSource, idiom: Idiom, finding: Finding): Promise<Done> {
    const first = await this.step(source, idiom, []);
    if (isWhole(first.judged) || this.isMended) return first;
    if (!helps(first, finding, weightOf(findingsOf(this.before)))) return first;
    let frontier = [first];
    let best = first;
    for (let depth = 1; depth < DEEPEST; depth++) {
      const next: Done[] = [];
      for (const state of frontier) next.push(...(await this.further(state)));
      const whole = next.find(({ judged }) => isWhole(judged));
      if (whole) return whole;
      frontier = next.toSorted(fewerWrong).slice(0, BROADEST);
      best = [best, ...frontier].toSorted(fewerWrong)[0] ?? best;
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
      if (!changed || idioms.includes(idiom) || this.trials >= MOST_TRIALS || this.isLate()) continue;
      const done = await this.step(changed, idiom, idioms);
      if (helps(done, finding, wrongIn(judged))) found.push(done);
    }
    return found;
  }

  private async step(source: ModuleSource, idiom: Idiom, before: readonly Idiom[]): Promise<Done> {
    const idioms = [...before, idiom];
    const trial = await this.try(source, idioms.map(({ title }) => title).join("; "));
    return { source, trial, judged: judgement(this.before, trial), idioms };
  }

  /** What is told of a change that leaves something is told by the shortest witnesses: they say how seldom it happens. */
  private async lastJudgement({ source, judged }: Done): Promise<Judgement> {
    if (isWhole(judged) || judged.proof === "broken" || this.isLate()) return judged;
    const kernels = judged.verdicts.map(({ kernel }) => kernel);
    return judgement(this.before, await tryModule(source, { ...this.bench, kernels }));
  }

  /** Another kernel may show more that came up, and none takes it back. */
  private isRefuted(verdicts: readonly Verdict[]): boolean {
    return verdicts.length > 0 && judgement(this.before, { verdicts, refused: undefined }).came.length > 0;
  }

  /** Which change is tried, of how many, and how long they take if the rest is like those before. */
  private next(): string {
    const done = this.trials++;
    if (done >= this.planned) return `change ${this.trials}, for what the others left`;
    const left = ((performance.now() - this.began) / done) * (this.planned - done);
    return `change ${this.trials} of ${this.planned}${done === 0 ? "" : `, some ${seconds(left)} left`}`;
  }

  private async try(source: ModuleSource, what: string): Promise<Trial> {
    const key = keyOf(source);
    const known = this.tried.get(key);
    if (known) return known;
    const change = this.next();
    const say = (text: string): void => this.bench.say?.(`${change}: ${text}`);
    say(what);
    const isEnough = (verdicts: readonly Verdict[]): boolean => this.isMended && this.isRefuted(verdicts);
    const trial = await tryModule(source, { ...this.bench, say, isEnough, anyWitness: true });
    this.tried.set(key, trial);
    return trial;
  }
}
