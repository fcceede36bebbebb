import { ASSUMING } from "../compile/program.ts";
import { structTag } from "../source/index.ts";
import { nameBehind } from "./calls.ts";
import { nothing, returnsNothing, type Driver } from "./driver.ts";
import type { SliceFacts } from "./facts.ts";
import type { KeptCalls } from "./kept-calls.ts";
import type { Episode, Lifecycle } from "./lifecycle.ts";
import { parametersOf } from "./parameters.ts";
import { marksOfEpisode, throughName } from "./success-marks.ts";
import { storesOf } from "./stores.ts";

/** Times that a device is opened and closed in one run: once to use it, and once more to meet what the first left behind. */
const SESSIONS = 2;

/** Calls of other operations in one session, each of any kind. */
const CALLS = 1;

/** Where the caller of a beginning keeps what it got. */
function madeBy(begin: string): string {
  return `unoops_made_by_${begin}`;
}

/** Where its caller keeps a number that the end gets too. */
function givenTo(begin: string, parameter: string): string {
  return `unoops_given_${begin}_${parameter}`;
}

/** Where its caller keeps pointers to objects, whose address it hands over. */
function pointerTo(name: string, parameter: string): string {
  return `unoops_pointer_${name}_${parameter}`;
}

/** Whether what a beginning began has not ended. */
function isOpen(begin: string): string {
  return `unoops_open_${begin}`;
}

/** The kernel around a slice, as C: what calls its entry points, in which order. */
export class Harness {
  private readonly driver: Driver;
  private readonly facts: SliceFacts;
  private readonly life: Lifecycle;
  /** Structs of which a kept line makes an object. */
  private readonly makes: ReadonlySet<string>;
  /** Structs of which a beginning makes an object that its caller keeps, and hands to its end; by beginning. */
  private readonly made: ReadonlyMap<string, string>;
  private readonly makesOf: (name: string) => ReadonlySet<string>;

  /** @param makesOf structs of which a function, or what it calls, makes an object */
  private isEnded = false;

  constructor(
    driver: Driver,
    facts: SliceFacts,
    life: Lifecycle,
    makes: ReadonlySet<string>,
    makesOf: (name: string) => ReadonlySet<string>,
  ) {
    this.makesOf = makesOf;
    this.driver = driver;
    this.facts = facts;
    this.life = life;
    this.makes = makes;
    this.made = madeForEnds(driver, life, makes);
  }

  /** @param stops whether somebody ends threads who does more than take back their creation */
  lines(calls: KeptCalls, stops: boolean): string[] {
    this.isEnded = stops;
    const completers = calls.completers(this.life.others);
    const awaited = [...this.facts.awaited].flatMap((field) => this.comes(field, calls, completers));
    return [
      ...this.pointers(),
      ...this.meanwhile(completers),
      ...awaited,
      ...(this.isPlain() ? this.plain() : this.driven()),
    ];
  }

  /**
   * What a wait without a limit waits for: where nobody but functions that the kernel calls completes it, one of them is called; its
   * author relies on that.
   */
  private comes(field: string, calls: KeptCalls, completers: ReadonlySet<string>): string[] {
    const completing = calls.completing(field);
    const callers = this.life.others.filter(
      (name) => completers.has(name) && [...calls.reach(name)].some((one) => completing.has(one)),
    );
    const reached = new Set(callers.flatMap((name) => [...calls.reach(name)]));
    const isTheirs = callers.length > 0 && [...completing].every((one) => reached.has(one));
    const cases = callers.map(
      (name, index) => `\tcase ${index}: ${this.onceMade(name)}${this.call(name)}; break;`,
    );
    const assumed = `the kernel calls ${callers.map((name) => `${name}()`).join(" or ")}, which completes ${field}: it is waited for without a limit`;
    const body = isTheirs
      ? [
          `\tunoops_assume("${assumed}");`,
          `\tswitch (unoops_pick(${callers.length}, "what is waited for comes")) {`,
          ...cases,
          "\t}",
        ]
      : ["\tunoops_meanwhile();"];
    return [`static void unoops_comes_${field}(void)`, "{", ...body, "}", ""];
  }

