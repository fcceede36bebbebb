/**
 * What the explorer drives: something with processes that move one at a time, whose whole state can be saved as words.
 * The explorer knows nothing of kernels; `machine/` implements this.
 */
export interface System {
  /** Back to the first state. */
  reset(): void;
  /** Every process that can make a step now, ascending. Empty: this is the end, good or bad (`verdict()` says). */
  enabled(): number[];
  /** Processes that exist and cannot move until somebody else lets them. */
  blocked(): number[];
  /**
   * A step of one process: to its next scheduling point of the grain, or at the latest to the `points`-th one of the finest
   * grain. `choices` answers its first choices, the rest are 0.
   */
  step(process: number, choices: readonly number[], points?: number): Step;
  /** Which of the scheduling points count. */
  grain: Grain;
  /** The state as words; equal states give equal words. */
  save(): Int32Array;
  restore(state: Int32Array): void;
  /** The part of the state that is a process's own, as a number: equal for equal parts. */
  local(process: number): number;
  /** Where a process is in its code: a number that nobody's steps change but its own, so of no more than it alone writes. */
  place(process: number): number;
  /** The value of a location, and whether it may be touched at all: different answers are different numbers. */
  peek(location: number): number;
  /** Whether whoever touches the location from now on fails. */
  isDead(location: number): boolean;
  /** Whether the location may come to hold something else, or to be touched, without a step that tells of writing it. */
  isUntold(location: number): boolean;
  /** Asked when no process is enabled: is anything wrong with ending here? */
  atEnd(): Failure[];
  /** The system found that its states say less than it took for granted: every search so far is void. */
  refined: boolean;
  /** Locations read and written by the last step. */
  readonly accesses: Accesses;
  /** Whether the last step came to code that none since the last `reset()` had come to. */
  readonly isNews: boolean;
  /** Whether the last step read a location only to see whether a wait is over, and did nothing else with it. */
  isCondition(location: number): boolean;
  /**
   * Whether the last step touched a location only to take or give back a use of an object, seeing of the others no more than whether
   * there are any; or as a part of an object that had no uses any more.
   */
  isCount(location: number): boolean;
  /** Whether the last step took a use there. */
  takesUse(location: number): boolean;
  /** Locations that decide whether a process can move: what a blocked one waits for, what the world outside looks at. */
  awaits(process: number): readonly number[];
}

/** Where a process may be switched away, beside the points where it has to be. */
export interface Grain {
  /** Raised whenever an answer changes; absent where answers are not to be remembered. */
  readonly version?: number;
  /** Before an access to this location? */
  access(location: number): boolean;
  /** Before a call at this site? */
  call(site: number): boolean;
  /** Told of what a call touched that was not switched before. */
  touched(site: number, location: number): void;
  /** Told that such a call took a process away that might have begun before. */
  tookAway(site: number): void;
}

/** Every point: what schedules and replays count in. */
export const FINEST: Grain = { access: () => true, call: () => true, touched: () => {}, tookAway: () => {} };

export interface Step {
  /** Each choice made, with the number of its alternatives. */
  readonly choices: readonly Choice[];
  /** Scheduling points passed, the one it stopped at included, at the finest grain. */
  readonly points: number;
  /** It stopped because it had to (sleep, wait, end), not because another process might run here. */
  readonly voluntary: boolean;
  /** Not a process of the system, but the world outside it: its steps preempt nobody. */
  readonly external: boolean;
  /** Processes that this step brought into being. */
  readonly spawned: readonly number[];
  readonly failure?: Failure;
}

export interface Choice {
  readonly picked: number;
  readonly of: number;
}

/** Something went wrong. Two failures with the same key are the same finding. */
export interface Failure {
  readonly key: string;
  /** It holds only if what is known to be shared is all that is shared: a search that learned more looks again. */
  readonly provisional?: boolean;
}

/** Locations are small numbers, given out by the system in the order of first use. */
export interface Accesses {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** One step of a schedule: a process, how many scheduling points it passes, and the choices it makes on the way. */
export interface Move {
  readonly process: number;
  readonly points: number;
  readonly choices: readonly number[];
}
