import type { CFunction, Expr, TextRange, Stmt } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { beforeFailing, errorReturns } from "../error-returns.ts";
import { wordsOf } from "../handle.ts";
import { firstFree } from "../names.ts";
import { initFunction, type Idiom, type Repair } from "../repair.ts";
import {
  blockOf,
  followers,
  leaves,
  placesIn,
  predecessors,
  type StatementPlace,
} from "../statement-place.ts";
import { isUndone, nameIn, stepsOf, type InitStep } from "../steps.ts";

/** A module that fails to load is freed at once, and its exit function is not called: kernel/module/main.c, do_init_module(). */
export const UNDO_WHEN_INIT_FAILS: Idiom = {
  title: "take back what was done before when the rest of init fails",
  cost: "nothing",
  example: `	err = misc_register(&foo_device);
	if (err)
		goto err_workqueue;
	return 0;

err_workqueue:
	destroy_workqueue(wq);
	return err;`,
  apply(repair) {
    const init = initFunction(repair);
    const named = repair.program.indexed.find(
      ({ name, isMacro }) => name === repair.finding.function && !isMacro,
    );
    const fns = new Set([init, ...(named && /\bint\b/.test(named.returnType) ? [named] : [])]);
    const done = [...fns].map((fn) => new Undoing(repair, fn).apply()).some(Boolean);
    if (!done) throw new CannotEdit(`${init.name}() takes back all that it did where it fails`);
  },
};

/** Where a function fails, what it undoes there, and what it forgets. */
interface Exit {
  readonly place: StatementPlace;
  readonly missing: readonly InitStep[];
}

class Undoing {
  private readonly steps: readonly InitStep[];
  private readonly places: readonly StatementPlace[];
  private readonly repair: Repair;
  private readonly fn: CFunction;

  constructor(repair: Repair, fn: CFunction) {
    this.repair = repair;
    this.fn = fn;
    this.steps = stepsOf(repair, fn);
    this.places = placesIn(fn);
  }

  apply(): boolean {
    const exits = [...this.returns(), ...this.jumps()].filter(({ missing }) => missing.length > 0);
    const chained = new Map<StatementPlace, Exit[]>();
    for (const exit of exits) {
      const label = this.labelOf(exit.place);
      if (label && this.goesAbove(label, exit)) chained.set(label, [...(chained.get(label) ?? []), exit]);
      else this.undoBefore(exit);
    }
    for (const [label, some] of chained) this.undoAbove(label, some);
    return exits.length > 0;
  }

  /** Returns of errors; behind a label they belong to those who jump there. */
  private returns(): Exit[] {
    const [first] = this.steps;
    if (!first) return [];
    const told = errorReturns(this.fn, first.site.call.end);
    const plain = this.places.filter(
      (place) => !told.includes(place) && place.stmt.start > first.site.call.end && this.tellsOfBoth(place),
    );
    return [...told, ...plain]
      .filter((place) => !this.isBehindLabel(place))
      .map((place) => ({ place, missing: this.missingAt(place, []) }));
  }

  /** `return err;` at the end of the function. */
  private tellsOfBoth({ stmt, around }: StatementPlace): boolean {
    return stmt.kind === "return" && stmt.value?.kind === "name" && around.length === 1;
  }

  private jumps(): Exit[] {
    return this.places.flatMap((place) => {
      const label = this.labelOf(place);
      if (!label || !place.around.some(({ kind }) => kind === "if")) return [];
      return [{ place, missing: this.missingAt(place, sectionOf(label)) }];
    });
  }

  private labelOf({ stmt }: StatementPlace): StatementPlace | undefined {
    if (stmt.kind !== "goto") return undefined;
    return this.places.find((place) => place.stmt.kind === "label" && place.stmt.name === stmt.label);
  }

  private isBehindLabel({ stmt }: StatementPlace): boolean {
    return this.places.some((place) => place.stmt.kind === "label" && place.stmt.start < stmt.start);
  }

  /** The steps that were done on the way there, and that nobody takes back, the last one first. */
  private missingAt(exit: StatementPlace, section: readonly Stmt[]): InitStep[] {
    return this.steps
      .filter(
        (step) =>
          isDoneAt(step, exit) && !isUndone(this.repair.program, step, [...onTheWay(exit), ...section]),
      )
      .toReversed();
  }

  /** Whether a label of its own suits a jump: the steps that it forgets came after all those that are undone behind the label. */
  private goesAbove(label: StatementPlace, { missing }: Exit): boolean {
    const [before] = predecessors(label);
    if (!before || !(leaves(before.stmt) || before.stmt.kind === "label")) return false;
    const undone = this.steps.filter((step) => isUndone(this.repair.program, step, sectionOf(label)));
    return missing.every((step) => undone.every((other) => other.site.call.start < step.site.call.start));
  }