  /** An interrupt or a callback that comes while the driver waits for it. */
  private meanwhile(completers: ReadonlySet<string>): string[] {
    const comes = this.life.others.filter((name) => completers.has(name));
    const cases = comes.map(
      (name, index) => `\tcase ${index + 1}: ${this.onceMade(name)}${this.call(name)}; break;`,
    );
    const pick = `\tswitch (unoops_pick(${comes.length + 1}, "what is waited for comes")) {`;
    const body = comes.length === 0 ? [] : [pick, ...cases, "\t}"];
    return ["static void unoops_meanwhile(void)", "{", ...body, "}", ""];
  }

  /** Loading and unloading is all that the kernel does with it. */
  private isPlain(): boolean {
    const { early, initcalls, first, binds, sessions, finals, before, once, others } = this.life;
    const isUnused = [early, initcalls, first, binds, sessions, finals, before, once, others].every(
      (list) => list.length === 0,
    );
    return isUnused && this.commandLine().length === 0;
  }

  private plain(): string[] {
    const { init, exit } = this.life;
    return [
      ...(init === undefined ? [] : [`module_init(${init});`]),
      ...(exit === undefined ? this.emptyExit() : [`module_exit(${exit});`]),
      'MODULE_LICENSE("GPL");',
    ];
  }

  private driven(): string[] {
    return [...this.use(), ...this.serve(), ...this.begin(), ...this.unload(), 'MODULE_LICENSE("GPL");'];
  }

  /** Flags that say which beginnings succeeded. */
  private get bound(): string[] {
    return this.life.binds.map((_, index) => `unoops_bound_${index}`);
  }

  /** Whether a second device of a kind is there, which the driver makes no object of its own for: where it keeps it in variables. */
  private another(index: number): string | undefined {
    const { isGenerous, madeForDevice } = this.facts;
    const isOne = this.makes.size === 0 && madeForDevice.size === 0;
    return isGenerous && isOne && index < this.life.devices ? `unoops_another_${index}` : undefined;
  }

  /** The environment's answers about the second device are its own. */
  private forAnother(lines: readonly string[]): string[] {
    return ["\t\tunoops_device = 1;", ...lines, "\t\tunoops_device = 0;"];
  }

  /** What the command line gives parameters that nobody but the driver writes afterwards. */
  private commandLine(): string[] {
    return parametersOf(this.driver).flatMap(({ variable, isWritable }) => {
      const key = `:${variable}`;
      const values = this.numbersOf(key);
      if (isWritable || !this.facts.needed.has(key) || values.length === 0) return [];
      const list = values.map((value) => `(long)${value}`).join(", ");
      return [`\t${variable} = unoops_value("${ASSUMING}${variable}", (long)${variable}, ${list});`];
    });
  }

  /** What may happen while a device is there, or open. */
  private use(): string[] {
    const { others } = this.life;
    const lines = [
      ...this.bound.map((flag) => `static int ${flag};`),
      ...this.life.binds
        .flatMap((_, index) => this.another(index) ?? [])
        .map((flag) => `static int ${flag};`),
      ...[...this.made].map(([begin, tag]) => `static struct ${tag} *volatile ${madeBy(begin)};`),
      ...this.handedTwice().map(([begin, name]) => `static volatile long ${givenTo(begin, name)};`),
      ...this.opened().map((begin) => `static int ${isOpen(begin)};`),
      "static void unoops_use(void)",
      "{",
    ];
    if (others.length > 0)
      lines.push(
        "\tint call;",
        "",
        `\tfor (call = 0; call < ${CALLS}; call++) {`,
        `\t\tswitch (unoops_pick(${others.length + 1}, "an operation is called")) {`,
        ...others.map(
          (name, index) =>
            `\t\tcase ${index + 1}: ${this.onceOpen(name)}${this.onceMade(name)}${this.call(name)}; break;`,
        ),
        "\t\t}",
        "\t\tunoops_yield();",
        "\t}",
        // what a request had queued, and that work queued in turn, is done before the kernel ends what it was sent to
        ...(this.facts.works ? ["\tflush_scheduled_work();", "\tflush_scheduled_work();"] : []),
      );
    return [...lines, "}", ""];
  }

  /** Beginnings between which and their ends alone something is called. */
  private opened(): string[] {
    return [...new Set(this.life.whileOpen.values())];
  }

