/** What a search may use; reaching any of them ends it with a reason. */
export interface SearchLimits {
  readonly states: number;
  /** Bytes of saved states held at once. */
  readonly memory: number;
  /** Milliseconds. */
  readonly time: number;
}

export const DEFAULT_LIMITS: SearchLimits = { states: 2_000_000, memory: 1 << 30, time: 60_000 };

/** Counts against limits; `reached` says in words which one was hit. */
export class Meter {
  states = 0;
  steps = 0;
  private looks = 0;
  memory = 0;
  private readonly limits: SearchLimits;
  /** As performance.now() counts. */
  deadline: number;
  private readonly began: number;
  private readonly onProgress: ((meter: Meter) => void) | undefined;
  private readonly isEnough: (() => string | undefined) | undefined;

  /**
   * @param deadline of a search that is one of several under the same limits, as performance.now() counts
   * @param isEnough says why what was found is enough, when it is
   */
  constructor(
    limits: SearchLimits,
    onProgress?: (meter: Meter) => void,
    deadline?: number,
    isEnough?: () => string | undefined,
  ) {
    this.limits = limits;
    this.isEnough = isEnough;
    this.onProgress = onProgress;
    this.began = performance.now();
    this.deadline = deadline ?? this.began + limits.time;
  }

  get elapsed(): number {
    return performance.now() - this.began;
  }

  reached(): string | undefined {
    if (this.states >= this.limits.states) return `${this.limits.states} states`;
    if (this.memory > this.limits.memory) return `${this.limits.memory >> 20} MB of saved states`;
    if ((this.looks++ & 15) === 0) {
      if (performance.now() > this.deadline) return `${this.limits.time / 1000} s`;
      const enough = this.isEnough?.();
      if (enough !== undefined) return enough;
      if ((this.looks & 255) === 1) this.onProgress?.(this);
    }
    return undefined;
  }
}
