import { sitesWithin } from "../../check/index.ts";
import { OPERATION_PAIRS } from "../../kernel-api/index.ts";
import { structTag, type CFunction, type SourceFile } from "../../source/index.ts";
import { CannotEdit } from "../edit.ts";
import { where, type HandleCreation } from "../handle.ts";
import { keptCreation } from "../creation-edits.ts";
import { loopOf, stopLines } from "../rounds.ts";
import { CALL_DEPTH, onlyCreation, threadOf, type Idiom, type Repair } from "../repair.ts";
import { placesIn, type StatementPlace } from "../statement-place.ts";

/** What probe() starts, remove() stops: after that the device's memory is gone, and soon the module. */
export const STOP_WHEN_REMOVED: Idiom = {
  title: "stop the thread when its device is removed",
  cost: "removing the device waits for the thread",
  weight: 2,
  example: `static void foo_remove(struct platform_device *pdev)
{
	struct foo *foo = platform_get_drvdata(pdev);

	kthread_stop(foo->task);
	...
}`,
  apply(repair) {
    const created = keptCreation(onlyCreation(repair));
    const ends = endsOfDevice(repair, created);
    if (ends.length === 0)
      throw new CannotEdit("no table of operations says what ends the device that starts the thread");
    for (const end of ends) {
      if (threadOf(repair).stops.some(({ site }) => isWithin(repair, end, site.call)))
        throw new CannotEdit(`${end.name}() stops the thread already`);
      const { named, place } = namesIn(end, created);
      repair.patch.insertBefore(place, ...stopLines(repair.patch, end, created, named));
    }
  },
};

const isWithin = ({ program }: Repair, fn: CFunction, call: object): boolean =>
  sitesWithin(program, fn, CALL_DEPTH).some((site) => site.call === call);

/** Functions that stand in one table with the one that starts the thread, as its end: `.probe` and `.remove`. */
function endsOfDevice(repair: Repair, { site }: HandleCreation): CFunction[] {
  const found = new Set<CFunction>();
  for (const table of tablesOf(site.fn.file)) {
    for (const { begin, end, span } of OPERATION_PAIRS) {
      if (span === "session") continue;
      const begins = table.filter(({ field }) => begin.test(field));
      if (!begins.some(({ fn }) => isWithin(repair, fn, site.call))) continue;
      for (const { field, fn } of table) if (end.test(field)) found.add(fn);
    }
  }
  return [...found];
}

/** The functions of each table of operations of a file, by the field they stand in. */
function tablesOf({
  globals,
  functions,
}: SourceFile): { readonly field: string; readonly fn: CFunction }[][] {
  return [...globals.values()].map(({ init }) =>
    (init?.kind === "list" ? init.items : []).flatMap(({ field, value }) => {
      const fn = value.kind === "name" ? functions.get(value.name) : undefined;
      return field !== undefined && fn ? [{ field, fn }] : [];
    }),
  );
}

/** How the end of the device names what the creator does, and the first statement at which it can. */
function namesIn(
  end: CFunction,
  created: HandleCreation,
): { readonly named: (words: string) => string; readonly place: StatementPlace } {
  const { fn } = created.place;
  const handle = loopOf(created)?.handle ?? created.handle ?? "";
  const [, base = "", rest = ""] = /^(\w+)(.*)$/s.exec(handle) ?? [];
  const made = fn.locals.get(base);
  if (!made) return { named: (words) => words, place: placeBehind(end, undefined) };
  const tag = structTag(made.type);
  const same = [...end.locals].filter(([, { type }]) => tag !== undefined && structTag(type) === tag);
  const [own, another] = same;
  if (!own || another || !rest.startsWith("->"))
    throw new CannotEdit(`${where(end, end)}: ${end.name}() does not have the object that keeps the handle`);
  const [name, { isParameter }] = own;
  return {
    named: (words) => words.replace(new RegExp(`(?<![\\w.>])${base}\\b`, "g"), name),
    place: placeBehind(end, isParameter ? undefined : name),
  };
}

/** The first statement behind the declarations, and behind what sets a variable. */
function placeBehind(fn: CFunction, name: string | undefined): StatementPlace {
  const body = fn.body?.kind === "block" ? fn.body : undefined;
  const places = placesIn(fn).filter(({ around }) => around.at(-1) === body);
  const setters = places.filter(({ stmt }) =>
    stmt.kind === "decl"
      ? stmt.declarators.some((one) => one.name === name && one.init)
      : stmt.kind === "expr" &&
        stmt.expr.kind === "assign" &&
        stmt.expr.target.kind === "name" &&
        stmt.expr.target.name === name,
  );
  const [setter, twice] = setters;
  if (name !== undefined && (!setter || twice))
    throw new CannotEdit(`${where(fn, fn)}: where ${name} is set in ${fn.name}() is not plain`);
  const at = places.find(
    ({ stmt }) => stmt.kind !== "decl" && (setter === undefined || stmt.start > setter.stmt.start),
  );
  if (!at) throw new CannotEdit(`${fn.name}() does nothing that the stop could stand before`);
  return at;
}