  private onceOpen(name: string): string {
    const begin = this.life.whileOpen.get(name);
    return begin === undefined ? "" : `if (${isOpen(begin)}) `;
  }

  private useOf(begin: string): string[] {
    if (!this.opened().includes(begin)) return ["\t\t\t\tunoops_use();"];
    return [`\t\t\t\t${isOpen(begin)} = 1;`, "\t\t\t\tunoops_use();", `\t\t\t\t${isOpen(begin)} = 0;`];
  }

  /** The life of a device that is there: it is opened, used and closed. */
  private serve(): string[] {
    const { sessions } = this.life;
    const lines = ["static void unoops_serve(void)", "{", "\tint session;", ""];
    if (sessions.length === 0) return [...lines, "\t(void)session;", "\tunoops_use();", "}", ""];
    lines.push(
      `\tfor (session = 0; session < ${SESSIONS}; session++) {`,
      `\t\tswitch (unoops_pick(${sessions.length + 1}, "it is opened")) {`,
    );
    for (const [index, episode] of sessions.entries())
      lines.push(
        `\t\tcase ${index + 1}:`,
        `\t\t\tif (${this.began(episode)}) {`,
        ...this.useOf(episode.begin),
        ...episode.ends.map((end) => `\t\t\t\t${this.end(end, episode.begin)};`),
        "\t\t\t}",
        "\t\t\tbreak;",
      );
    return [...lines, "\t\tdefault: unoops_use();", "\t\t}", "\t}", "}", ""];
  }

  private begin(): string[] {
    const { init, early, initcalls, first, devices, binds, once } = this.life;
    const { bound } = this;
    const lines = ["static int __init unoops_begin(void)", "{", ...this.commandLine()];
    lines.push(...this.written("before init"));
    for (const name of early)
      lines.push(
        `\tif (unoops_pick(2, "the command line has a word for ${name}()"))`,
        `\t\t${this.call(name)};`,
      );
    // nobody asks what one of them returns: init/main.c, do_initcall_level()
    lines.push(...initcalls.map((name) => `\t${this.call(name)};`));
    if (init !== undefined)
      lines.push(
        this.isVoid(init)
          ? `\t${this.call(init)};`
          : `\tint error = ${this.call(init)};\n\n\tif (error)\n\t\treturn error;`,
      );
    for (const name of first) lines.push(`\tif (!${this.began({ begin: name, ends: [] })})`, "\t\treturn 0;");
    const isThere = bound.slice(0, devices).join(" || ");
    for (const [index, episode] of binds.entries()) {
      const another = this.another(index);
      const comes = index < devices || devices === 0 ? "" : `(${isThere}) && `;
      const made = `${this.madeBefore(episode.begin, binds.slice(0, index))}${this.owed(episode)}`;
      lines.push(...this.fromElsewhere(episode));
      lines.push(`\t${bound[index]} = ${comes}${made}${this.began(episode)};`);
      if (another)
        lines.push(
          `\tif (${bound[index]} && unoops_pick(2, "there is another device")) {`,
          ...this.forAnother([`\t\t${another} = ${this.began(episode)};`]),
          "\t}",
        );
    }
    for (const name of once) {
      const comes = [...bound, 'unoops_pick(2, "an operation is called")'].join(" && ");
      lines.push(
        `\tif (${comes} && ${this.ends(name)})`,
        bound.length === 0 ? "\t\treturn 0;" : `\t\t${bound.map((flag) => `${flag} = 0`).join(", ")};`,
      );
    }
    if (bound.length > 0) lines.push(`\tif (${bound.join(" || ")})\n\t\tunoops_serve();`);
    else lines.push("\tunoops_serve();");
    return [...lines, "\treturn 0;", "}", ""];
  }

  /** What another module does is its own affair: that it begins, and ends what it began, is assumed. */
  private fromElsewhere({ begin, ends }: Episode): string[] {
    const fn = this.driver.functions.get(begin);
    if (!fn || !this.driver.isExported(begin)) return [];
    const at = `${fn.file.path.replace(/^.*\//, "").replace(/[^\w.+-]/g, "_")}:${fn.file.place(fn.start).line}`;
    const after = ends.length === 0 ? "" : `, and ${ends.map((end) => `${end}()`).join(" and ")} after it`;
    return [`\tunoops_assume("another module calls ${begin}() (${at})${after}");`];
  }

