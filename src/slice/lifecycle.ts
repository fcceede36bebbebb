import {
  BEFORE_MOUNT,
  COMES_FIRST,
  FINAL_OPERATION,
  isWritableMode,
  OPERATION_PAIRS,
  type OperationPair,
} from "../kernel-api/index.ts";
import type { Driver } from "./driver.ts";
import { fieldWith, operationOf, type Operation } from "./operation.ts";
import { whileOpen } from "./while-open.ts";

export interface Episode {
  readonly begin: string;
  readonly ends: readonly string[];
  /** A table of operations has its beginning: whatever it returns but 0 is a failure (drivers/base/dd.c, fs/open.c). */
  readonly isStrict?: boolean;
  /** That the one ends the other nothing tells but that no other operation does. */
  readonly isGuess?: boolean;
}

export interface Lifecycle {
  readonly init: string | undefined;
  /** What the kernel calls before any initcall where its command line says so. */
  readonly early: readonly string[];
  /** In place of it, the initcalls of what can only be built in, in their order. */
  readonly initcalls: readonly string[];
  readonly exit: string | undefined;
  /** What comes before any device: it makes the object that something needs which creates a thread. */
  readonly first: readonly string[];
  /** How many of `binds`, the first ones, make a device: what comes after needs one of them. */
  readonly devices: number;
  readonly binds: readonly Episode[];
  readonly sessions: readonly Episode[];
  /** What ends something of which the beginning is not kept. */
  readonly finals: readonly string[];
  /** Those that stop a thread of a device whose own end only frees it: it is asked for on the way to that. */
  readonly before: readonly string[];
  /** What comes once after the beginning, and ends the device where it fails: it stops a thread or frees an object on its way out. */
  readonly once: readonly string[];
  /** Those of `once` that free an object. */
  readonly freeing: ReadonlySet<string>;
  /** What may be called while the device is bound, any time. */
  readonly others: readonly string[];
  /** Of `others`, what is called only between one of `sessions` and its end, by its beginning. */
  readonly whileOpen: ReadonlyMap<string, string>;
  /** Of all of these, what writes a parameter: that may come before init and behind the exit function too. */
  readonly setters: readonly string[];
}

