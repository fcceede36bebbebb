import type { CFunction } from "../source/index.ts";
import { callbacksOf, neverEnded } from "./callbacks.ts";
import { callsOf } from "./calls.ts";
import type { Driver, PlaceKey } from "./driver.ts";
import { SliceFacts, type Extent } from "./facts.ts";
import type { SliceBody } from "./slice-lines.ts";
import { Statements } from "./statements.ts";
import { HOLDS } from "./words.ts";
import { reachable, threadFunctions, writeTable, type WriteTable } from "./write-table.ts";

/** A function of the slice: what was kept of it. */
export interface KeptFunction {
  readonly fn: CFunction;
  readonly body: SliceBody;
}

/** Times a slice is made again because the last one needed more; what then still grows is cut off. */
const ROUNDS = 40;

/** Decides what of a driver is kept, by making it again until it needs nothing more. */
export class Slicer {
  readonly facts: SliceFacts;
  readonly threads: ReadonlySet<string>;
  private readonly driver: Driver;
  private readonly writes: WriteTable;
  private readonly callbacks: ReadonlyMap<PlaceKey, string>;

  constructor(driver: Driver, extent: Extent, refused: Set<string>) {
    this.driver = driver;
    this.threads = threadFunctions(driver);
    const inThreads = reachable(driver, this.threads);
    this.facts = new SliceFacts(extent, inThreads, refused);
    this.writes = writeTable(driver, inThreads);
    this.callbacks = callbacksOf(driver);
    // an outline is about threads alone
    if (extent !== "outline") for (const key of neverEnded(driver)) this.facts.grow(this.facts.needed, key);
  }

  kept(): KeptFunction[] {
    const { facts, driver } = this;
    let found: KeptFunction[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = facts.version;
      facts.lost.clear();
      found = [];
      for (const fn of driver.functions.values()) {
        const body = new Statements(driver, facts, this.writes, fn, this.threads.has(fn.name)).body();
        if (body.acts.length > 0) {
          facts.grow(facts.kept, fn.name);
          this.needLocks(fn, body);
        }
        if (facts.kept.has(fn.name)) found.push({ fn, body });
      }
      this.needCallbacks();
      if (facts.version === before) break;
    }
    return found;
  }

  /** Work that is a variable matters where its function does, and the other way round. */
  private needCallbacks(): void {
    const { kept, needed, undeclared } = this.facts;
    for (const [key, fn] of this.callbacks) {
      if (undeclared.has(key) || !(kept.has(fn) || needed.has(key))) continue;
      this.facts.grow(kept, fn);
      this.facts.grow(needed, key);
    }
  }

  /** A lock matters that is held around something which is kept. */
  private needLocks(fn: CFunction, { acts }: SliceBody): void {
    const calls = callsOf(fn, (name) => HOLDS.test(name));
    for (const call of calls) {
      const name = call.callee.kind === "name" ? call.callee.name : "";
      const [lock] = call.args;
      const key = lock && this.driver.keyOf(lock, fn);
      if (/unlock|^up_/.test(name) || key === undefined || key.startsWith("?")) continue;
      const last = calls.findLast(
        (other) => other.args[0] && this.driver.keyOf(other.args[0], fn) === key && other.start > call.start,
      );
      if (last && acts.some((at) => at > call.end && at < last.start))
        this.facts.grow(this.facts.needed, key);
    }
  }
}
