import type { Findings } from "./findings.ts";
import type { Sharing } from "./sharing.ts";

/** What some steps touched, and the states that they were made from. */
interface Passed {
  readonly locations: readonly number[];
  readonly states: number[];
}

/**
 * The states that a search has to look at again, so that it need not begin again when it learns what processes share: those from
 * which a step passed over such a location, or took a process away. A step that passed over none is the same step as before.
 */
export class Revisits {
  private readonly due = new Set<number>();
  private readonly sharing: Sharing;
  private readonly findings: Findings;
  /** By a hash of the locations. */
  private readonly passed = new Map<number, Passed[]>();
  /** States from which a step failed in a way that holds only if nothing more is learned. */
  private readonly provisional = new Set<number>();
  private learned: number;
  private switches: number;

  constructor(sharing: Sharing, findings: Findings) {
    this.sharing = sharing;
    this.findings = findings;
    this.learned = sharing.learned.length;
    this.switches = sharing.switches;
  }

  /** Steps from a state were made, and touched these locations; what they learned is taken note of. */
  passes(state: number, locations: readonly number[]): void {
    const { switches } = this.sharing;
    if (switches !== this.switches) this.due.add(state);
    this.switches = switches;
    const states = this.statesFor(locations);
    if (states.at(-1) !== state) states.push(state);
    this.learn();
  }

  /** What was taken for granted of a state turned out otherwise. */
  add(state: number): void {
    this.due.add(state);
  }

  failsForNow(state: number): void {
    this.provisional.add(state);
  }

  /** Looks what was learned since it was last asked. */
  learn(): void {
    const { learned } = this.sharing;
    if (learned.length === this.learned) return;
    const fresh = new Set(learned.slice(this.learned));
    this.learned = learned.length;
    for (const list of this.passed.values())
      for (const { locations, states } of list)
        if (locations.some((location) => fresh.has(location)))
          for (const state of states.splice(0)) this.due.add(state);
  }

  /** The states that are due; what failed for now is looked for again. */
  take(): number[] {
    const { due, provisional } = this;
    if (due.size === 0) return [];
    this.findings.dropProvisional();
    const states = [...due, ...provisional];
    due.clear();
    provisional.clear();
    return states;
  }

  private statesFor(locations: readonly number[]): number[] {
    let hash = 0;
    for (const location of locations) hash = (Math.imul(hash, 31) + location) | 0;
    let list = this.passed.get(hash);
    if (!list) this.passed.set(hash, (list = []));
    let found = list.find((one) => isSame(one.locations, locations));
    if (!found) list.push((found = { locations, states: [] }));
    return found.states;
  }
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