/** How the kernel calls the functions of a slice that nobody in it calls. */
export function lifecycleOf(
  driver: Driver,
  roots: readonly string[],
  role: (name: string) => Role,
): Lifecycle {
  const inits = initcallsOf(driver, roots);
  const [init] = inits.length === 1 ? inits : [];
  const early = namedOnCommandLine(driver, roots);
  const exit = topLevel(driver, /^module_exit$/, roots);
  const operations = roots
    .filter((name) => !inits.includes(name) && !early.includes(name) && name !== exit)
    .map((name) => operationOf(driver, name));
  const used = new Set<string>();
  const devices: Episode[] = [];
  const binds: Episode[] = [];
  const sessions: Episode[] = [];
  const about = (episode: Episode): boolean =>
    role(episode.begin).creates || episode.ends.some((name) => role(name).stops);
  for (const operation of operations) {
    if (used.has(operation.name)) continue;
    const found = partnersOf(operation, operations) ?? openedOnly(operation) ?? preparedOnly(operation);
    if (!found) continue;
    const episode = { begin: operation.name, ends: found.ends, isStrict: operation.table !== undefined };
    for (const name of [operation.name, ...found.ends]) used.add(name);
    (found.span === "device"
      ? devices
      : found.span === "bind" && (about(episode) || found.ends.length === 0)
        ? binds
        : sessions
    ).push(episode);
  }
  // who frees an object is called when its last user is gone, which the slice does not count
  const single = operations.filter(({ name }) => !used.has(name) && !onlyFrees(role(name)));
  const finals = single.filter(isFinal).map(({ name }) => name);
  const left = single.filter((one) => !isFinal(one)).map(({ name }) => name);
  // what ends a thread and begins it anew is called when the kernel likes, once that is there
  const isBegun = [...devices, ...binds].some(({ begin }) => role(begin).creates);
  const creators = left.filter((name) => role(name).creates && !(isBegun && role(name).restarts));
  // what creates without an end of its own is ended by whoever stops; who does both is told which by a parameter
  const isEnded = [...devices, ...binds, ...sessions]
    .flatMap(({ ends }) => ends)
    .some((name) => role(name).stops);
  const stoppers = isEnded ? [] : left.filter((name) => role(name).stops && !role(name).creates);
  const toggles = creators.filter((name) => role(name).stops && role(name).isToggle);
  sessions.push(...toggles.map((name) => ({ begin: name, ends: [name] })));
  const [creator, ...more] = creators.filter((name) => !toggles.includes(name));
  if (creator !== undefined)
    binds.unshift(
      { begin: creator, ends: stoppers, isGuess: true },
      ...more.map((begin) => ({ begin, ends: [] })),
    );
  const rest = left.filter(
    (name) => !creators.includes(name) && !(creator !== undefined && stoppers.includes(name)),
  );
  const outer = sessions.filter(({ begin }) => isGroundwork(begin, [...binds, ...sessions], role));
  const inside = sessions.filter((one) => !outer.includes(one));
  const isBeforeMount = ({ begin }: Episode): boolean =>
    operations.some(({ name, words: [word = ""] }) => name === begin && BEFORE_MOUNT.test(word));
  const ordered = inOrder([...outer, ...binds], role);
  const isMadeFirst = devices.length === 0 ? isOwner(ordered, role) : () => false;
  const owners = ordered.filter(isMadeFirst);
  const bound = ordered.filter((one) => !owners.includes(one));
  const all = [
    ...devices,
    ...owners,
    ...bound.filter(isBeforeMount),
    ...bound.filter((one) => !isBeforeMount(one)),
  ];
  // what a table of operations has the kernel calls when it likes
  const called = new Set(operations.filter(({ table }) => table !== undefined).map(({ name }) => name));
  const first = rest.filter((name) => !called.has(name) && isGroundwork(name, [...all, ...sessions], role));
  const endsOnlyFree = !all.some(({ ends }) => ends.some((name) => role(name).stops));
  const before = endsOnlyFree ? finals.filter((name) => role(name).stops) : [];
  return {
    init,
    early,
    initcalls: inits.length > 1 ? inits : [],
    exit,
    first,
    devices: devices.length + owners.length,
    binds: all,
    sessions: inside,
    whileOpen: whileOpen(
      driver,
      inside.map(({ begin, ends }) => ({ begin: operationOf(driver, begin), ends })),
      operations,
    ),
    finals: finals.filter((name) => !before.includes(name)),
    before,
    ...onceOrOften(
      rest.filter((name) => !first.includes(name)),
      role,
      operationsOfFiles(operations),
    ),
    setters: operations.map(({ name }) => name).filter((name) => isSetter(driver, name)),
  };
}

/**
 * Whether user space calls it by writing a parameter. The files of parameters are there before init, and go when the exit function has
 * returned (kernel/module/main.c, load_module() calls mod_sysfs_setup(), free_module() mod_sysfs_teardown(); 4.4 ... 7.2).
 */
function isSetter(driver: Driver, name: string): boolean {
  const tables = driver.files.flatMap(({ globals }) =>
    [...globals.values()].flatMap(({ name: table, init }) =>
      init && fieldWith(init, name) === "set" ? [table] : [],
    ),
  );
  return driver.files.some(({ topLevelCalls }) =>
    topLevelCalls.some(({ name: macro, args: [, by = "", ...rest] }) => {
      const [, named = ""] = /^&?\s*(\w+)$/.exec(by.trim()) ?? [];
      const isOurs =
        (macro === "module_param_call" && named === name) ||
        (/^module_param_cb(_unsafe)?$/.test(macro) && tables.includes(named));
      return isOurs && isWritableMode(rest.at(-1) ?? "") !== false;
    }),
  );
}

/** Of functions that stand in tables of operations or are exported, those that begin or end something which another one ends or begins. */
export function pairedIn(driver: Driver, names: readonly string[]): Set<string> {
  const operations = names
    .map((name) => operationOf(driver, name))
    .filter(({ name, table }) => table !== undefined || driver.isExported(name));
  return new Set(
    operations.flatMap((operation) => {
      const found = partnersOf(operation, operations);
      return found ? [operation.name, ...found.ends] : [];
    }),
  );
}

