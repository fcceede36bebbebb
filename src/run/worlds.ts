import type { Verdict } from "../core/finding.ts";
import { DEFAULT_WORLD, MORE_USES } from "../core/world.ts";
import type { LinkedProgram } from "../compile/program.ts";
import { DEFAULT_LIMITS } from "../explore/limits.ts";
import { COMES_AGAIN } from "./coverage.ts";
import { identity } from "./finding.ts";
import { joinVerdicts } from "./join-verdicts.ts";
import { beginsNoThread, isUnreached } from "./never-reached.ts";
import type { RunOptions } from "./options.ts";
import { runOnce, type WorldRun } from "./run-once.ts";

/** What is said of a module in the world that is asked for, with its parameters as they are. */
export function runInWorlds(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const { world = DEFAULT_WORLD } = options;
  const first = world.loads === 1 ? deadline : halfOf(deadline);
  const once = usedMore(program, { ...options, world: { ...world, loads: 1 } }, first);
  if (world.loads === 1 || isEnough(once, options)) return once;
  return joinVerdicts(once, runInWorld(program, options, deadline, identities(once)).verdict, {});
}

/** What is harder comes second, and must not find the time used up by a search that has no end. */
function halfOf(deadline: number): number {
  const now = performance.now();
  return now + (deadline - now) / 2;
}

/** How the line begins that tells of what comes more than once and was not all tried. */
const USED_AGAIN = "files used again, and what else comes from outside again";

/** Nothing failed in what was run, which says little: what comes from outside did not come as often as it may, or no thread ever began. */
export function saysLittle(verdict: Verdict): boolean {
  const { outcome, coverage } = verdict;
  const isCut = outcome === "safe" && coverage.some((line) => line.startsWith(USED_AGAIN));
  return isCut || beginsNoThread(verdict);
}

/**
 * States that a search in which files are used more than once may have, for each that the search without has; and at least so many,
 * divided by the uses: with three of them it seldom comes to an end where that of two took so many. Beside what could not be followed it is
 * given less: no proof can come of it.
 */
const AGAIN = { share: 6, least: 32_000, leastBeside: 2_000 };

/**
 * Files are used once each, and a key, a message, a packet comes once. Where nothing failed then, they come again: to start, stop and stop once
 * more is three uses. That has many more states, so it is tried as far as a small multiple of the first search goes, and says nothing where it
 * comes to no end. Two uses first: what fails with them lies within far fewer states than among three.
 */
function usedMore(program: LinkedProgram, options: RunOptions, deadline: number): Verdict {
  const { world = DEFAULT_WORLD } = options;
  const first = runInWorld(program, options, deadline);
  let { verdict } = first;
  if (!first.heedsUses || world.users !== 1 || world.uses !== undefined) return verdict;
  if (verdict.outcome === "undecided" && !program.part)
    return orBugOfTwoUses(verdict, program, options, deadline);
  if (verdict.outcome !== "safe") return verdict;
  const { states = DEFAULT_LIMITS.states } = options.limits ?? {};
  const share = AGAIN.share * verdict.stats.states;
  for (let uses = 2; uses <= MORE_USES; uses++) {
    const most = Math.round(Math.max(AGAIN.least / uses, share));
    const limits = { ...options.limits, states: Math.min(states, most) };
    const { verdict: again } = runInWorld(
      program,
      { ...options, world: { ...world, uses }, limits },
      deadline,
    );
    if (again.outcome !== "bug" && again.outcome !== "safe") {
      const note = `${USED_AGAIN}, up to ${uses} times: nothing failed in ${again.stats.states} states, which are not all`;
      const unreached = again.coverage.filter(isUnreached);
      const coverage = verdict.coverage.filter((line) => !isUnreached(line) || unreached.includes(line));
      verdict = { ...verdict, coverage: [...coverage.filter((line) => !line.startsWith(USED_AGAIN)), note] };
      continue;
    }
    const fewer = {
      ...verdict,
      coverage: verdict.coverage.filter(
        (line) => !line.startsWith(USED_AGAIN) && !line.startsWith(COMES_AGAIN),
      ),
    };
    verdict = { ...joinVerdicts(fewer, again, {}), assumptions: again.assumptions };
    if (again.outcome === "bug") break;
  }
  return verdict;
}

/** Where something could not be followed, what fails beside it is told all the same. */
function orBugOfTwoUses(
  verdict: Verdict,
  program: LinkedProgram,
  options: RunOptions,
  deadline: number,
): Verdict {
  const { world = DEFAULT_WORLD, limits } = options;
  const states = Math.min(
    limits?.states ?? DEFAULT_LIMITS.states,
    AGAIN.share * verdict.stats.states + AGAIN.leastBeside,
  );
  const twice = { ...options, world: { ...world, uses: 2 }, limits: { ...limits, states } };
  const { verdict: again } = runInWorld(program, twice, deadline);
  return again.outcome === "bug" ? joinVerdicts(verdict, again, {}) : verdict;
}

/** @param known findings that another world has shown already: what the kernel prints for them was predicted there */
function runInWorld(
  program: LinkedProgram,
  options: RunOptions,
  deadline: number,
  known: ReadonlySet<string> = new Set(),
): WorldRun {
  if (options.sought) return runOnce(program, options, true, deadline, known);
  const now = performance.now();
  const plain = runOnce(
    program,
    options,
    false,
    options.faults ? now + (deadline - now) / 2 : deadline,
    known,
  );
  if (!options.faults || isEnough(plain.verdict, options)) return plain;
  const all = new Set([...known, ...identities(plain.verdict)]);
  const faulty = runOnce(program, options, true, deadline, all);
  return {
    verdict: joinVerdicts(plain.verdict, faulty.verdict, { needsFault: true }),
    heedsUses: plain.heedsUses || faulty.heedsUses,
  };
}

function identities({ findings }: Verdict): Set<string> {
  return new Set(findings.map(identity));
}

function isEnough({ findings }: Verdict, { first = false }: RunOptions): boolean {
  return first && findings.length > 0;
}