  /** New labels above one, each of which falls through to the next. */
  private undoAbove(label: StatementPlace, exits: readonly Exit[]): void {
    const { fn, patch } = { fn: this.fn, patch: this.repair.patch };
    const sets = [...new Map(exits.map(({ missing }) => [keyOf(missing), missing])).values()].toSorted(
      (a, b) => b.length - a.length,
    );
    const isChain = sets.every((set, i) => (sets[i + 1] ?? []).every((step) => set.includes(step)));
    if (!isChain) {
      for (const exit of exits) this.undoBefore(exit);
      return;
    }
    const lines: string[] = [];
    for (const [i, set] of sets.entries()) {
      const own = set.filter((step) => !(sets[i + 1] ?? []).includes(step));
      const name = this.labelFor(label, own[0]);
      lines.push(`${name}:`, ...own.map(({ undo }) => `\t${undo};`));
      for (const { place, missing } of exits) {
        if (keyOf(missing) !== keyOf(set)) continue;
        patch.replace(fn.file, place.stmt, `goto ${name};`);
      }
    }
    patch.insertBefore(label, ...lines);
  }

  /** `err_device`, where the function has `err_class`. */
  private labelFor({ stmt }: StatementPlace, step: InitStep | undefined): string {
    const known = stmt.kind === "label" ? stmt.name : "";
    const [prefix = "err"] = /^(?:out|err|error|fail|failed|free|undo)(?=_|$)/.exec(known) ?? [];
    const words = nameIn(step?.undo ?? "").split("_");
    const rest = words.filter((word) => !VERBS.has(word));
    const about = rest.length > 0 ? rest.join("_") : (/(\w+)\)$/.exec(step?.undo ?? "")?.[1] ?? "undo");
    return firstFree(this.fn, `${prefix}_${about}`);
  }

  /** In place: above what is undone of earlier steps, or of nothing, right before it goes away. */
  private undoBefore({ place, missing }: Exit): void {
    const lines = new Map<StatementPlace, string[]>();
    for (const step of missing) {
      const at = this.firstEarlier(place, step) ?? place;
      lines.set(at, [...(lines.get(at) ?? []), `${step.undo};`]);
    }
    for (const [at, some] of lines) {
      if (at !== place) this.repair.patch.insertBefore(at, ...some);
      else if (this.tellsOfBoth(place))
        this.repair.patch.insertBefore(place, ...whenFailed(this.fn, place, some));
      else beforeFailing(this.repair, place, ...some);
    }
  }

  /** The first statement before it that takes back what was done before the step. */
  private firstEarlier(place: StatementPlace, step: InitStep): StatementPlace | undefined {
    const earlier = this.steps.filter(({ site }) => site.call.start < step.site.call.start);
    return predecessors(place).findLast(
      ({ stmt }) =>
        stmt.kind === "expr" &&
        stmt.start > step.site.call.end &&
        earlier.some((other) => isUndone(this.repair.program, other, [stmt])),
    );
  }
}

/** What such functions do; the rest of their names is what they do it to. */
const VERBS = new Set(
  "destroy del delete sync unregister deregister remove free kfree vfree kvfree stop put release cancel kill exit".split(
    " ",
  ),
);

function keyOf(steps: readonly InitStep[]): string {
  return steps.map(({ site }) => site.call.start).join(" ");
}

function whenFailed(fn: CFunction, { stmt }: StatementPlace, lines: readonly string[]): string[] {
  const name = stmt.kind === "return" && stmt.value ? wordsOf(fn, stmt.value) : "";
  const [open, close] = lines.length > 1 ? [" {", ["}"]] : ["", []];
  return [`if (${name})${open}`, ...lines.map((line) => `\t${line}`), ...close];
}

/** Whether whoever gets there has come past the step, and the step did not fail. */
function isDoneAt({ place, site, failing, result }: InitStep, exit: StatementPlace): boolean {
  const block = blockOf(place);
  if (exit.stmt.start < site.call.end || !block || !exit.around.includes(block)) return false;
  if (failing && holds(failing, exit.stmt)) return false;
  // `err = step(); return err;` has failed where it tells of a failure
  const value = exit.stmt.kind === "return" ? exit.stmt.value : undefined;
  const isOwn =
    failing === undefined && value !== undefined && result !== undefined && mentions(exit.fn, value, result);
  return !isOwn;
}

function mentions(fn: CFunction, value: Expr, name: string): boolean {
  return wordsOf(fn, value)
    .split(/[^\w.>-]+/)
    .includes(name);
}

function holds(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The statements before a place in the blocks around it. */
function onTheWay(place: StatementPlace): Stmt[] {
  const { fn, around } = place;
  return [place, ...around.map((stmt, i) => ({ fn, stmt, around: around.slice(0, i) }))].flatMap((one) =>
    predecessors(one).flatMap(({ stmt }) => passing(stmt)),
  );
}

/** What of a statement may have run where control goes on behind it. */
function passing(stmt: Stmt): Stmt[] {
  if (stmt.kind === "block") return stmt.body.flatMap((inner) => passing(inner));
  if (stmt.kind !== "if") return [stmt];
  return [stmt.yes, ...(stmt.no ? [stmt.no] : [])]
    .filter((branch) => !leaves(branch))
    .flatMap((branch) => passing(branch));
}

/** What runs from a label on. */
function sectionOf(label: StatementPlace): Stmt[] {
  const rest = followers(label).map(({ stmt }) => stmt);
  const end = rest.findIndex(({ kind }) => kind === "return");
  return end < 0 ? rest : rest.slice(0, end);
}