/** The same, where one makes the object that another is handed, or sets a variable without which it turns back, that one first. */
function inOrder(episodes: readonly Episode[], role: (name: string) => Role): Episode[] {
  const ordered: Episode[] = [];
  const left = [...episodes];
  const comesBefore = ({ begin: first }: Episode, { begin }: Episode): boolean =>
    first !== begin &&
    ([...role(begin).needs].some((name) => role(first).sets.has(name)) ||
      (makesFor(role(first), role(begin)) && !makesFor(role(begin), role(first))));
  const isReady = (episode: Episode): boolean => !left.some((other) => comesBefore(other, episode));
  while (left.length > 0) {
    const next = Math.max(0, left.findIndex(isReady));
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/**
 * Whether one comes first, and ends last: it makes objects that another, which does not make them itself, creates a thread for, or
 * that the end of that is handed, or sets a variable without which that, or what comes before that, turns back.
 */
function isGroundwork(
  name: string,
  all: readonly Episode[],
  role: (name: string) => Role,
  above: readonly string[] = [],
): boolean {
  const { sets } = role(name);
  return all.some(({ begin, ends }) => {
    if (begin === name || above.includes(begin)) return false;
    const { creates, needs } = role(begin);
    if (creates && makesFor(role(name), role(begin))) return true;
    const isOwed = (tag: string): boolean => !role(begin).makes.has(tag);
    if (creates && ends.some((end) => makesFor(role(name), role(end), isOwed))) return true;
    return (
      [...needs].some((variable) => sets.has(variable)) &&
      (creates || isGroundwork(begin, all, role, [...above, name]))
    );
  });
}

/**
 * Whether one begins what others, which end nothing, create threads for: it creates none, and its end stops one. So it stands to them like a
 * `probe` to what a device does: vhost_dev_init(), then an ioctl that makes the worker, then vhost_dev_cleanup() (drivers/vhost/vhost.c).
 */
function isOwner(all: readonly Episode[], role: (name: string) => Role): (episode: Episode) => boolean {
  const unended = all.filter(({ begin, ends }) => ends.length === 0 && role(begin).creates);
  return ({ begin, ends, isGuess }) =>
    isGuess !== true &&
    !role(begin).creates &&
    ends.some(
      (end) => role(end).stops && unended.some((one) => shares(role(one.begin).knows, role(end).knows)),
    );
}

function shares(these: ReadonlySet<string>, those: ReadonlySet<string>): boolean {
  return [...these].some((one) => those.has(one));
}

/** Whether one makes objects that the other knows of, and does not make itself. */
function makesFor(
  { makes }: Role,
  { knows, makes: own }: Role,
  isMeant: (tag: string) => boolean = () => true,
): boolean {
  return [...makes].some((tag) => knows.has(tag) && !own.has(tag) && isMeant(tag));
}

/** Who makes an object frees it only where something fails, or by what it hands over to be called later. */
function onlyFrees({ creates, stops, frees, makes }: Role): boolean {
  return frees && !stops && !creates && makes.size === 0;
}

function isFinal({ words }: Operation): boolean {
  return words.some((word) => FINAL_OPERATION.test(word));
}

function onceOrOften(
  names: readonly string[],
  role: (name: string) => Role,
  ofFiles: ReadonlySet<string>,
): Pick<Lifecycle, "once" | "freeing" | "others"> {
  const isOnce = (name: string): boolean =>
    !ofFiles.has(name) &&
    !role(name).restarts &&
    ((role(name).stops && !role(name).creates) || role(name).frees);
  return {
    once: names.filter(isOnce),
    freeing: new Set(names.filter((name) => role(name).frees)),
    others: names.filter((name) => !isOnce(name)),
  };
}

/** What a function, and what it calls, does with threads. */
export interface Role {
  readonly creates: boolean;
  readonly stops: boolean;
  readonly frees: boolean;
  /** It creates one after it stopped one. */
  readonly restarts: boolean;
  /** It tests one of its parameters: `set_state(on)`. */
  readonly isToggle: boolean;
  /** Structs of which it makes an object, and those that it knows of. */
  readonly makes: ReadonlySet<string>;
  readonly knows: ReadonlySet<string>;
  /** Variables of the driver's that it sets, and those without which it turns back at once. */
  readonly sets: ReadonlySet<string>;
  readonly needs: ReadonlySet<string>;
}

/** Levels of initcalls, the first one first (include/linux/init.h); `module_init()` of what is built in is one of devices. */
const LEVELS = "early pure core postcore arch subsys fs rootfs device late".split(" ");

/** The functions that a file names to begin with, by their levels: a module has one, so several are of what is built in. */
function initcallsOf(driver: Driver, roots: readonly string[]): string[] {
  const found: { name: string; level: number }[] = [];
  for (const { topLevelCalls } of driver.files)
    for (const { name: macro, args } of topLevelCalls) {
      const match = /^(?:([a-z]*)_+initcall(_sync)?|module_init)$/.exec(macro);
      const [name] = args;
      if (!match || name === undefined || !roots.includes(name) || found.some((one) => one.name === name))
        continue;
      const [, word = "", sync] = match;
      const level = LEVELS.indexOf(LEVELS.includes(word) ? word : "device");
      found.push({ name, level: level + (sync ? 1 / 2 : 0) });
    }
  return found.toSorted((a, b) => a.level - b.level).map(({ name }) => name);
}

/**
 * Functions that read a word of the kernel's command line: parse_early_param() and obsolete_checksetup() call them before the first
 * initcall (init/main.c, start_kernel()). A module has none: the macros are empty there (include/linux/init.h).
 */
function namedOnCommandLine(driver: Driver, roots: readonly string[]): string[] {
  if (driver.unloads() !== false) return [];
  return driver.files.flatMap(({ topLevelCalls }) =>
    topLevelCalls.flatMap(({ name, args: [, by = ""] }) =>
      /^(early_param|__setup)$/.test(name) && roots.includes(by) ? [by] : [],
    ),
  );
}

function topLevel(driver: Driver, macro: RegExp, roots: readonly string[]): string | undefined {
  for (const { topLevelCalls } of driver.files)
    for (const call of topLevelCalls) {
      const [name] = call.args;
      if (macro.test(call.name) && name !== undefined && roots.includes(name)) return name;
    }
  return undefined;
}

function partnersOf(
  operation: Operation,
  all: readonly Operation[],
): { ends: string[]; span: OperationPair["span"] } | undefined {
  for (const { begin, end, span } of OPERATION_PAIRS) {
    const word = operation.words.find((one) => begin.test(one));
    if (word === undefined) continue;
    const ends = all.filter((other) => {
      const closing = other.name === operation.name ? undefined : other.words.find((one) => end.test(one));
      if (closing === undefined || other.table !== operation.table) return false;
      if (operation.table === undefined) return stem(other.name, closing) === stem(operation.name, word);
      return isNamedAlike(operation, other) || !all.some((one) => one !== other && isNamedAlike(one, other));
    });
    if (ends.length > 0) return { ends: ends.map(({ name }) => name), span };
  }
  return undefined;
}

/** Whether one ends the other by its words and they are called alike: of a table `ndo_open`, not `ndo_start_xmit`, begins what `ndo_stop` ends. */
function isNamedAlike(
  { words: before, table }: Operation,
  { words: after, table: other }: Operation,
): boolean {
  return (
    table === other &&
    OPERATION_PAIRS.some(({ begin, end }) => {
      const beginning = before.find((one) => begin.test(one));
      const closing = after.find((one) => end.test(one));
      if (beginning === undefined || closing === undefined) return false;
      return stem(before[0] ?? "", beginning) === stem(after[0] ?? "", closing);
    })
  );
}

/** What user space may ask for as often as it likes, of a file that it has opened; where that fails the device is still there. */
function operationsOfFiles(operations: readonly Operation[]): Set<string> {
  const opened = operations.filter(({ words: [word] }) => word === "open");
  const tables = new Set(opened.map(({ table }) => table));
  return new Set(
    operations.flatMap(({ name, table }) => (table !== undefined && tables.has(table) ? [name] : [])),
  );
}

/** A file is opened before anything else is done with it (fs/open.c, do_dentry_open()), whether its release matters or not. */
function openedOnly({ words: [word = ""], table }: Operation): ReturnType<typeof partnersOf> {
  return word === "open" && table !== undefined ? { ends: [], span: "session" } : undefined;
}

/** What a table has that comes before the rest of it, whether what ends it matters or not. */
function preparedOnly({ words: [word = ""], table }: Operation): ReturnType<typeof partnersOf> {
  return table !== undefined && COMES_FIRST.test(word) ? { ends: [], span: "bind" } : undefined;
}

function stem(name: string, word: string): string {
  return name.toLowerCase().replace(word, "");
}