  /** Parameters, which user space may write sooner and later than it can use anything else of a module. */
  private written(when: string): string[] {
    return this.life.setters.map(
      (name) => `\tif (unoops_pick(2, "a parameter is written ${when}")) ${this.call(name)};`,
    );
  }

  private unload(): string[] {
    const { exit, binds, finals, before } = this.life;
    if (exit === undefined && [...finals, ...before, ...binds.flatMap(({ ends }) => ends)].length === 0)
      return ["module_init(unoops_begin);", ...this.emptyExit()];
    const lines = ["static void __exit unoops_end(void)", "{"];
    // what ends a device comes if there was one
    const isThere = binds.length === 0 ? "" : `if (${this.bound.join(" || ")}) `;
    for (const name of before) lines.push(`\t${isThere}${this.onceMade(name)}${this.call(name)};`);
    for (const [index, { begin, ends }] of [...binds.entries()].toReversed()) {
      if (ends.length === 0) continue;
      const another = this.another(index);
      const calls = ends.map((name) => `\t\t${this.onceMade(name, begin)}${this.end(name, begin)};`);
      if (another) lines.push(`\tif (${another}) {`, ...this.forAnother(calls), "\t}");
      lines.push(`\tif (${this.bound[index]}) {`, ...calls, "\t}");
    }
    for (const name of finals) lines.push(`\t${isThere}${this.onceMade(name)}${this.call(name)};`);
    if (exit !== undefined) lines.push(`\t${this.call(exit)};`);
    lines.push(...this.written("behind the exit function"));
    return [...lines, "}", "", "module_init(unoops_begin);", "module_exit(unoops_end);"];
  }

  /** A driver that can be unloaded, and does nothing with its threads then; where no file says whether it can, one whose creators end their threads. */
  private emptyExit(): string[] {
    return (this.driver.unloads() ?? !this.isEnded)
      ? ["static void __exit unoops_end(void)", "{", "}", "module_exit(unoops_end);"]
      : [];
  }

  /** Calls what comes once; whether the device is gone then: it failed, or it frees what the device is. */
  private ends(name: string): string {
    if (this.isVoid(name) && this.life.freeing.has(name)) return `(${this.call(name)}, 1)`;
    return `!${this.began({ begin: name, ends: [] })}`;
  }

  /** An operation on what the driver makes comes after it was made; what its beginning made is there. */
  private onceMade(name: string, begin?: string): string {
    const there = begin === undefined ? undefined : this.made.get(begin);
    const parameters = this.driver.functions.get(name)?.parameters ?? [];
    const made = parameters
      .map((parameter) => this.objectTag(name, parameter))
      .filter((tag) => tag !== undefined && tag !== there && this.makes.has(tag));
    return made.length === 0 ? "" : `if (${made.map((tag) => `unoops_last_${tag}`).join(" && ")}) `;
  }

  /** What is ended by handing over an object that something else makes was begun once that was there. */
  private owed({ begin, ends }: Episode): string {
    const own = this.makesOf(begin);
    const tags = ends.flatMap((end) =>
      (this.driver.functions.get(end)?.parameters ?? []).flatMap(
        (parameter) => this.objectTag(end, parameter) ?? [],
      ),
    );
    const owed = [...new Set(tags)].filter((tag) => this.makes.has(tag) && !own.has(tag));
    return owed.map((tag) => `unoops_last_${tag} && `).join("");
  }

  /** What begins on an object that another beginning makes, and its caller keeps, comes if it was made. */
  private madeBefore(name: string, earlier: readonly Episode[]): string {
    const kept = new Set(earlier.flatMap(({ begin }) => this.made.get(begin) ?? []));
    const parameters = this.driver.functions.get(name)?.parameters ?? [];
    return parameters
      .map((parameter) => this.objectTag(name, parameter))
      .filter((tag) => tag !== undefined && kept.has(tag))
      .map((tag) => `unoops_last_${tag} && `)
      .join("");
  }

  private isVoid(name: string): boolean {
    return returnsNothing(this.driver.functions.get(name));
  }

