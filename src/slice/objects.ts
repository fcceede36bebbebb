import { ASSUMING } from "../compile/program.ts";
import type { Driver } from "./driver.ts";
import type { Declared, SliceFacts } from "./facts.ts";

/** Fields of the structs that a slice declares, by struct: each field's declaration. */
export type DeclaredFields = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What is of no use before it was made, by its type: how it is made where it lies (`@`) in a static object. */
const MADE: readonly (readonly [RegExp, string])[] = [
  [/^struct mutex$/, "__MUTEX_INITIALIZER(@)"],
  [/^struct rt_mutex$/, "__RT_MUTEX_INITIALIZER(@)"],
  [/^(wait_queue_head_t|struct wait_queue_head)$/, "__WAIT_QUEUE_HEAD_INITIALIZER(@)"],
  [/^struct completion$/, "COMPLETION_INITIALIZER(@)"],
  [/^struct semaphore$/, "__SEMAPHORE_INITIALIZER(@, 1)"],
  [/^struct rw_semaphore$/, "__RWSEM_INITIALIZER(@)"],
];

/**
 * The objects that the environment hands out, one a struct. It lies where the driver has it, in a variable or within another object;
 * where it is the environment's own, somebody made its locks and queues, and its state is any that the driver can tell apart.
 */
export class SliceObjects {
  private readonly driver: Driver;
  private readonly facts: SliceFacts;
  private readonly fields: DeclaredFields;
  private readonly lines: Declared[] = [];
  private readonly done = new Set<string>();

  constructor(driver: Driver, facts: SliceFacts, fields: DeclaredFields) {
    this.driver = driver;
    this.facts = facts;
    this.fields = fields;
  }

  /** @param tags structs that are declared */
  declare(tags: Iterable<string>): Declared[] {
    for (const tag of tags) this.object(tag);
    return this.lines;
  }

  private isHandedOut(tag: string): boolean {
    return this.facts.tags.has(tag) && !this.driver.isKnownStruct(tag);
  }

  private object(tag: string): void {
    if (this.done.has(tag) || !this.isHandedOut(tag)) return;
    this.done.add(tag);
    const home = this.facts.received.has(tag) ? undefined : this.homeOf(tag);
    const one = home ?? this.own(tag);
    this.lines.push({ text: `UNOOPS_OBJECT(${tag}, ${one})` });
  }

  /** Where the driver has the object of a struct that it does not allocate; undefined where nowhere, or in more than one place. */
  private homeOf(tag: string): string | undefined {
    if (this.facts.allocated.has(tag)) return undefined;
    const homes: string[] = [];
    for (const key of this.facts.needed) {
      const name = /^:(\w+)$/.exec(key)?.[1];
      const type = name === undefined ? undefined : this.driver.variableType(name);
      if (name !== undefined && type === `struct ${tag}`) homes.push(`&${name}`);
    }
    for (const [outer, fields] of this.fields)
      for (const [name, text] of fields) {
        const element = elementIn(text, name);
        const isHome = typeIn(text, name) === `struct ${tag}` || element === `struct ${tag}`;
        if (outer === tag || !this.isHandedOut(outer) || !isHome) continue;
        this.object(outer);
        homes.push(`&unoops_the_${outer}()->${name}${element === undefined ? "" : "[0]"}`);
      }
    return homes.length === 1 ? homes[0] : undefined;
  }

  /** The environment's own object. @returns what gives it */
  private own(tag: string): string {
    const object = `unoops_one_${tag}`;
    const parts = this.parts(tag, object, "");
    this.lines.push(
      { text: `static struct ${tag} ${object}${parts.length > 0 ? " = {" : ";"}` },
      ...parts,
      ...(parts.length > 0 ? [{ text: "};" }] : []),
    );
    if (this.facts.received.has(tag))
      this.lines.push(
        { text: `static struct ${tag} *unoops_received_${tag}(void) {` },
        ...this.states(tag, object, true),
        { text: `\treturn &${object};` },
        { text: "}" },
      );
    const isMade = this.facts.allocated.has(tag) || this.facts.madeForDevice.has(tag);
    const states = isMade ? [] : this.states(tag, object, false);
    if (states.length === 0) return `&${object}`;
    this.lines.push(
      { text: `static struct ${tag} *unoops_meet_${tag}(void) {` },
      { text: "\tstatic volatile bool unoops_met;" },
      { text: "\tif (!unoops_met) {" },
      { text: "\t\tunoops_met = true;" },
      ...states,
      { text: "\t}" },
      { text: `\treturn &${object};` },
      { text: "}" },
    );
    return `unoops_meet_${tag}()`;
  }

  /** Initialisers of the locks and queues in an object, and in what lies within it. */
  private parts(tag: string, object: string, path: string): Declared[] {
    return [...(this.fields.get(tag) ?? [])].flatMap(([name, text]): Declared[] => {
      const type = typeIn(text, name) ?? "";
      const at = `${path}.${name}`;
      const inner = /^struct (\w+)$/.exec(type)?.[1];
      const made = MADE.find(([pattern]) => pattern.test(type))?.[1];
      if (made !== undefined)
        return [{ text: `\t${at} = ${made.replaceAll("@", `${object}${at}`)},`, key: `${tag}.${name}` }];
      return inner === undefined || this.driver.isKnownStruct(inner) ? [] : this.parts(inner, object, at);
    });
  }

  /**
   * What the environment decides of an object when it first hands it out: its states, which the driver tells apart; of one that was
   * received, or in a generous part, also those of what lies within it.
   */
  private states(tag: string, object: string, isReceived: boolean): Declared[] {
    return [...(this.fields.get(tag) ?? [])].flatMap(([name, text]): Declared[] => {
      const key = `${tag}.${name}`;
      const isDeep = isReceived || this.facts.isGenerous;
      const inner = isDeep ? /^struct (\w+)$/.exec(typeIn(text, name) ?? "")?.[1] : undefined;
      if (inner !== undefined && !this.driver.isKnownStruct(inner))
        return this.states(inner, `${object}.${name}`, isReceived);
      const values = [...this.facts.valuesOf(key)].flatMap((value) => this.stateOf(value));
      if (values.length === 0 || !/^[\w ]+$/.test(text) || /\bstruct\b/.test(text)) return [];
      const list = [...new Set(["0", ...values])].map((value) => `(long)${value}`).join(", ");
      const when = isReceived ? "as it came" : "at first";
      return [{ text: `\t\t${object}.${name} = unoops_value("${ASSUMING}${key} ${when}", ${list});`, key }];
    });
  }

  /** A value that something of the environment's may have from the beginning. */
  private stateOf(value: string): string[] {
    if (value === "NULL" && this.facts.isGenerous) return ["1"];
    return CONSTANT.test(value) ? [value] : [];
  }
}

/** A constant's name. */
const CONSTANT = /^(?!NULL$|ERR$)[A-Z]\w+$/;

/** The type of the elements of a field that is an array: its first one stands for the others. */
function elementIn(text: string, name: string): string | undefined {
  return new RegExp(`^((?:struct )?\\w+) ${name} ?\\[[^\\]]*\\]$`).exec(
    text.trim().replace(/\s+/g, " "),
  )?.[1];
}

/** The type of a field that is one object by itself. */
function typeIn(text: string, name: string): string | undefined {
  return new RegExp(`^((?:struct )?\\w+) ${name}$`).exec(text.trim().replace(/\s+/g, " "))?.[1];
}