  /** Whether a beginning succeeded: what ends it is called only then. */
  private began({ begin, ends, isStrict = false }: Episode): string {
    const call = this.call(begin, ends.includes(begin) ? "1" : undefined);
    const type = this.driver.functions.get(begin)?.returnType.trim() ?? "";
    if (this.isVoid(begin)) return this.cameThrough({ begin, ends }, call) ?? `(${call}, 1)`;
    if (/\bbool\s*$/.test(type)) return `(${call} != 0)`;
    if (this.made.has(begin)) return `!IS_ERR_OR_NULL(${madeBy(begin)} = ${call})`;
    if (type.endsWith("*")) return `!IS_ERR_OR_NULL(${call})`;
    return `((int)${call} ${isStrict && type.endsWith("int") ? "==" : ">="} 0)`;
  }

  /** What returns nothing, and says in a flag that it came through, is ended by who looks at that. */
  private cameThrough(episode: Episode, call: string): string | undefined {
    const marks = marksOfEpisode(this.driver, episode);
    const [first] = marks;
    // one of which nothing is kept comes to its mark unseen
    if (!first || !marks.every(([name]) => this.facts.kept.has(name))) return undefined;
    const flags = marks.map(([name]) => throughName(name));
    const ends = episode.ends.map((end) => `${end}()`).join(" and ");
    const assumed = `unoops_assume("${ends} comes after ${episode.begin}() only where that came to ${first[1].says}")`;
    return `(${flags.join(" = ")} = 0, ${call}, ${flags.join(" || ")} || (${assumed}, 0))`;
  }

  /** Ends what another function began, with the same arguments: what that did not look at was nothing in particular. */
  private end(name: string, begin: string): string {
    if (name === begin) return this.call(name, "0");
    const given = this.driver.functions.get(begin)?.parameters ?? [];
    const same = given.filter((one) => !this.facts.needed.has(`${begin}:${one.name}`));
    return this.call(name, undefined, new Set(same.map((one) => one.name)), begin);
  }

  /**
   * @param tested what a parameter gets that the function tests; any value by default
   * @param begin what made an object that is handed back
   */
  private call(
    name: string,
    tested?: string,
    unlooked: ReadonlySet<string> = new Set(),
    begin?: string,
  ): string {
    const madeTag = begin === undefined ? undefined : this.made.get(begin);
    const fn = this.driver.functions.get(name);
    const args = fn?.parameters.map((parameter) => {
      const key = `${name}:${parameter.name}`;
      if (!this.facts.needed.has(key)) return nothing(this.driver, fn, parameter.name);
      const tag = this.objectTag(name, parameter);
      const isMade = begin !== undefined && tag !== undefined && tag === madeTag;
      const object = isMade ? madeBy(begin) : `unoops_the_${tag}()`;
      // `struct thing **`: where the caller keeps its pointer
      if (tag !== undefined)
        return this.isPointedTwice(name, parameter.name) ? this.where(name, parameter.name, object) : object;
      const ends = begin === undefined ? this.endsWith(name, parameter.name) : [];
      const values = new Set([name, ...ends].flatMap((one) => this.numbersOf(`${one}:${parameter.name}`)));
      if (tested !== undefined && values.size > 0) return tested;
      if (values.size === 0 || unlooked.has(parameter.name)) return "0";
      if (begin !== undefined && this.endsWith(begin, parameter.name).includes(name))
        return givenTo(begin, parameter.name);
      const any = `unoops_value("${parameter.name}", 0, ${[...values].map((value) => `(long)${value}`).join(", ")})`;
      return ends.length > 0 ? `(${givenTo(name, parameter.name)} = ${any})` : any;
    });
    return `${name}(${(args ?? []).join(", ")})`;
  }

  /** The caller's pointer, or its array of them, which the driver may keep: it outlives the call. */
  private where(name: string, parameter: string, object: string): string {
    const place = pointerTo(name, parameter);
    return `(${place}[0] = ${object}, (void *)${place})`;
  }

  /** Pointers to objects whose address a function is handed. */
  private pointers(): string[] {
    return this.called().flatMap((name) =>
      (this.driver.functions.get(name)?.parameters ?? []).flatMap((parameter) => {
        const tag = this.objectTag(name, parameter);
        return tag !== undefined && this.isPointedTwice(name, parameter.name)
          ? [`static struct ${tag} *volatile ${pointerTo(name, parameter.name)}[2];`]
          : [];
      }),
    );
  }

  /** Numbers that tell what a parameter is apart. */
  private numbersOf(key: string): string[] {
    return [...this.facts.valuesOf(key)]
      .map((value) => (value === "NULL" ? "1" : value))
      .filter((value) => value !== "ERR");
  }

  /** The ends of what a function begins that look at a number of the same name as it does: it is the same number. */
  private endsWith(begin: string, parameter: string): string[] {
    const episode = [...this.life.binds, ...this.life.sessions].find((one) => one.begin === begin);
    if (!this.isNumber(begin, parameter)) return [];
    return (episode?.ends ?? []).filter((end) => end !== begin && this.isNumber(end, parameter));
  }

  private isNumber(name: string, parameter: string): boolean {
    const found = this.driver.functions.get(name)?.parameters.find((one) => one.name === parameter);
    return (
      found !== undefined &&
      this.objectTag(name, found) === undefined &&
      this.facts.needed.has(`${name}:${parameter}`)
    );
  }

  /** What a beginning and its end are handed alike: the beginning, and the parameter. */
  private handedTwice(): [string, string][] {
    return [...this.life.binds, ...this.life.sessions].flatMap(({ begin }) =>
      (this.driver.functions.get(begin)?.parameters ?? [])
        .filter(({ name }) => this.endsWith(begin, name).length > 0)
        .map(({ name }): [string, string] => [begin, name]),
    );
  }

  /** Structs whose object the harness hands in. */
  tags(): string[] {
    return this.called().flatMap((name) =>
      (this.driver.functions.get(name)?.parameters ?? []).flatMap(
        (parameter) => this.objectTag(name, parameter) ?? [],
      ),
    );
  }

  /** All that the kernel calls, each once. */
  private called(): string[] {
    const { init, early, initcalls, exit, first, binds, sessions, finals, before, once, others } = this.life;
    return [
      ...new Set([
        ...(init === undefined ? [] : [init]),
        ...early,
        ...initcalls,
        ...(exit === undefined ? [] : [exit]),
        ...first,
        ...finals,
        ...before,
        ...once,
        ...others,
        ...[...binds, ...sessions].flatMap(({ begin, ends }) => [begin, ...ends]),
      ]),
    ];
  }

  /** The struct whose object a parameter gets; undefined where none is needed, or the model has the struct. */
  private objectTag(
    name: string,
    parameter: { readonly name: string; readonly type: string },
  ): string | undefined {
    const tag = structTag(parameter.type) ?? this.takenFor(name, parameter);
    const isOurs = tag !== undefined && !this.driver.isKnownStruct(tag);
    return isOurs && this.facts.needed.has(`${name}:${parameter.name}`) ? tag : undefined;
  }

  /** The struct that a function takes the data for which it was registered with: `struct x *x = data;`. */
  private takenFor(
    name: string,
    parameter: { readonly name: string; readonly type: string },
  ): string | undefined {
    const fn = this.driver.functions.get(name);
    if (!fn || !/\bvoid\b/.test(parameter.type)) return undefined;
    const { key } = storesOf(this.driver, fn).find(({ value }) => nameBehind(value) === parameter.name) ?? {};
    const [, local] = key?.split(":") ?? [];
    return local === undefined ? undefined : structTag(this.driver.locals(fn).get(local)?.type ?? "");
  }

  private isPointedTwice(name: string, parameter: string): boolean {
    const fn = this.driver.functions.get(name);
    return fn !== undefined && /\*\s*\*/.test(this.driver.locals(fn).get(parameter)?.text ?? "");
  }
}

function madeForEnds(
  driver: Driver,
  { binds, sessions }: Lifecycle,
  makes: ReadonlySet<string>,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const { begin, ends } of [...binds, ...sessions]) {
    const fn = driver.functions.get(begin);
    const tag = fn && driver.isPointer(undefined, fn) ? structTag(fn.returnType) : undefined;
    if (ends.length > 0 && tag !== undefined && makes.has(tag)) found.set(begin, tag);
  }
  return found;
}
